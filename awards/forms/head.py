"""The form by which an officer writes to a head."""

from __future__ import annotations

from django import forms

from awards.forms.people import AddressField, NameField
from documents.fields import TWO_THIRDS, PlainField


class HeadLetterForm(forms.Form):
    """To whom, and in which words."""

    name = NameField(
        label="The head’s name (optional)",
        max_length=150,
        required=False,
        widget=forms.TextInput({"class": TWO_THIRDS}),
    )
    email = AddressField(label="The head’s email address")
    words = PlainField(
        label="What you write",
        help_text="It stands in the email to the head, with your name under it, and the lead reads it too.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what you want to say to the head."},
    )
