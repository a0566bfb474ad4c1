"""Signatures asked for and given."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from documents.models import Document, Signature
from documents.vocabulary import Form, Signatory
from workflow.models import Run


def signatures_of(document: Document | None) -> list[Signature]:
    """Every signature asked for, the newest first."""
    return list(document.signatures.order_by("-asked_at", "-pk")) if document else []


def live_signatures_of(documents: Iterable[Document]) -> QuerySet[Signature]:
    """Those asked for or given that stand now."""
    return Signature.objects.filter(
        document__in=documents, state__in=[Signature.ASKED, Signature.SIGNED]
    ).order_by("pk")


def signatures_under_open_documents(runs: Iterable[Run]) -> QuerySet[Signature]:
    """Those asked for or given under documents of the runs that are not handed in."""
    return (
        Signature.objects.filter(
            document__run__in=list(runs),
            document__locked_at=None,
            state__in=[Signature.ASKED, Signature.SIGNED],
        )
        .select_related("document")
        .order_by("pk")
    )


def signature_with(pk: int) -> Signature | None:
    return Signature.objects.select_related("document__run").filter(pk=pk).first()


def signatories_of(run: Run, form: type[Form]) -> tuple[Signatory, ...]:
    """Who must sign the form for the run: their posts."""
    if form.signatories is None:
        return ()
    return form.signatories.load([run]).get(run.pk, form.signatories.absent)
