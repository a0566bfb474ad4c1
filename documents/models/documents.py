"""Documents and their answers, as they are being written."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow.journey import MAX_NAME
from workflow.models import Run


class Document(models.Model):
    """One paper of one run. ``form_version`` is the wording it was begun on.

    ``locked_at``: since when it cannot be written in, because it was handed in; empty while it is open.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="documents")
    form_code = models.CharField(max_length=MAX_NAME)
    form_version = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "form_code"], name="one_document_of_a_form_in_a_run"),
        ]

    def __str__(self) -> str:
        return f"{self.form_code} of run {self.run_id}"


class Answer(models.Model):
    """What is written for one question now. ``version`` counts its changes: a page that saves sends back what it saw.

    ``value`` is text, True for a ticked declaration, or a dict of those for a group. ``saved_by_name``: who saved it
    without an account, by a link.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="answers", db_index=False)
    question = models.CharField(max_length=MAX_NAME)
    value = models.JSONField()
    version = models.PositiveIntegerField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    saved_by_name = models.CharField(max_length=200, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "question"], name="one_answer_to_a_question"),
            models.CheckConstraint(name="answer_versions_count_from_one", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.question} in document {self.document_id}"
