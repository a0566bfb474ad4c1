"""What people type on pages about documents, beside the answers themselves."""

from __future__ import annotations

from typing import Any

from django import forms

from documents.fields import TWO_THIRDS, PlainField
from documents.vocabulary import Form


class AskForm(forms.Form):
    """Whom to ask for a signature."""

    name = PlainField(
        label="Full name",
        max_length=200,
        error_messages={"required": "Write the name of the person who signs."},
        widget=forms.TextInput({"class": TWO_THIRDS}),
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="They get a link to read and sign. They need no account.",
        error_messages={
            "required": "Write the email address of the person who signs.",
            "invalid": "Write an email address, like name@school.example.",
        },
        widget=forms.EmailInput({"spellcheck": "false", "class": TWO_THIRDS}),
    )


class SignForm(forms.Form):
    """A signature: the name confirmed."""

    name = PlainField(
        label="Your full name",
        max_length=200,
        error_messages={"required": "Write your full name to sign."},
        widget=forms.TextInput({"autocomplete": "name", "class": TWO_THIRDS}),
    )
    agreed = forms.BooleanField(
        label="I have read this text and sign it.",
        error_messages={"required": "Tick the box to say that you have read the text and sign it."},
    )


class AskAboutForm(forms.Form):
    """What the office asks about each answer. A question with nothing written under it is not asked about.

    form: None where nothing was handed in here; then the note says all. ``asked``: by question, once it is valid.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = PlainField(
        label="Anything else to tell the school (optional)",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, form: type[Form] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = form.questions if form else {}
        self.questions = list(questions)
        if not questions:
            self.fields["note"].label = "What do you ask the school to look at again?"
        for name, question in questions.items():
            self.fields[name] = PlainField(
                label=f"What do you ask about “{question.label}”?",
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 3}),
            )

    @property
    def asked(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.questions if self.cleaned_data.get(name)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if self.questions and not self.asked:
            raise forms.ValidationError(
                "Write under at least one answer what the school should look at again."
            )
        if not self.questions and not cleaned.get("note"):
            self.add_error("note", "Write what the school should look at again.")
        return cleaned


class ScrapForm(forms.Form):
    """Something to keep in the scrapbook: made to be filled in on a phone, standing up."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    words = PlainField(
        label="What happened?",
        help_text="A line is enough. Do not name a child.",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    goal = forms.ChoiceField(label="Which goal does it belong to?", required=False, widget=forms.RadioSelect)
    how_many = forms.IntegerField(
        label="How many took part? (optional)",
        required=False,
        min_value=0,
        max_value=100_000,
        error_messages={
            "invalid": "Write how many took part as a whole number, like 60.",
            "min_value": "Write how many took part as a whole number, like 60.",
            "max_value": "Write how many took part: that is more than a school has.",
        },
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    changed = PlainField(
        label="What changed? (optional)",
        help_text="For whom, and how you can tell.",
        max_length=1000,
        required=False,
        widget=forms.TextInput(),
    )
    happened_on = forms.DateField(
        label="When was it?",
        error_messages={"required": "Say on which day it was.", "invalid": "Write the day as a date."},
        widget=forms.DateInput({"type": "date", "class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, goals: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].choices = goals


class ScrapByLinkForm(ScrapForm):
    """The same for a colleague without an account."""

    name = PlainField(
        label="Your name",
        max_length=200,
        error_messages={"required": "Write your name, so that your colleagues know who kept it."},
        widget=forms.TextInput({"autocomplete": "name", "class": TWO_THIRDS}),
    )

    field_order = ("key", "name")
