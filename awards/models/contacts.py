"""Who comes and goes on an application: invitations, and the hand-over of its lead."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from awards.models.applications import Application, Contact
from awards.models.people import Person
from workflow.state import StateField, step


class Invitation(models.Model):
    """Somebody is asked to work on an application. Accepted by a personal link, on POST; it runs out by itself."""

    OPEN, ACCEPTED, DECLINED, WITHDRAWN = "open", "accepted", "declined", "withdrawn"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20, choices=Contact.ROLES)
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    state = StateField(default=OPEN)
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "role", "email"],
                condition=Q(state="open"),
                name="one_open_invitation_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} as {self.get_role_display().lower()} of {self.application}"

    @step(field=state, source=OPEN, target=ACCEPTED)
    def accept(self, *, accepted_by: Person) -> None:
        self.accepted_by = accepted_by

    @step(field=state, source=OPEN, target=DECLINED)
    def decline(self) -> None:
        """The person does not want to, or is the wrong one."""

    @step(field=state, source=OPEN, target=WITHDRAWN)
    def withdraw(self) -> None:
        """It was a mistake, or is no longer wanted."""


class HandOver(models.Model):
    """A school's lead passes to somebody else.

    Confirmed by both, by the head alone, or by an officer who rang the number that the register gives (recorded).
    """

    OPEN, DONE, WITHDRAWN = "open", "done", "withdrawn"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="hand_overs")
    leaver = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    why = models.TextField(blank=True)
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    leaver_agreed_at = models.DateTimeField(null=True)
    successor_agreed_at = models.DateTimeField(null=True)
    head_email = models.EmailField(max_length=254, blank=True)
    head_agreed_at = models.DateTimeField(null=True)
    rang_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    rang_at = models.DateTimeField(null=True)
    rang_number = models.CharField(max_length=40, blank=True)
    state = StateField(default=OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="open"), name="one_open_hand_over_an_application"
            ),
            models.CheckConstraint(
                name="call_is_recorded_whole",
                condition=Q(rang_by=None, rang_at=None, rang_number="")
                | (Q(rang_by__isnull=False, rang_at__isnull=False) & ~Q(rang_number="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} to {self.name}"

    @step(field=state, source=OPEN, target=DONE)
    def complete(self) -> None:
        """The new lead has taken over."""

    @step(field=state, source=OPEN, target=WITHDRAWN)
    def withdraw(self) -> None:
        """It does not come to it."""
