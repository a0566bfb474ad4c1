"""Another payer, another order number, another debtor.

An invoice is a paper that somebody has already filed: it is never changed. What it asked for is credited, and another
invoice with a number of its own takes its place, so both sides' books add up.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from awards.invoices.billing import Debtor, debtor_of, payer_of
from awards.models import Application, Invoice, Person
from awards.services.money.crediting import take_back
from awards.services.money.invoicing import lock, raise_invoice
from awards.services.money.paying import owed_on
from awards.services.money.telling import tell_of_credit
from workflow.refusals import Refused

PAYER, ORDER_NUMBER = "Another payer was named.", "The order number was changed."


class CannotChange(Refused):
    """Who pays, or the order number, can no longer be changed."""


@transaction.atomic
def change_billing(
    application: Application, *, payer: Debtor | None, order_number: str, by: Person, now: dt.datetime
) -> Invoice | None:
    """Write down who pays in place of the school (None: the school itself) and the payer's order number.

    An unpaid invoice that says otherwise is credited and replaced. A debt stays with its debtor unless the payer
    changes: a school's new name alone moves nothing. Answers the new invoice, if there is one.
    Raises CannotChange once the fee is paid or written off.
    """
    locked = lock(application)
    is_new_payer = payer != payer_of(locked)
    if not is_new_payer and order_number == locked.order_number:
        return None
    invoice = _open_invoice(locked)
    _note_payer(locked, payer)
    locked.order_number = order_number
    locked.save(update_fields=["payer_name", "payer_address", "payer_email", "order_number"])
    if invoice is None:
        return None
    to = debtor_of(locked) if is_new_payer else Debtor.of(invoice)
    return _replace(invoice, locked, to=to, why=PAYER if is_new_payer else ORDER_NUMBER, by=by, now=now)


@transaction.atomic
def move_debt(invoice: Invoice, *, to: Debtor, why: str, by: Person, now: dt.datetime) -> Invoice:
    """Move what is still owed on an invoice to another debtor, such as the school that succeeds this one.

    The old debtor gets a credit note, the new one an invoice. Raises CannotChange when nothing is owed, or when it is
    the same debtor.
    """
    locked = lock(invoice.application)
    current = _open_invoice(locked)
    if current is None or current.pk != invoice.pk:
        raise CannotChange(f"Nothing is asked for on {invoice.number}, so there is no debt to move.")
    if not why.strip():
        raise CannotChange("Say why the debt is moved.")
    if to == Debtor.of(current):
        raise CannotChange(f"{to.name} owes it already. Change the name, address or email.")
    _note_payer(locked, None)
    if to != debtor_of(locked):
        _note_payer(locked, to)
    locked.save(update_fields=["payer_name", "payer_address", "payer_email"])
    return _replace(current, locked, to=to, why=why.strip(), by=by, now=now)


def _open_invoice(application: Application) -> Invoice | None:
    """The application's invoice that can still change, locked. None before there is one."""
    invoices = application.invoices.select_for_update()
    invoice = invoices.exclude(state__in=[Invoice.CANCELLED, Invoice.CREDITED]).order_by("-pk").first()
    if invoice is None or invoice.state in Invoice.OWING:
        return invoice
    if invoice.state == Invoice.PAID:
        raise CannotChange(f"{invoice.number} is paid: who paid it, and its order number, stay as they are.")
    raise CannotChange(
        f"{invoice.number} was written off. Write to us if somebody wants to pay it after all."
    )


def _note_payer(application: Application, payer: Debtor | None) -> None:
    given = payer or Debtor("")
    application.payer_name = given.name
    application.payer_address, application.payer_email = given.address, given.email


def _replace(
    invoice: Invoice, application: Application, *, to: Debtor, why: str, by: Person, now: dt.datetime
) -> Invoice:
    note = take_back(invoice, amount=owed_on(invoice), why=why, by=by, now=now)
    replacement = raise_invoice(
        application, charge=(note.amount, note.vat, invoice.vat_rate), to=to, now=now, replaces=invoice
    )
    tell_of_credit(note, now=now, replaced_by=replacement)
    return replacement
