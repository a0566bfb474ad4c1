"""Files of a run."""

from __future__ import annotations

import datetime as dt
import uuid

from documents.models import Evidence, StoredFile
from workflow.models import Run


def evidence_of(run: Run, about: str | None = None) -> list[Evidence]:
    """The files of a run, or of one question or goal in it, the newest first; those that were taken down too."""
    found = (
        Evidence.objects.filter(run=run) if about is None else Evidence.objects.filter(run=run, about=about)
    )
    return list(found.select_related("file", "added_by").order_by("-added_at", "-pk"))


def evidence_to_choose(run: Run) -> list[Evidence]:
    """Files of a run that can go with a document, in the order in which they were added."""
    there = Evidence.objects.filter(run=run, taken_down_at=None).exclude(file__state=StoredFile.INFECTED)
    return list(there.order_by("added_at", "pk"))


def evidence_with(public_id: uuid.UUID) -> Evidence | None:
    return Evidence.objects.select_related("file", "run").filter(public_id=public_id).first()


def usable_beyond_readers(evidence: Evidence, *, use: str, on: dt.date) -> bool:
    """Whether a file may be used for more than reading the journey, on a day (design 16: unanswered means readers only)."""
    if evidence.taken_down_at is not None or not evidence.file.kind.is_picture:
        return False
    if evidence.children == Evidence.NO_CHILDREN:
        return True
    if evidence.children != Evidence.CHILDREN or evidence.consent_until is None:
        return False
    uses = {Evidence.OFFICE: {Evidence.OFFICE, Evidence.PUBLIC}, Evidence.PUBLIC: {Evidence.PUBLIC}}
    return on <= evidence.consent_until and evidence.consent_use in uses.get(use, set())
