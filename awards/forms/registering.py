"""Input of an officer who registers a school for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from awards.forms.award_body import LetterField
from awards.forms.people import AddressField, NameField
from awards.forms.registration import RegisterForm
from awards.services.people import Colleague
from documents.fields import TWO_THIRDS


class RegisterForForm(forms.Form):
    """Who leads, who carries on, when it was, and by which paper.

    ``asks_pupils``: the fee needs a number that the register has not. ``by_letter``: the award body registered it.
    """

    lead_name = NameField(
        label="Who leads at the school? Full name",
        max_length=150,
        widget=forms.TextInput({"class": TWO_THIRDS}),
        error_messages={"required": "Write the full name of the school’s lead."},
    )
    lead_email = AddressField(label="Their work email address")
    second_name = NameField(
        label="Second contact: full name (optional)",
        max_length=150,
        required=False,
        widget=forms.TextInput({"class": TWO_THIRDS}),
    )
    second_email = AddressField(label="Their work email address (optional)", required=False)
    pupils = RegisterForm.base_fields["pupils"]
    happened_on = forms.DateField(
        label="Day of the registration",
        help_text="As it stands on the form or letter. Leave empty for today.",
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )
    reference = forms.CharField(label="The award body’s reference (optional)", max_length=80, required=False)
    letter = LetterField()
    note = forms.CharField(
        label="A note for the record (optional)",
        help_text="Needed when it was more than ten working days ago: say why it is recorded only now.",
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, asks_pupils: bool, by_letter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_pupils:
            del self.fields["pupils"]
        if not by_letter:
            del self.fields["reference"], self.fields["letter"]

    def clean_happened_on(self) -> Any:
        on = self.cleaned_data["happened_on"]
        if on and on > timezone.localdate():
            raise forms.ValidationError("That day lies in the future. Give a day up to today.")
        return on

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        name, email = cleaned.get("second_name", ""), cleaned.get("second_email", "")
        if email and not name and "second_name" not in self.errors:
            self.add_error("second_name", "Write the name of the second contact, or leave both lines empty.")
        if name and not email and "second_email" not in self.errors:
            self.add_error("second_email", f"Write the email address of {name}, or leave both lines empty.")
        return cleaned

    @property
    def lead(self) -> Colleague:
        return Colleague(self.cleaned_data["lead_name"], self.cleaned_data["lead_email"])

    @property
    def second(self) -> Colleague | None:
        name, email = self.cleaned_data["second_name"], self.cleaned_data["second_email"]
        return Colleague(name, email) if email else None

    @property
    def paper(self) -> dict[str, Any]:
        """When it was, and by which paper: the arguments of the service."""
        given = self.cleaned_data
        return {
            "pupils": given.get("pupils"),
            "happened_on": given["happened_on"],
            "reference": given.get("reference", ""),
            "letter": given.get("letter"),
            "note": given["note"],
        }
