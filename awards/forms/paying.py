"""Who pays, and by which order: asked at registration and until it is paid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from awards.forms.people import AddressField, NameField
from awards.invoices.billing import Debtor
from documents.fields import TWO_THIRDS, PlainField
from documents.plain_text import plain

_IS_ORDER_NUMBER = RegexValidator(
    r"^[\w ./#&()-]+\Z", "Write the order number in letters and figures, with - / . # between."
)


class PostalAddressField(forms.CharField):
    """A postal address in lines, without empty ones."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea({"rows": 4, "class": TWO_THIRDS}))
        super().__init__(max_length=500, **options)

    def to_python(self, value: Any) -> str:
        lines = (line.strip() for line in plain(str(value or "")).splitlines())
        return "\n".join(line for line in lines if line)


class PayerForm(forms.Form):
    """Who pays in place of the school, and the payer's order number. All of it may be left empty."""

    order_number = PlainField(
        label="Order number for the invoice (optional)",
        help_text="If your finance office needs one on the invoice, write it here. You can add it later.",
        max_length=60,
        required=False,
        validators=[_IS_ORDER_NUMBER],
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    payer_name = NameField(
        label="Does somebody else pay? Their name (optional)",
        help_text="For example a trust or a consortium. Leave it empty if the school pays.",
        max_length=250,
        required=False,
        widget=forms.TextInput({"class": TWO_THIRDS}),
    )
    payer_address = PostalAddressField(label="Their postal address, for the invoice", required=False)
    payer_email = AddressField(
        label="Their email address",
        help_text="They get the invoice, and see nothing else of yours.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        name, address, email = (cleaned.get(f"payer_{part}", "") for part in ("name", "address", "email"))
        if (address or email) and not name and "payer_name" not in self.errors:
            self.add_error("payer_name", "Write who pays, or leave their address and email empty.")
        if name and not address and "payer_address" not in self.errors:
            self.add_error("payer_address", f"Write the postal address of {name}: it stands on the invoice.")
        if name and not email and "payer_email" not in self.errors:
            self.add_error("payer_email", f"Write the email address of {name}: the invoice goes there.")
        return cleaned

    @property
    def payer(self) -> Debtor | None:
        """Who pays in place of the school, where somebody does."""
        given = self.cleaned_data
        if not given["payer_name"]:
            return None
        return Debtor(given["payer_name"], given["payer_address"], given["payer_email"])
