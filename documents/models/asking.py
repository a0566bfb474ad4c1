"""What the office asks a school to look at again, question by question."""

from __future__ import annotations

from django.db import models

from documents.models.documents import Document
from workflow.journey import MAX_NAME
from workflow.models import TransitionRecord


class AskedAbout(models.Model):
    """A question of a document that the office sent back, and why. ``record`` is the move that sent it back."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="asked_about", db_index=False
    )
    question = models.CharField(max_length=MAX_NAME)
    reason = models.TextField()
    record = models.ForeignKey(TransitionRecord, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "record", "question"], name="one_reason_for_a_question_sent_back"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} in document {self.document_id}"
