"""Evidence: files that belong to a run, and what is known of each."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.files import KINDS, Kind
from workflow.journey import MAX_NAME
from workflow.models import Run


class StoredFile(models.Model):
    """Content that is kept, once for each hash. ``small`` is the hash of a small picture of it, where it is one.

    state: "clean" (scanned, or drawn anew by us), "waiting" for the scanner, "not_scanned" where there is none, or
    "infected": then the bytes are gone. ``found`` is what the scanner called it. forgotten_at: when the bytes went.
    """

    CLEAN, WAITING, NOT_SCANNED, INFECTED = "clean", "waiting", "not_scanned", "infected"
    STATES = (
        (CLEAN, "Clean"),
        (WAITING, "Being checked"),
        (NOT_SCANNED, "Not scanned here"),
        (INFECTED, "Infected"),
    )

    sha256 = models.CharField(max_length=64, unique=True)
    kind_code = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    small = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=STATES)
    found = models.CharField(max_length=200, blank=True)
    kept_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="file_state_is_known",
                condition=Q(state__in=["clean", "waiting", "not_scanned", "infected"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind.label} {self.sha256[:12]}"

    @property
    def kind(self) -> Kind:
        return KINDS[self.kind_code]


class Evidence(models.Model):
    """A file of a run. ``about``: the question or goal that it belongs to; empty: not placed yet.

    children: whether children show in a picture. A picture that shows them may be used beyond those who read the
    journey only for ``consent_use`` and until ``consent_until``; unanswered counts as readers only.
    taken_down_at: since when nobody sees it. The row, with the hash, stays.
    """

    UNANSWERED, NO_CHILDREN, CHILDREN = "", "none", "shown"
    CHILDREN_CHOICES = (
        (NO_CHILDREN, "No children can be recognised"),
        (CHILDREN, "Yes, children can be recognised"),
        (UNANSWERED, "I do not know yet"),
    )
    READERS, OFFICE, PUBLIC = "", "office", "public"
    USES = (
        (READERS, "Only those who read this journey"),
        (OFFICE, "Also in reports of the office"),
        (PUBLIC, "Also on public pages"),
    )

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="evidence")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="evidence")
    about = models.CharField(max_length=MAX_NAME, blank=True)
    title = models.CharField(max_length=200)
    alt = models.CharField(max_length=500, blank=True)
    children = models.CharField(max_length=5, choices=CHILDREN_CHOICES, blank=True)
    consent_use = models.CharField(max_length=6, choices=USES, blank=True)
    consent_until = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    added_by_name = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    taken_down_because = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="evidence_taken_down_says_why",
                condition=Q(taken_down_at=None, taken_down_because="")
                | (Q(taken_down_at__isnull=False) & ~Q(taken_down_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} in run {self.run_id}"

    @property
    def adder(self) -> str:
        return str(self.added_by) if self.added_by else self.added_by_name

    @property
    def file_name(self) -> str:
        """What it is called when it is downloaded: its title with the true ending."""
        return f"{self.title[:100]}.{self.file.kind.ending}"
