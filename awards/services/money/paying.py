"""Money that came in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from awards.models import Invoice, Payment, Person
from awards.wording import pounds
from workflow.refusals import Refused
from workflow.state import change

_SAID = {Invoice.PAID: "paid", Invoice.CREDITED: "credited as a whole", Invoice.CANCELLED: "cancelled"}


class WrongPayment(Refused):
    """The money does not fit the invoice."""


@transaction.atomic
def record_payment(
    invoice: Invoice,
    *,
    amount: Decimal,
    paid_on: dt.date,
    reference: str,
    by: Person,
    now: dt.datetime,
    statement_line: str | None = None,
) -> Payment:
    """Write down money that came in: in time, late, or after it was written off.

    ``statement_line`` is the digest of the bank's line, when it came by one. Raises WrongPayment for more than is
    owed, and for a day to come.
    """
    locked = Invoice.objects.select_for_update().get(pk=invoice.pk)
    owed = owed_on(locked)
    refuse_wrong_payment(locked, amount=amount, owed=owed, paid_on=paid_on, today=timezone.localdate(now))
    payment = Payment.objects.create(
        invoice=locked,
        amount=amount,
        paid_on=paid_on,
        reference=reference,
        recorded_by=by,
        recorded_at=now,
        statement_line=statement_line,
    )
    change(locked, "pay_whole" if amount == owed else "pay_part", now=now, actor=by)
    return payment


def refuse_wrong_payment(
    invoice: Invoice, *, amount: Decimal, owed: Decimal, paid_on: dt.date, today: dt.date
) -> None:
    """Raises WrongPayment, with the sentence that says why the money cannot be recorded on the invoice."""
    if amount <= 0:
        raise WrongPayment("Give the amount that came in: more than nothing.")
    if amount != round(amount, 2):
        raise WrongPayment("Give the amount in pounds and whole pence.")
    if invoice.state in _SAID:
        raise WrongPayment(f"{invoice.number} is already {_SAID[invoice.state]}: no more can be paid on it.")
    if amount > owed:
        raise WrongPayment(f"Only {pounds(owed)} is owed on {invoice.number}. Look at the amount again.")
    if paid_on > today:
        raise WrongPayment("The day it was paid lies in the future. Give a day up to today.")


def owed_on(invoice: Invoice) -> Decimal:
    """What was neither paid nor credited, whether or not the office still asks for it."""
    return invoice.amount - _sum(invoice.payments) - _sum(invoice.credit_notes)


def _sum(rows: Any) -> Decimal:
    total: Decimal | None = rows.aggregate(total=Sum("amount"))["total"]
    return total or Decimal(0)
