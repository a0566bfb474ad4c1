"""What the award body did for a school, and which of it can be recorded next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from awards.effects import award_body_decides
from awards.models import Application, AwardBodyAct
from awards.rubrics.artsmark_2018 import RUBRIC
from awards.services.award_body import kinds_of, moves_of_kind
from workflow.models import Run
from workflow.presenters import Move, day

_TELLING = (AwardBodyAct.CERTIFICATE, AwardBodyAct.AWARDED, AwardBodyAct.NO_LEVEL)  # the papers shown first


@dataclass(frozen=True)
class ActLine:
    """One act: what it was, when, and its letter."""

    title: str
    on: str
    reference: str
    href: str
    letter: str


def award_body_parts(run: Run, application: Application, *, inside: bool) -> dict[str, Any]:
    """What a run's page shows of the award body; nothing where the office does everything itself."""
    if not kinds_of(run.journey):
        return {"award_body": None}
    acts = list(application.award_body_acts.order_by("-happened_on", "-pk"))
    return {
        "award_body": {
            "acts": [_line(run, act) for act in acts],
            "papers": [_line(run, act) for act in acts if act.letter and act.kind in _TELLING],
            "decides": award_body_decides(run),
            "record_href": reverse("awards:award_body", args=[run.public_id]) if inside else "",
        }
    }


def with_kinds(run: Run, moves: Sequence[Move]) -> list[Move]:
    """The moves, each of those that record an act of the award body leading to the page with its kind chosen."""
    kinds = _kinds_by_label(run)
    return [
        replace(move, href=f"{move.href}?act={kinds[move.label]}") if move.label in kinds else move
        for move in moves
    ]


def _kinds_by_label(run: Run) -> Mapping[str, str]:
    return {
        move.label: kind
        for kind in kinds_of(run.journey)
        for move in moves_of_kind(run.journey, kind)
        if move.page == "awards:award_body"
    }


def _line(run: Run, act: AwardBodyAct) -> ActLine:
    level = f": {RUBRIC.level(act.level_code).label}" if act.level_code else ""
    return ActLine(
        title=f"{act.get_kind_display()}{level}",
        on=day(act.happened_on),
        reference=act.reference,
        href=reverse("awards:award_body_letter", args=[run.public_id, act.pk]) if act.letter else "",
        letter=act.letter_name,
    )
