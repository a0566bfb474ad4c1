"""Sections that were given out."""

from __future__ import annotations

from django.db.models import Count

from documents.models import Document, Handout


def handouts_of(document: Document | None) -> list[Handout]:
    """Everything given out of a document, newest first, each with ``opened_in``: in how many browsers. One query."""
    if document is None:
        return []
    rows = document.handouts.select_related("made_by").annotate(opened_in=Count("openings"))
    return list(rows.order_by("-made_at", "-pk"))


def handout_of(document: Document | None, pk: int) -> Handout | None:
    return document.handouts.filter(pk=pk).first() if document else None


def handout_with(pk: int) -> Handout | None:
    return Handout.objects.select_related("document__run", "made_by").filter(pk=pk).first()


def handout_opened(pk: int, opening: int) -> Handout | None:
    """What was given out, if one of its openings is the one of this browser."""
    rows = Handout.objects.select_related("document__run", "made_by")
    return rows.filter(pk=pk, openings=opening).first()
