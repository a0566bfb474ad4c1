"""What stands on an invoice and on a credit note."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from awards.invoices.payee import payee
from awards.models import CreditNote, Invoice


def invoice_words(invoice: Invoice) -> dict[str, Any]:
    """The words of the template awards/pdf/invoice.html."""
    return {
        **_common(invoice),
        "title": f"Invoice {invoice.number}",
        "number": invoice.number,
        "net": invoice.amount - invoice.vat,
        "vat": invoice.vat,
        "total": invoice.amount,
        "raised_on": invoice.raised_on,
        "due_on": invoice.due_on,
        "replaces": invoice.replaces.number if invoice.replaces else "",
    }


def credit_note_words(note: CreditNote) -> dict[str, Any]:
    """The words of the template awards/pdf/credit_note.html."""
    return {
        **_common(note.invoice),
        "title": f"Credit note {note.number}",
        "number": note.number,
        "net": note.amount - note.vat,
        "vat": note.vat,
        "total": note.amount,
        "raised_on": note.raised_on,
        "why": note.why,
    }


def _common(invoice: Invoice) -> dict[str, Any]:
    application = invoice.application
    return {
        "payee": payee(),
        "what": f"{application.run.journey.title}: registration fee for {application.subject.name}",
        "pupils": application.pupils,
        "billed_to": invoice.billed_to,
        "billed_address": invoice.billed_address,
        "order_number": invoice.order_number,
        "invoice_number": invoice.number,
        "vat_rate": f"{invoice.vat_rate.normalize():f}",
        "sample": settings.IS_DEMO,
        "office_email": settings.OFFICE_EMAIL,
        "office_telephone": settings.OFFICE_TELEPHONE,
    }
