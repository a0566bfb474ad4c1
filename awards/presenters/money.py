"""Invoices, payments and payers in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from awards.invoices.billing import payer_of
from awards.invoices.standings import Standing, standing_of
from awards.models import Application, Invoice
from awards.presenters.facts import payment_word
from awards.wording import pounds
from workflow.journey import Journey
from workflow.presenters import day

INVOICE_COLUMNS = (
    "Number",
    "School",
    "Billed to",
    "Order number",
    "Raised on",
    "Due on",
    "Amount",
    "VAT in it",
    "Paid",
    "Credited",
    "Left",
    "State",
)


@dataclass(frozen=True)
class InvoiceRow:
    """One line of the office's list."""

    number: str
    href: str
    school: str
    billed_to: str
    due: str
    amount: str
    left: str
    standing: Standing


def invoice_row(invoice: Any, *, today: dt.date) -> InvoiceRow:
    """``invoice`` with its sums."""
    run = invoice.application.run
    return InvoiceRow(
        number=invoice.number,
        href=reverse("awards:fee", args=[run.public_id]),
        school=run.label,
        billed_to="" if invoice.billed_to == run.label else invoice.billed_to,
        due=day(invoice.due_on),
        amount=f"£{invoice.amount:,.2f}",
        left=f"£{invoice.left:,.2f}",
        standing=standing_of(invoice, today=today),
    )


def invoice_cells(invoice: Any, *, today: dt.date) -> list[str]:
    """One line of the file. Amounts in pounds, days as ISO text."""
    return [
        invoice.number,
        invoice.application.run.label,
        invoice.billed_to,
        invoice.order_number,
        invoice.raised_on.isoformat(),
        invoice.due_on.isoformat(),
        f"{invoice.amount:.2f}",
        f"{invoice.vat:.2f}",
        f"{invoice.paid:.2f}",
        f"{invoice.credited:.2f}",
        f"{invoice.left:.2f}",
        standing_of(invoice, today=today).label,
    ]


def fee_owner(journey: type[Journey]) -> str:
    """Who sends the invoice, as the edition says; empty for a journey without a fee."""
    owner = journey.settings.get("invoice_by")
    return str(owner.value) if owner else ""


def billing_facts(application: Application, invoice: Invoice | None) -> list[dict[str, str]]:
    """Who pays and by which order. A debt that stayed with its debtor is told as such."""
    payer = payer_of(application)
    owes = invoice.billed_to if invoice and invoice.state in Invoice.OWING else ""
    return [
        {"key": "Who pays", "value": payer.name if payer else owes or application.subject.name},
        {"key": "Order number", "value": application.order_number or "None"},
    ]


def billing_now(application: Application) -> dict[str, str]:
    """The form as it stands."""
    return {
        "order_number": application.order_number,
        "payer_name": application.payer_name,
        "payer_address": application.payer_address,
        "payer_email": application.payer_email,
    }


def past_invoices(invoices: Sequence[Invoice], *, today: dt.date) -> list[dict[str, Any]]:
    """Those before the newest, in words."""
    return [
        {
            "number": it.number,
            "text": f"{pounds(it.amount)}, {it.billed_to}. {payment_word(it, today=today)}.",
        }
        for it in invoices[1:]
    ]


def payments_of(invoices: Sequence[Invoice], *, inside: bool) -> list[str]:
    """What came in, oldest first; the bank's words for the office alone."""
    rows = sorted(
        (it for invoice in invoices for it in invoice.payments.all()), key=lambda it: (it.paid_on, it.pk)
    )
    return [
        f"{pounds(it.amount)} on {day(it.paid_on)}" + (f", {it.reference}" if inside and it.reference else "")
        for it in rows
    ]
