"""The wordings that forms had."""

from __future__ import annotations

import pgtrigger
from django.db import models

from workflow.journey import MAX_NAME


class FormVersion(models.Model):
    """A form as it was worded when a document was begun in it: kept for good, so that the document keeps its wording.

    ``declared`` is what ``documents.vocabulary.plain_form`` says of it, ``version`` the hash of that.
    """

    code = models.CharField(max_length=MAX_NAME)
    version = models.CharField(max_length=64)
    declared = models.JSONField()
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_wording_of_a_version")]
        triggers = [
            pgtrigger.Protect(
                name="form_version_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version[:8]}"
