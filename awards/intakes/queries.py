"""Reads of what was handed in."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from awards.intakes.registry import IntakeKind, kind_of
from awards.models import Intake

_LISTED = 20


def kind_or_404(code: str) -> IntakeKind:
    try:
        return kind_of(code)
    except KeyError:
        raise Http404 from None


def intake_or_404(code: str, pk: int) -> Intake:
    return get_object_or_404(Intake.objects.select_related("uploaded_by", "confirmed_by"), pk=pk, kind=code)


def intakes_of(code: str) -> list[Intake]:
    """The last ones of a kind, newest first, without their lines."""
    found = Intake.objects.filter(kind=code).defer("rows", "choices").select_related("uploaded_by")
    return list(found.order_by("-uploaded_at", "-pk")[:_LISTED])


def taken_in_before(intake: Intake) -> Intake | None:
    """The last time that the very same file was taken in."""
    same = Intake.objects.filter(kind=intake.kind, sha256=intake.sha256, state=Intake.DONE)
    return same.exclude(pk=intake.pk).defer("rows", "choices").order_by("-uploaded_at").first()
