"""Takes back what was invoiced, and gives up what will not be paid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from awards.invoices.sums import vat_within
from awards.models import CreditNote, Invoice, Person
from awards.services.money.papers import draw_credit_note
from awards.services.money.paying import owed_on
from awards.services.money.telling import tell_of_credit
from awards.wording import pounds
from workflow.numbers import next_number
from workflow.queue import enqueue
from workflow.refusals import Refused
from workflow.state import change


class WrongCredit(Refused):
    """It cannot be credited or written off like this."""


@transaction.atomic
def credit(invoice: Invoice, *, amount: Decimal, why: str, by: Person, now: dt.datetime) -> CreditNote:
    """Take back some or all of what is still owed: a credit note is numbered, drawn and sent.

    What was paid cannot be credited: paying money back is not done here. With nothing left to pay, the invoice is
    paid if anything was paid on it, otherwise credited. Raises WrongCredit.
    """
    locked = Invoice.objects.select_for_update().get(pk=invoice.pk)
    note = take_back(locked, amount=amount, why=why, by=by, now=now)
    tell_of_credit(note, now=now)
    return note


def take_back(invoice: Invoice, *, amount: Decimal, why: str, by: Person, now: dt.datetime) -> CreditNote:
    """As ``credit``, on an invoice that the caller has locked, telling nobody."""
    owed = owed_on(invoice)
    _refuse_wrong_credit(invoice, amount=amount, owed=owed, why=why)
    today = timezone.localdate(now)
    note = CreditNote.objects.create(
        invoice=invoice,
        number=f"CN-{today.year}-{next_number(f'credit-note-{today.year}'):04d}",
        amount=amount,
        vat=_vat_of_credit(invoice, amount),
        why=why.strip(),
        raised_on=today,
        raised_by=by,
        raised_at=now,
    )
    enqueue(draw_credit_note, note.pk, key=f"credit-note:{note.pk}", now=now)
    if amount == owed:
        is_paid = invoice.payments.exists()
        change(invoice, "pay_whole" if is_paid else "credit_whole", now=now, actor=by)
    return note


@transaction.atomic
def write_off(invoice: Invoice, *, why: str, by: Person, now: dt.datetime) -> Invoice:
    """Stop asking for what is still owed. The school has then not paid; money that comes after all can be recorded."""
    locked = Invoice.objects.select_for_update().get(pk=invoice.pk)
    if not why.strip():
        raise WrongCredit("Say why it is written off.")
    if locked.state not in Invoice.OWING:
        raise WrongCredit(f"Nothing is asked for on {locked.number}, so there is nothing to write off.")
    change(locked, "write_off", now=now, actor=by, fields=["written_off_because"], because=why.strip())
    return locked


def _refuse_wrong_credit(invoice: Invoice, *, amount: Decimal, owed: Decimal, why: str) -> None:
    if not why.strip():
        raise WrongCredit("Say why it is credited: the credit note tells whoever pays.")
    if amount <= 0 or amount != round(amount, 2):
        raise WrongCredit("Give the amount to credit in pounds and whole pence: more than nothing.")
    if invoice.state not in Invoice.OWING:
        raise WrongCredit(f"Nothing is asked for on {invoice.number}, so there is nothing to credit.")
    if amount > owed:
        raise WrongCredit(
            f"Only {pounds(owed)} is still owed on {invoice.number}, and no more can be credited."
            " Money that was paid is paid back through your finance office."
        )


def _vat_of_credit(invoice: Invoice, amount: Decimal) -> Decimal:
    """Such that the VAT of all credit notes follows what they take back together, to the penny."""
    before = invoice.credit_notes.aggregate(amount=Sum("amount"), vat=Sum("vat"))
    credited = (before["amount"] or Decimal(0)) + amount
    in_all = vat_within(credited, amount=invoice.amount, vat=invoice.vat)
    return max(Decimal(0), in_all - (before["vat"] or Decimal(0)))
