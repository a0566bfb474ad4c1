"""What people type to check a certificate."""

from __future__ import annotations

from django import forms

from certificates.numbering import NotANumber, read_number


class NumberForm(forms.Form):
    """The number of a certificate, as it stands at its foot."""

    number = forms.CharField(
        label="Certificate number",
        help_text="It stands at the foot of the certificate and looks like WM-2026-000123-XK7QH.",
        max_length=60,
        error_messages={
            "required": "Type the number that stands at the foot of the certificate.",
            "max_length": "This is too long to be a certificate number. It looks like WM-2026-000123-XK7QH.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        try:
            return read_number(self.cleaned_data["number"])
        except NotANumber as error:
            raise forms.ValidationError(str(error)) from error
