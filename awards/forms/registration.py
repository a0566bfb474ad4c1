"""Input of finding and registering a school."""

from __future__ import annotations

from typing import Any

from django import forms

from awards.forms.paying import PayerForm
from awards.forms.people import AddressField, NameField
from awards.services.people import Colleague
from documents.fields import TWO_THIRDS


class FindSchoolForm(forms.Form):
    """A school by what people know of it."""

    q = forms.CharField(
        label="Name, URN or postcode of your school",
        help_text="For example “St Mary’s, Dudley”, 103122 or B9 5QU.",
        max_length=200,
        error_messages={"required": "Write the name, URN or postcode of your school."},
    )


class RegisterForm(PayerForm):
    """What is asked at registration: the number on roll, where the register has none, and who pays."""

    field_order = ("pupils", "order_number", "payer_name", "payer_address", "payer_email")

    pupils = forms.IntegerField(
        label="How many pupils are on roll?",
        help_text="The national register does not say. The fee depends on it.",
        min_value=1,
        max_value=20_000,
        error_messages={"required": "Write the number of pupils on roll, in figures."},
    )
    second_name = NameField(
        label="If you leave, who carries on? Full name (optional)",
        help_text="A second contact does all that you do. We ask them by email, and they say yes or no.",
        max_length=150,
        required=False,
        widget=forms.TextInput({"class": TWO_THIRDS}),
    )
    second_email = AddressField(label="Their work email address (optional)", required=False)
    agreed = forms.BooleanField(
        label="My head teacher has agreed that we take part, and that we pay the fee",
        error_messages={"required": "Ask your head teacher first, then tick this."},
    )

    def __init__(self, *args: Any, asks_pupils: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_pupils:
            del self.fields["pupils"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        name, email = cleaned.get("second_name", ""), cleaned.get("second_email", "")
        if email and not name and "second_name" not in self.errors:
            self.add_error("second_name", "Write the name of your second contact, or leave both lines empty.")
        if name and not email and "second_email" not in self.errors:
            self.add_error("second_email", f"Write the email address of {name}, or leave both lines empty.")
        return cleaned

    @property
    def second(self) -> Colleague | None:
        """Who carries on if the lead leaves, where somebody is named."""
        name, email = self.cleaned_data["second_name"], self.cleaned_data["second_email"]
        return Colleague(name, email) if email else None
