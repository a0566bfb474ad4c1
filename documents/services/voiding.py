"""Which signatures a change of the text voids.

Before a document is first handed in: all of them. After it was sent back the form says who signs again; the others'
signatures stay, under the text that they signed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max, Q, QuerySet

from documents.models import Document, Signature
from documents.vocabulary import Form
from workflow.state import change


def void_signatures(
    document: Document, form: type[Form], *, person: Any, now: dt.datetime
) -> list[Signature]:
    """Void what a change voids, and say which. The document is locked."""
    voided = list(standing_under(document, form).select_for_update().order_by("pk"))
    for signature in voided:
        change(signature, "void", now=now, actor=person, fields=["ended_at"], ended_at=now)
    mark_signed(document, is_signed=False)
    return voided


def standing_under(document: Document, form: type[Form]) -> QuerySet[Signature]:
    """The signatures that a change of the text would void."""
    signed = document.signatures.filter(state=Signature.SIGNED)
    if form.signs_again is None:
        return signed
    handed_in = document.submissions.aggregate(at=Max("submitted_at"))["at"]
    if handed_in is None:
        return signed
    return signed.filter(Q(role__in=form.signs_again) | Q(signed_at__gt=handed_in))


def mark_signed(document: Document, *, is_signed: bool) -> None:
    """Note on the document whether a change has a signature to void: saving asks only there."""
    if document.is_signed != is_signed:
        Document.objects.filter(pk=document.pk).update(is_signed=is_signed)
        document.is_signed = is_signed
