"""Letters that an officer writes by hand, and that wait a while before they go."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from awards.models.people import Person
from workflow.models import Run
from workflow.state import StateField, step


class HeadLetter(models.Model):
    """An officer writes to the head. It waits until ``goes_on``, so that the lead, who is told at once, can act first.

    ``due_on`` is what was due when it was written. ``why`` says why it did not go.
    """

    WAITING, SENT, CALLED_OFF = "waiting", "sent", "called_off"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="head_letters")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150, blank=True)
    words = models.TextField()
    due_on = models.DateField(null=True)
    goes_on = models.DateField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    state = StateField(default=WAITING)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=Q(state="waiting"), name="one_waiting_head_letter_a_run"
            ),
        ]

    def __str__(self) -> str:
        return f"To the head of {self.run.label}"

    @step(field=state, source=WAITING, target=SENT)
    def send(self) -> None:
        """The lead was silent: it goes."""

    @step(field=state, source=WAITING, target=CALLED_OFF)
    def call_off(self) -> None:
        """Something happened, or the officer thought better of it."""
