"""The registration fee: raised, sent, paid in parts or whole. Amounts in pounds, exact to the penny."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from awards.models import Application, Contact, Invoice, Payment, Person
from awards.wording import pounds
from workflow import messages
from workflow.journey import Journey
from workflow.numbers import next_number
from workflow.refusals import Refused
from workflow.state import change


class WrongPayment(Refused):
    """The money does not fit the invoice."""


def fee_for(journey: type[Journey], pupils: int) -> Decimal:
    """What a setting with that many pupils pays: the edition says how much, and where "small" ends."""
    settings = journey.settings
    is_small = pupils < settings["small_school_below"].value
    return Decimal(settings["fee_small_school" if is_small else "fee"].value)


@transaction.atomic
def invoice_fee(application: Application, *, now: dt.datetime) -> Invoice | None:
    """Raise and send the registration fee. Nothing is raised twice, while the pupil number is
    unknown, or once the journey has ended.
    """
    locked = Application.objects.select_for_update(of=("self",)).select_related("run").get(pk=application.pk)
    live = locked.invoices.exclude(state=Invoice.CANCELLED).first()
    journey = locked.run.journey
    if live or locked.pupils is None or locked.run.finished_at or "fee" not in journey.settings:
        return live
    today = timezone.localdate(now)
    invoice = Invoice.objects.create(
        application=locked,
        number=f"INV-{today.year}-{next_number(f'invoice-{today.year}'):04d}",
        amount=fee_for(journey, locked.pupils),
        raised_on=today,
        due_on=today + dt.timedelta(days=journey.settings["invoice_days"].value),
    )
    _send(invoice, locked, now=now)
    return invoice


def _send(invoice: Invoice, application: Application, *, now: dt.datetime) -> None:
    """Mail the invoice to the lead."""
    change(invoice, "send", now=now)
    leads = application.contacts.filter(role=Contact.LEAD, until=None, person__is_active=True)
    for contact in leads.select_related("person").order_by("pk"):
        messages.post(
            "awards/mails/invoice.txt",
            to=contact.person.email,
            key=f"invoice:{invoice.pk}:{contact.pk}",
            context={
                "name": contact.person.name,
                "run": application.run,
                "number": invoice.number,
                "amount": pounds(invoice.amount),
                "due_on": invoice.due_on,
                "office_email": settings.OFFICE_EMAIL,
                "office_telephone": settings.OFFICE_TELEPHONE,
            },
            now=now,
            run=application.run,
        )


@transaction.atomic
def set_pupils(application: Application, *, pupils: int, now: dt.datetime) -> Invoice | None:
    """Write down the number on roll that the school gives, and raise the fee that follows from it."""
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if locked.pupils is None:
        locked.pupils = pupils
        locked.save(update_fields=["pupils"])
    return invoice_fee(locked, now=now)


@transaction.atomic
def record_payment(
    invoice: Invoice, *, amount: Decimal, paid_on: dt.date, reference: str, by: Person, now: dt.datetime
) -> Payment:
    """Write down money that came in. Raises WrongPayment for more than is owed, and for a day to come."""
    locked = Invoice.objects.select_for_update().get(pk=invoice.pk)
    owed = owed_on(locked)
    if amount <= 0:
        raise WrongPayment("Give the amount that came in: more than nothing.")
    if locked.state in (Invoice.PAID, Invoice.CANCELLED):
        raise WrongPayment(f"{locked.number} is already {locked.state}: no more can be paid on it.")
    if amount > owed:
        raise WrongPayment(f"Only {pounds(owed)} is owed on {locked.number}. Look at the amount again.")
    if paid_on > timezone.localdate(now):
        raise WrongPayment("The day it was paid lies in the future. Give a day up to today.")
    payment = Payment.objects.create(
        invoice=locked, amount=amount, paid_on=paid_on, reference=reference, recorded_by=by, recorded_at=now
    )
    change(locked, "pay_whole" if amount == owed else "pay_part", now=now, actor=by)
    return payment


def owed_on(invoice: Invoice) -> Decimal:
    paid: Decimal | None = invoice.payments.aggregate(paid=Sum("amount"))["paid"]
    return invoice.amount - (paid or Decimal(0))
