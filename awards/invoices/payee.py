"""Who the money goes to: the settings PAYEE_…, and what of them is still missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

_NAMES = {
    "address": ("PAYEE_ADDRESS", "the postal address"),
    "account_name": ("PAYEE_ACCOUNT_NAME", "the name of the bank account"),
    "sort_code": ("PAYEE_SORT_CODE", "the sort code"),
    "account_number": ("PAYEE_ACCOUNT_NUMBER", "the account number"),
}


@dataclass(frozen=True)
class Payee:
    """Who is paid, and into which account. What the office has not set is empty: nothing is made up."""

    name: str
    address: str
    account_name: str
    sort_code: str
    account_number: str
    vat_number: str

    @property
    def has_account(self) -> bool:
        return bool(self.account_name and self.sort_code and self.account_number)

    @property
    def missing(self) -> list[str]:
        """What an invoice should say and cannot: in words, each with the setting that gives it."""
        return [f"{words} ({name})" for field, (name, words) in _NAMES.items() if not getattr(self, field)]


def payee() -> Payee:
    return Payee(
        name=settings.PAYEE_NAME or settings.OFFICE_NAME,
        address="\n".join(line.strip() for line in settings.PAYEE_ADDRESS.split(",") if line.strip()),
        account_name=settings.PAYEE_ACCOUNT_NAME,
        sort_code=settings.PAYEE_SORT_CODE,
        account_number=settings.PAYEE_ACCOUNT_NUMBER,
        vat_number=settings.PAYEE_VAT_NUMBER,
    )
