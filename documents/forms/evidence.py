"""What people say of a file that they add."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from documents.fields import PlainField
from documents.models import Evidence
from documents.services import Description

ACCEPTED = "image/*,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv"


class DescribeForm(forms.Form):
    """What a file is, where it belongs, and what may be done with it."""

    title = PlainField(
        label="What is it?",
        help_text="A few words, like “Clay day in year 3”. Do not name a child.",
        max_length=200,
        required=False,
        widget=forms.TextInput(),
    )
    about = forms.ChoiceField(label="Where does it belong?", required=False, widget=forms.RadioSelect)
    alt = PlainField(
        label="If it is a picture: what does it show?",
        help_text="For those who cannot see it, like “Eight children paint a wall together”.",
        max_length=500,
        required=False,
        widget=forms.TextInput(),
    )
    children = forms.ChoiceField(
        label="Can children be recognised in it?",
        choices=Evidence.CHILDREN_CHOICES,
        required=False,
        widget=forms.RadioSelect,
    )
    consent_use = forms.ChoiceField(
        label="If so: for what do you hold their parents’ consent?",
        choices=Evidence.USES,
        required=False,
        widget=forms.RadioSelect,
    )
    consent_until = forms.DateField(
        label="And until when?",
        required=False,
        error_messages={"invalid": "Write the day as a date."},
        widget=forms.DateInput({"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, places: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about: Any = self.fields["about"]
        about.choices = list(places.items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        holds_consent = cleaned.get("consent_use") and cleaned.get("children") == Evidence.CHILDREN
        if holds_consent and not cleaned.get("consent_until") and "consent_until" not in self.errors:
            self.add_error("consent_until", "Say until when the consent is held.")
        return cleaned

    @property
    def said(self) -> Description:
        """What was said, once it is valid."""
        given = self.cleaned_data
        return Description(
            title=given["title"],
            alt=given["alt"],
            about=given["about"],
            children=given["children"],
            consent_use=given["consent_use"],
            consent_until=given["consent_until"],
        )

    @staticmethod
    def said_of(evidence: Evidence) -> dict[str, Any]:
        """What is said of a file now, to begin with."""
        names = ("title", "alt", "about", "children", "consent_use", "consent_until")
        return {name: getattr(evidence, name) for name in names}


class AddEvidenceForm(DescribeForm):
    """The same with the file. It comes last: what is typed above it is kept when it is too large."""

    file = forms.FileField(
        label="Choose a picture or a file",
        help_text="A picture, a PDF, a Word, Excel or PowerPoint file, or plain text, up to 30 MB.",
        allow_empty_file=True,
        error_messages={
            "required": "Choose a file.",
            "missing": "Choose a file.",
            "invalid": "The file did not arrive whole. Choose it again.",
        },
        widget=forms.FileInput({"accept": ACCEPTED}),
    )


class TakeDownForm(forms.Form):
    """Why a file is taken down."""

    because = PlainField(
        label="Why?",
        max_length=500,
        error_messages={"required": "Say why, in a few words: those who added it read it."},
        widget=forms.TextInput(),
    )
