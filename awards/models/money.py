"""The registration fee: its invoice and what was paid."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from awards.models.applications import Application
from awards.models.people import Person
from workflow.state import StateField, step


class Invoice(models.Model):
    """What a school owes. Amounts in pounds, exact to the penny. Overdue is derived from ``due_on``, never stored."""

    RAISED, SENT, PART_PAID, PAID, CANCELLED = "raised", "sent", "part_paid", "paid", "cancelled"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=20, unique=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    raised_on = models.DateField()
    due_on = models.DateField()
    state = StateField(default=RAISED)

    class Meta:
        constraints = [
            models.CheckConstraint(name="invoice_is_for_something", condition=Q(amount__gt=0)),
            models.UniqueConstraint(
                fields=["application"],
                condition=~Q(state="cancelled"),
                name="one_live_invoice_an_application",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_overdue(self, today: dt.date) -> bool:
        return self.state in (self.SENT, self.PART_PAID) and self.due_on < today

    @step(field=state, source=RAISED, target=SENT)
    def send(self) -> None:
        """The school has it."""

    @step(field=state, source=[RAISED, SENT, PART_PAID], target=PART_PAID)
    def pay_part(self) -> None:
        """Some of it came."""

    @step(field=state, source=[RAISED, SENT, PART_PAID], target=PAID)
    def pay_whole(self) -> None:
        """All of it came."""

    @step(field=state, source=[RAISED, SENT], target=CANCELLED)
    def cancel(self) -> None:
        """Nothing is owed by it any more."""


class Payment(models.Model):
    """Money that came in for an invoice."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    paid_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="payment_is_of_something", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return f"{self.amount} for {self.invoice}"
