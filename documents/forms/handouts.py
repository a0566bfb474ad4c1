"""A section in the hands of a colleague."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from documents.fields import TWO_THIRDS, PlainField
from documents.vocabulary import Form


class HandoutForm(forms.Form):
    """Which sections go to whom."""

    sections = forms.MultipleChoiceField(
        label="Which part?",
        error_messages={
            "required": "Choose at least one part to hand over.",
            "invalid_choice": "Choose from the parts that are listed.",
        },
        widget=forms.CheckboxSelectMultiple,
    )
    name = PlainField(
        label="Your colleague’s full name",
        max_length=200,
        help_text="It stands beside what they write.",
        error_messages={"required": "Write the name of your colleague."},
        widget=forms.TextInput({"class": TWO_THIRDS}),
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="They get a link to the part that you chose, and need no account.",
        error_messages={
            "required": "Write the email address of your colleague.",
            "invalid": "Write an email address, like name@school.example.",
        },
        widget=forms.EmailInput({"spellcheck": "false", "class": TWO_THIRDS}),
    )
    note = PlainField(
        label="What should they know? (optional)",
        required=False,
        max_length=1000,
        error_messages={"max_length": "Your note has %(show_value)s letters: 1,000 is the most. Shorten it."},
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, form: type[Form], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = cast("forms.MultipleChoiceField", self.fields["sections"])
        sections.choices = [(section.name, section.title) for section in form.sections.values()]
