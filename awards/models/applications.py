"""A subject's way through a programme: what everything of the business joins to a run."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from awards.models.people import Person
from awards.models.subjects import Subject
from workflow.models import Run


class Application(models.Model):
    """One run is about one subject.

    ``pupils`` is the number on roll on which the fee was set; empty until the school or the register tells.
    The payer is who is billed where that is not the school itself; ``order_number`` is the payer's own.
    ``listed`` is what the office's own list last said of a journey that was brought in, by column; empty for others.
    """

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="application")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="applications")
    pupils = models.PositiveIntegerField(null=True, blank=True)
    order_number = models.CharField(max_length=60, blank=True)
    payer_name = models.CharField(max_length=250, blank=True)
    payer_address = models.TextField(blank=True)
    payer_email = models.EmailField(max_length=254, blank=True)
    listed: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.subject} ({self.run.journey_code})"


class Contact(models.Model):
    """Who works on one application, and as what. Past contacts are kept."""

    LEAD, SECOND, EDITOR, FINANCE = "lead", "second", "editor", "finance"
    ROLES: ClassVar[list[tuple[str, str]]] = [
        (LEAD, "Lead"),
        (SECOND, "Second contact"),
        (EDITOR, "Editor"),
        (FINANCE, "Finance contact"),
    ]

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(max_length=20, choices=ROLES)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "person", "role"],
                condition=Q(until=None),
                name="one_open_contact_of_a_kind",
            ),
            models.CheckConstraint(
                name="contact_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} of {self.application}"
