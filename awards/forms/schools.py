"""Input about schools through time: what was found, who goes on, settings that the register does not list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from awards.models import Item


class FindAnySchoolForm(forms.Form):
    """A school or setting, by what an officer knows of it."""

    q = forms.CharField(
        label="Find a school or setting",
        help_text="Name, URN, postcode, or the code of a setting without a URN.",
        max_length=200,
        required=False,
    )


class ItemFilterForm(forms.Form):
    """Which items to show."""

    kind = forms.ChoiceField(label="What", required=False, choices=[("", "Everything"), *Item.KINDS])


class NoteForm(forms.Form):
    """What was found or done, for the next person."""

    note = forms.CharField(
        label="What did you find or do?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write in a few words what you found or did."},
    )


class SuccessorForm(forms.Form):
    """Which of several schools goes on."""

    to = forms.TypedChoiceField(
        label="Which school goes on from it?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the school that goes on.",
            "invalid_choice": "Choose one of the schools that the register names.",
        },
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices  # type: ignore[attr-defined] # a choice field


class SettingForm(forms.Form):
    """A setting that the register does not list."""

    name = forms.CharField(
        label="Name", max_length=250, error_messages={"required": "Write the name of the setting."}
    )
    type = forms.CharField(
        label="What it is",
        help_text="For example “Youth offending team” or “Virtual school”.",
        max_length=80,
        error_messages={"required": "Say what kind of setting it is."},
    )
    area = forms.ChoiceField(label="Local authority", required=False)
    address = forms.CharField(label="Address (optional)", max_length=300, required=False)
    postcode = forms.CharField(label="Postcode (optional)", max_length=10, required=False)
    telephone = forms.CharField(
        label="Published telephone number (optional)",
        help_text="You ring it to confirm who leads. Take it from the service’s own website.",
        max_length=40,
        required=False,
    )
    code = forms.CharField(
        label="Your code for it (optional)",
        help_text="As in your own lists. Left empty, it gets the next one, such as S0001.",
        max_length=20,
        required=False,
    )

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Not in one"), *areas]
        self.fields["area"].choices = choices  # type: ignore[attr-defined] # a choice field


class UrnForm(forms.Form):
    """The URN under which a setting is in the register now."""

    urn = forms.IntegerField(
        label="URN",
        help_text="Six digits.",
        min_value=100_000,
        max_value=999_999,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={
            "required": "Write the URN.",
            "min_value": "A URN has six digits.",
            "max_value": "A URN has six digits.",
            "invalid": "A URN has six digits.",
        },
    )
