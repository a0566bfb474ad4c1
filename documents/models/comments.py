"""What the school and the office say to each other about a draft, question by question."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.models.documents import Document
from workflow.journey import MAX_NAME


class Comment(models.Model):
    """A remark on one question of a document. It is never part of what is handed in.

    Those of a question make one thread, which is open while its newest is not resolved. ``author_side``: for whom its
    author spoke. ``key`` is of the page that it was typed on: the page sent twice makes one comment. ``told_at``: when
    the other side was written to about it. Taken back by its author, its words are gone and its line stays.
    """

    SCHOOL, OFFICE = "school", "office"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="comments", db_index=False)
    question = models.CharField(max_length=MAX_NAME)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_side = models.CharField(max_length=6, choices=[(SCHOOL, "School"), (OFFICE, "Office")])
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    key = models.UUIDField()
    told_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "author", "key"], name="one_comment_of_a_page"),
            models.CheckConstraint(
                name="comment_has_words_until_taken_back",
                condition=Q(taken_back_at=None) & ~Q(text="") | Q(taken_back_at__isnull=False, text=""),
            ),
            models.CheckConstraint(
                name="comment_resolved_by_somebody",
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="comment_is_of_a_side", condition=Q(author_side__in=["school", "office"])
            ),
        ]
        indexes = [
            models.Index(
                fields=["document", "author_side"],
                name="comment_to_tell",
                condition=Q(told_at=None, taken_back_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Comment on {self.question} in document {self.document_id}"
