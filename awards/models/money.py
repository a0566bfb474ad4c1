"""The registration fee: its invoice and what was paid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from awards.models.applications import Application
from awards.models.people import Person
from workflow.state import StateField, step


class Invoice(models.Model):
    """What is owed for a school. Amounts in pounds, exact to the penny. Overdue is derived from ``due_on``, never stored.

    ``amount`` is what is to be paid, VAT included; ``vat`` is what of it is VAT at ``vat_rate`` per cent. Who is
    billed is written down as it was on the day: a debt stays with its debtor until somebody moves it. An invoice is
    never changed: where something on it must change, it is credited and another one ``replaces`` it.
    """

    RAISED, SENT, PART_PAID, PAID = "raised", "sent", "part_paid", "paid"
    CREDITED, WRITTEN_OFF, CANCELLED = "credited", "written_off", "cancelled"
    OWING = (RAISED, SENT, PART_PAID)
    NOTHING_OWED = (PAID, CREDITED, WRITTEN_OFF, CANCELLED)

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=20, unique=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(0))
    vat = models.DecimalField(max_digits=9, decimal_places=2, default=Decimal(0))
    order_number = models.CharField(max_length=60, blank=True)
    billed_to = models.CharField(max_length=250, blank=True)
    billed_address = models.TextField(blank=True)
    billed_email = models.EmailField(max_length=254, blank=True)
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    raised_on = models.DateField()
    due_on = models.DateField()
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    written_off_because = models.CharField(max_length=300, blank=True)
    state = StateField(default=RAISED)

    class Meta:
        constraints = [
            models.CheckConstraint(name="invoice_is_for_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="vat_is_part_of_the_amount", condition=Q(vat__gte=0) & Q(vat__lte=F("amount"))
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=["raised", "sent", "part_paid", "written_off"]),
                name="one_unsettled_invoice_an_application",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_overdue(self, today: dt.date) -> bool:
        return self.state in (self.SENT, self.PART_PAID) and self.due_on < today

    @step(field=state, source=RAISED, target=SENT)
    def send(self) -> None:
        """The school has it."""

    @step(field=state, source=[RAISED, SENT, PART_PAID, WRITTEN_OFF], target=PART_PAID)
    def pay_part(self) -> None:
        """Some of it came. What was written off is asked for again."""

    @step(field=state, source=[RAISED, SENT, PART_PAID, WRITTEN_OFF], target=PAID)
    def pay_whole(self) -> None:
        """All of it came, or what was still owed was credited."""

    @step(field=state, source=[RAISED, SENT], target=CREDITED)
    def credit_whole(self) -> None:
        """All of it was credited: nothing was paid, nothing is owed."""

    @step(field=state, source=[RAISED, SENT, PART_PAID], target=WRITTEN_OFF)
    def write_off(self, *, because: str) -> None:
        """The office no longer asks for it. It was not paid."""
        self.written_off_because = because

    @step(field=state, source=[RAISED, SENT], target=CANCELLED)
    def cancel(self) -> None:
        """Nothing is owed by it any more."""


class CreditNote(models.Model):
    """Takes back some or all of an invoice. Numbered without gaps, like invoices."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    number = models.CharField(max_length=20, unique=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    vat = models.DecimalField(max_digits=9, decimal_places=2, default=Decimal(0))
    why = models.CharField(max_length=300)
    raised_on = models.DateField()
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="credit_is_of_something", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return self.number


class Payment(models.Model):
    """Money that came in for an invoice. ``statement_line`` is set when it came by a bank statement, once only."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    paid_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    statement_line = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(name="payment_is_of_something", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return f"{self.amount} for {self.invoice}"
