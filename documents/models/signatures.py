"""Signatures under documents, asked for and given."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.models.documents import Document
from documents.models.files import Evidence
from workflow.journey import MAX_NAME
from workflow.state import StateField, step


class Signature(models.Model):
    """A request to sign a document and what came of it. ``role`` is the code of the signatory's post.

    ``text_hash`` is the fingerprint of the text that was signed. ``on_paper`` is the picture of a signature on paper. A change of the text afterwards voids the signature.
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
    on_paper = models.ForeignKey(
        Evidence, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
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
