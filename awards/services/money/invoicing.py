"""Raises and sends invoices."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from awards.invoices.billing import Debtor, debtor_of
from awards.invoices.sums import Charge, fee_charge
from awards.models import Application, Invoice
from awards.services.money.papers import draw_invoice
from awards.services.money.telling import tell_of_invoice
from workflow.journey import Journey
from workflow.numbers import next_number
from workflow.queue import enqueue
from workflow.state import change


def fee_for(journey: type[Journey], pupils: int) -> Decimal:
    """What a setting with that many pupils pays, VAT included, in pounds."""
    return fee_charge(journey, pupils).total


@transaction.atomic
def invoice_fee(application: Application, *, now: dt.datetime) -> Invoice | None:
    """Raise and send the registration fee. Nothing is raised twice, while the pupil number is
    unknown, or once the journey has ended. What was credited as a whole is raised anew.
    """
    locked = lock(application)
    live = locked.invoices.exclude(state__in=[Invoice.CANCELLED, Invoice.CREDITED]).order_by("-pk").first()
    journey = locked.run.journey
    if live or locked.pupils is None or locked.run.finished_at or "fee" not in journey.settings:
        return live
    return raise_invoice(locked, charge=fee_charge(journey, locked.pupils), to=debtor_of(locked), now=now)


@transaction.atomic
def set_pupils(application: Application, *, pupils: int, now: dt.datetime) -> Invoice | None:
    """Write down the number on roll that the school gives, and raise the fee that follows from it."""
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if locked.pupils is None:
        locked.pupils = pupils
        locked.save(update_fields=["pupils"])
    return invoice_fee(locked, now=now)


def lock(application: Application) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("run", "subject")
        .get(pk=application.pk)
    )


def raise_invoice(
    application: Application,
    *,
    charge: Charge | tuple[Decimal, Decimal, Decimal],
    to: Debtor,
    now: dt.datetime,
    replaces: Invoice | None = None,
) -> Invoice:
    """Take the next number, have the paper drawn, and send it. The application is locked by the caller.

    A charge is given whole, or as what is left of one: amount, VAT in it, rate.
    """
    amount, vat, rate = (charge.total, charge.vat, charge.rate) if isinstance(charge, Charge) else charge
    today = timezone.localdate(now)
    invoice = Invoice.objects.create(
        application=application,
        number=f"INV-{today.year}-{next_number(f'invoice-{today.year}'):04d}",
        amount=amount,
        vat=vat,
        vat_rate=rate,
        order_number=application.order_number,
        billed_to=to.name,
        billed_address=to.address,
        billed_email=to.email,
        raised_on=today,
        due_on=today + dt.timedelta(days=application.run.journey.settings["invoice_days"].value),
        replaces=replaces,
    )
    enqueue(draw_invoice, invoice.pk, key=f"invoice:{invoice.pk}", now=now)
    change(invoice, "send", now=now)
    tell_of_invoice(invoice, now=now)
    return invoice
