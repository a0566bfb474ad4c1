"""Mails about invoices: to those who lead, to whoever sees to the school's money, and to whoever pays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from awards.models import Contact, CreditNote, Invoice
from awards.wording import pounds
from workflow import messages

INVOICE_LINK = "invoice"  # what the personal link to an invoice is for
LINK_LASTS = dt.timedelta(days=400)


@dataclass(frozen=True)
class _Reader:
    email: str
    name: str
    link: str


def tell_of_invoice(invoice: Invoice, *, now: dt.datetime) -> None:
    """Mail a new invoice."""
    for reader in _readers(invoice):
        _post("invoice", reader, invoice, key=f"invoice:{invoice.pk}:{reader.email}", now=now)


def tell_of_credit(note: CreditNote, *, now: dt.datetime, replaced_by: Invoice | None = None) -> None:
    """Mail a credit note. Those who got the invoice that takes the place read of it there, and only there."""
    told = {reader.email for reader in _readers(replaced_by)} if replaced_by else set()
    for reader in _readers(note.invoice):
        if reader.email not in told:
            _post(
                "credit_note",
                reader,
                note.invoice,
                key=f"credit-note:{note.pk}:{reader.email}",
                now=now,
                note_number=note.number,
                credited=pounds(note.amount),
                why=note.why,
            )


def _readers(invoice: Invoice) -> list[_Reader]:
    """Each once. Who has an account is led to the page of the fee, others to the invoice alone."""
    run = invoice.application.run
    page = settings.PUBLIC_ADDRESS + reverse("awards:fee", args=[run.public_id])
    alone = messages.personal_link("awards:invoice_by_link", INVOICE_LINK, invoice.pk)
    contacts = invoice.application.contacts.filter(
        role__in=[Contact.LEAD, Contact.FINANCE], until=None, person__is_active=True
    )
    found: dict[str, _Reader] = {}
    for contact in contacts.select_related("person").order_by("-role", "pk"):
        person = contact.person
        link = page if contact.role == Contact.LEAD else alone
        found.setdefault(person.email.lower(), _Reader(person.email, person.name, link))
    if invoice.billed_email:
        payer = _Reader(invoice.billed_email, invoice.billed_to, alone)
        found.setdefault(invoice.billed_email.lower(), payer)
    return list(found.values())


def _post(
    template: str, reader: _Reader, invoice: Invoice, *, key: str, now: dt.datetime, **words: str
) -> None:
    messages.post(
        f"awards/mails/{template}.txt",
        to=reader.email,
        key=key,
        context={
            "name": reader.name,
            "run": invoice.application.run,
            "invoice": invoice,
            "amount": pounds(invoice.amount),
            "link": reader.link,
            "office_email": settings.OFFICE_EMAIL,
            "office_telephone": settings.OFFICE_TELEPHONE,
            **words,
        },
        now=now,
        run=invoice.application.run,
    )
