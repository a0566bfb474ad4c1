"""What people write: documents with their answers, the signatures under them, and the copies handed in."""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow.journey import MAX_NAME
from workflow.models import Run, TransitionRecord
from workflow.state import StateField, step


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

    ``value`` is text, True for a ticked declaration, or a dict of those for a group.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="answers", db_index=False)
    question = models.CharField(max_length=MAX_NAME)
    value = models.JSONField()
    version = models.PositiveIntegerField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "question"], name="one_answer_to_a_question"),
            models.CheckConstraint(name="answer_versions_count_from_one", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.question} in document {self.document_id}"


class Signature(models.Model):
    """A request to sign a document and what came of it. ``role`` is the code of the signatory's post.

    ``text_hash`` is the fingerprint of the text that was signed. A change of the text afterwards voids the signature.
    """

    ASKED, SIGNED, VOIDED, WITHDRAWN = "asked", "signed", "voided", "withdrawn"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=MAX_NAME)
    role_label = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    state = StateField(default=ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "role"],
                condition=Q(state__in=["asked", "signed"]),
                name="one_live_signature_of_a_role",
            ),
            models.CheckConstraint(
                name="signature_has_its_text_and_time",
                condition=Q(signed_at=None, text_hash="") | (Q(signed_at__isnull=False) & ~Q(text_hash="")),
            ),
            models.CheckConstraint(
                name="signed_has_its_time",
                condition=~Q(state="signed") | Q(signed_at__isnull=False, ended_at=None),
            ),
            models.CheckConstraint(
                name="signature_over_has_its_time",
                condition=Q(state__in=["asked", "signed"], ended_at=None)
                | Q(state__in=["voided", "withdrawn"], ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_label} of document {self.document_id}"

    @step(field=state, source=ASKED, target=SIGNED)
    def sign(self, *, name: str, text_hash: str, signed_at: dt.datetime) -> None:
        self.name, self.text_hash, self.signed_at = name, text_hash, signed_at

    @step(field=state, source=SIGNED, target=VOIDED)
    def void(self, *, ended_at: dt.datetime) -> None:
        self.ended_at = ended_at

    @step(field=state, source=ASKED, target=WITHDRAWN)
    def withdraw(self, *, ended_at: dt.datetime) -> None:
        self.ended_at = ended_at


class Submission(models.Model):
    """A document as it was handed in: frozen, never changed. ``number`` counts the hand-ins of the document.

    ``content`` holds everything that a reader needs: title, wording, answers and signatures. ``sha256`` is its
    fingerprint. ``record`` is the move that handed it in.
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
