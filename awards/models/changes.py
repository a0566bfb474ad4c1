"""What the register says of a school over time, and what a person has to look into because of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from awards.models.people import Person
from awards.models.subjects import RegisterEntry, Subject
from workflow.models import Run


class RegisterLink(models.Model):
    """One row of the register's links file: which establishment came before or after which.

    The other end may be outside the files that were imported, so it is a number and not a key.
    """

    urn = models.PositiveIntegerField()
    link_urn = models.PositiveIntegerField()
    link_name = models.CharField(max_length=250)
    kind = models.CharField(max_length=60)
    established_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["urn", "link_urn", "kind"], name="one_link_of_a_kind"),
        ]
        indexes = [models.Index(fields=["link_urn"], name="link_by_other_end")]

    def __str__(self) -> str:
        return f"{self.urn} {self.kind} {self.link_urn}"


class Item(models.Model):
    """Something at a school that a person at the office decides about. Never shown outside the office.

    ``was`` and ``now`` are what changed, as text. ``outcome`` is what the person did.
    """

    CLOSING, CLOSED, SUCCESSOR, GONE = "closing", "closed", "successor", "gone"
    RENAMED, NEW_TRUST, NEW_TYPE, NEW_HEAD, WHO_LEADS = (
        "renamed",
        "new_trust",
        "new_type",
        "new_head",
        "who_leads",
    )
    KINDS: ClassVar[list[tuple[str, str]]] = [
        (CLOSING, "Is to close"),
        (CLOSED, "Has closed"),
        (SUCCESSOR, "Has a successor"),
        (GONE, "Is no longer in the register"),
        (RENAMED, "Has a new name"),
        (NEW_TRUST, "Has a new trust"),
        (NEW_TYPE, "Is now of another type"),
        (NEW_HEAD, "Has a new head"),
        (WHO_LEADS, "Who leads here?"),
    ]

    kind = models.CharField(max_length=20, choices=KINDS)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="items")
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(
        RegisterEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    was = models.CharField(max_length=300, blank=True)
    now = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "run"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="one_open_item_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at", "id"], name="item_open", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_kind_display().lower()}"
