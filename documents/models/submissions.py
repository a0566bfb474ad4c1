"""The copies that were handed in."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from documents.models.documents import Document
from workflow.models import TransitionRecord


class Submission(models.Model):
    """A document as it was handed in: frozen, never changed. ``number`` counts the hand-ins of the document.

    ``content`` holds everything that a reader needs: title, wording, answers and signatures. ``sha256`` is its
    fingerprint. ``record`` is the move that handed it in. ``due_on`` is the day by which it was wanted, if there was one.
    """

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="submissions", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    form_version = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    submitted_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    record = models.ForeignKey(TransitionRecord, on_delete=models.PROTECT, related_name="submissions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_submission_of_a_number"),
            models.UniqueConstraint(
                fields=["document", "record"], name="one_submission_of_a_document_in_a_move"
            ),
            models.CheckConstraint(name="submission_numbers_count_from_one", condition=Q(number__gte=1)),
        ]
        triggers = [
            pgtrigger.Protect(
                name="submission_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"Submission {self.number} of document {self.document_id}"

    @property
    def days_late(self) -> int:
        """How many days after its day it was handed in; nought when it was in time or had none."""
        if self.due_on is None:
            return 0
        return max(0, (timezone.localdate(self.submitted_at) - self.due_on).days)


class SubmissionPaper(models.Model):
    """The PDF of a submission: drawn once by a worker, kept by its hash, and never drawn again."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="paper")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Paper of {self.submission_id}"
