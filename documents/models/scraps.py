"""The scrapbook: what happened on the way, kept in a line or a picture on the day, for the last document."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.models.files import Evidence
from workflow.journey import MAX_NAME
from workflow.models import Run


class ScrapbookLink(models.Model):
    """A link by which colleagues without an account add to a run's scrapbook, until it is ended."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="scrapbook_links", db_index=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=Q(ended_at=None), name="one_open_scrapbook_link_of_a_run"
            ),
        ]

    def __str__(self) -> str:
        return f"Link to the scrapbook of run {self.run_id}"


class Scrap(models.Model):
    """One thing that happened. ``goal`` is the key of the goal that it belongs to; empty: to none, or to all.

    key: of the page that it was sent from; the page sent twice keeps one. evidence: its picture. how_many: people who took part.
    used_at: when it was put into an answer. removed_at: when it was taken out; then it is shown to nobody.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="scraps", db_index=False)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField()
    goal = models.CharField(max_length=MAX_NAME, blank=True)
    words = models.TextField(blank=True)
    how_many = models.PositiveIntegerField(null=True, blank=True)
    changed = models.TextField(blank=True)
    evidence = models.ForeignKey(
        Evidence, null=True, on_delete=models.PROTECT, related_name="scraps", db_index=False
    )
    happened_on = models.DateField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    added_by_name = models.CharField(max_length=200, blank=True)
    link = models.ForeignKey(
        ScrapbookLink, null=True, on_delete=models.PROTECT, related_name="scraps", db_index=False
    )
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "key"], name="one_scrap_of_a_page"),
            models.CheckConstraint(
                name="scrap_says_who_added_it",
                condition=Q(added_by__isnull=False, added_by_name="")
                | (Q(added_by=None) & ~Q(added_by_name="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Scrap of {self.happened_on} in run {self.run_id}"

    @property
    def adder(self) -> str:
        """The name of whoever added it."""
        return str(self.added_by) if self.added_by else self.added_by_name
