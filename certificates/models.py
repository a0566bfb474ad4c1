"""What the office has certified."""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from certificates.words import Words
from workflow.models import Run
from workflow.state import StateField, step


class Certificate(models.Model):
    """One certificate: its number, its words and, once a worker has drawn it, its PDF.

    number: see ``certificates.numbering``. year, serial: its place among those of the year of issue, without gaps.
    template: the design, "certificate". queued_by: None is Waymark itself. words: see ``certificates.words``. sha256 and size (bytes) belong to the stored
    PDF, which lies under its own hash (``certificates.files``) and is never drawn again. ``replaces`` is the
    certificate whose place it took. ``ended_at`` and ``ended_because``: when and why it was replaced or withdrawn.
    Whether it has lapsed is derived from the last day in its words, never stored.
    """

    QUEUED, ISSUED, SUPERSEDED, WITHDRAWN = "queued", "issued", "superseded", "withdrawn"
    CURRENT = (QUEUED, ISSUED)

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=20, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    template = models.CharField(max_length=40)
    words = models.JSONField()
    state = StateField(default=QUEUED)
    queued_at = models.DateTimeField()
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True)
    issued_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run"],
                condition=Q(state__in=["queued", "issued"]),
                name="one_current_certificate_a_run",
            ),
            models.UniqueConstraint(
                fields=["year", "serial"], name="one_certificate_for_each_place_in_a_year"
            ),
            models.CheckConstraint(
                name="certificate_file_is_whole_or_absent",
                condition=Q(sha256="", size=None, issued_at=None)
                | Q(sha256__regex=r"^[0-9a-f]{64}$", size__gt=0, issued_at__isnull=False),
            ),
            models.CheckConstraint(
                name="certificate_has_its_file_once_issued",
                condition=Q(state__in=["queued", "superseded", "withdrawn"]) | ~Q(sha256=""),
            ),
            models.CheckConstraint(
                name="certificate_queued_has_no_file", condition=~Q(state="queued") | Q(sha256="")
            ),
            models.CheckConstraint(
                name="certificate_ended_has_its_time",
                condition=Q(state__in=["queued", "issued"], ended_at=None)
                | Q(state__in=["superseded", "withdrawn"], ended_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="certificate_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="certificate_words_stand",
                fields=[
                    "run",
                    "number",
                    "year",
                    "serial",
                    "template",
                    "words",
                    "queued_at",
                    "queued_by",
                    "replaces",
                ],
            ),
            pgtrigger.Protect(
                name="certificate_file_stands",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__sha256="")
                & pgtrigger.Q(old__sha256__df=pgtrigger.F("new__sha256")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def says(self) -> Words:
        return Words.from_json(self.words)

    def has_lapsed(self, today: dt.date) -> bool:
        valid_to = self.says.valid_to
        return valid_to is not None and valid_to < today

    @step(field=state, source=QUEUED, target=ISSUED)
    def note_stored(self, *, sha256: str, size: int, at: dt.datetime) -> None:
        """Its PDF is stored: from now on it can be read."""
        self.sha256, self.size, self.issued_at = sha256, size, at

    @step(field=state, source=CURRENT, target=SUPERSEDED)
    def supersede(self, *, at: dt.datetime, because: str) -> None:
        """Another took its place. It stays checkable, as one that was replaced."""
        self.ended_at, self.ended_because = at, because

    @step(field=state, source=CURRENT, target=WITHDRAWN)
    def withdraw(self, *, at: dt.datetime, because: str) -> None:
        """It no longer stands. It stays checkable, as one that was withdrawn."""
        self.ended_at, self.ended_because = at, because
