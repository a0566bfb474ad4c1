"""Input about the registration fee."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from awards.forms.paying import PayerForm, PostalAddressField
from awards.forms.registration import RegisterForm
from awards.invoices.billing import Debtor
from awards.invoices.standings import STANDINGS
from documents.fields import TWO_THIRDS

WHY = {"rows": 3}


class PupilsForm(forms.Form):
    """The number on roll, for the fee."""

    pupils = RegisterForm.base_fields["pupils"]


class PoundsField(forms.DecimalField):
    """An amount, exact to the penny."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault("required", "Write the amount in pounds.")
        kwargs["error_messages"].setdefault("invalid", "Write the amount in figures, like 500 or 499.50.")
        kwargs["error_messages"].setdefault(
            "max_decimal_places", "Write whole pence: two figures after the point."
        )
        super().__init__(
            max_digits=9,
            decimal_places=2,
            min_value=Decimal("0.01"),
            widget=forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-5"}),
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "").strip()
        return super().to_python(value)


class PaymentForm(forms.Form):
    """Money that came in."""

    amount = PoundsField(label="Amount in pounds")
    paid_on = forms.DateField(
        label="Day it was paid",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Give the day on which it was paid."},
    )
    reference = forms.CharField(label="Bank reference (optional)", max_length=80, required=False)


class BillingForm(PayerForm):
    """Who pays in place of the school, and the payer's order number."""


class CreditForm(forms.Form):
    """What is taken back, and why."""

    amount = PoundsField(label="Amount to credit, in pounds")
    why = forms.CharField(
        label="Why?",
        help_text="It stands on the credit note, for whoever pays.",
        max_length=300,
        widget=forms.Textarea(WHY),
        error_messages={"required": "Say why it is credited: the credit note tells whoever pays."},
    )


class WriteOffForm(forms.Form):
    """Why the office no longer asks for it."""

    why = forms.CharField(
        label="Why?",
        help_text="Only the office reads it.",
        max_length=300,
        widget=forms.Textarea(WHY),
        error_messages={"required": "Say why it is written off."},
    )


class MoveDebtForm(forms.Form):
    """Who owes it from now on."""

    name = forms.CharField(
        label="Who owes it from now on?",
        max_length=250,
        error_messages={"required": "Write the name of the new debtor."},
    )
    address = PostalAddressField(
        label="Postal address",
        error_messages={"required": "Write the postal address that goes on the invoice."},
    )
    email = forms.EmailField(
        label="Email for the invoice (optional)",
        help_text="The lead and the finance contact get it in any case.",
        required=False,
        widget=forms.EmailInput({"class": TWO_THIRDS}),
    )
    why = forms.CharField(
        label="Why?",
        help_text="It stands on the credit note for the old debtor.",
        max_length=300,
        widget=forms.Textarea(WHY),
        error_messages={"required": "Say why the debt is moved."},
    )

    @property
    def debtor(self) -> Debtor:
        given = self.cleaned_data
        return Debtor(given["name"], given["address"], given["email"])


class InvoiceFilterForm(forms.Form):
    """How the office narrows its list of invoices."""

    q = forms.CharField(label="Number, school or payer", max_length=200, required=False, strip=True)
    standing = forms.ChoiceField(
        label="Invoices",
        choices=[("", "Still owed"), *((it.code, it.label) for it in STANDINGS), ("all", "All")],
        required=False,
    )
