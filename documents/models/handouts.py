"""Sections of a document in the hands of people without an account."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.models.documents import Document
from workflow.state import StateField, step


class Handout(models.Model):
    """Some sections of a document, given to somebody by a personal link until a time.

    ``sections`` are names of sections of the form. ``key`` is of the page that it was made on: the page sent twice makes
    one. That it ran out is derived from ``expires_at``. Who took it back is in its state change.
    """

    GIVEN, TAKEN_BACK = "given", "taken_back"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="handouts", db_index=False)
    sections = models.JSONField()
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    note = models.CharField(max_length=1000, blank=True)
    key = models.UUIDField()
    state = StateField(default=GIVEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    last_saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "made_by", "key"], name="one_handout_of_a_page"),
            models.CheckConstraint(
                name="handout_taken_back_has_its_time",
                condition=Q(state="given", ended_at=None) | Q(state="taken_back", ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="handout_ends_after_it_begins", condition=Q(expires_at__gt=models.F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"Sections of document {self.document_id} with {self.name}"

    @step(field=state, source=GIVEN, target=TAKEN_BACK)
    def take_back(self, *, ended_at: dt.datetime) -> None:
        """The link no longer works."""
        self.ended_at = ended_at


class HandoutOpening(models.Model):
    """Somebody with the link said in a browser that it is for them."""

    handout = models.ForeignKey(Handout, on_delete=models.PROTECT, related_name="openings")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Opening of {self.handout_id}"
