"""The history of rows that have a small state of their own."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from workflow.journey import MAX_NAME


class StateChange(models.Model):
    """One change of a small state (a certificate, an invoice, a message). Never changed."""

    kind = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    step = models.CharField(max_length=MAX_NAME)
    source = models.CharField(max_length=MAX_NAME)
    target = models.CharField(max_length=MAX_NAME)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "row_id"], name="change_by_row")]
        triggers = [
            pgtrigger.Protect(name="change_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id} {self.step}"
