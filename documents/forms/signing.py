"""Asking for a signature, and signing."""

from __future__ import annotations

from django import forms

from documents.fields import TWO_THIRDS, PlainField


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


class PaperForm(forms.Form):
    """A signature on a print."""

    name = PlainField(
        label="Full name of the person who signed",
        max_length=200,
        error_messages={"required": "Write the name of the person who signed."},
        widget=forms.TextInput({"class": TWO_THIRDS}),
    )
    picture = forms.FileField(
        label="A picture or scan of the signed print",
        help_text="The fingerprint at its foot must be readable.",
        allow_empty_file=True,
        error_messages={"required": "Choose the picture or scan.", "invalid": "Choose the file again."},
        widget=forms.FileInput({"accept": "image/*,.pdf"}),
    )
