"""Journeys as lines and cards of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from awards.parties import PARTIES
from workflow.models import Run
from workflow.presenters import day, here_since, short_day, waiting_since

_PARTY_LABELS = {party.code: party.label for party in PARTIES}


@dataclass(frozen=True)
class Row:
    """A line of the office's list."""

    label: str
    href: str
    programme: str
    step: str
    who: str
    who_text: str
    since: str
    days: int | None  # None: since when is not known
    due: str
    is_overdue: bool


def whose_move(code: str) -> str:
    return _PARTY_LABELS.get(code, code)


def row_of(run: Run, *, now: dt.datetime) -> Row:
    today = timezone.localdate(now)
    return Row(
        label=run.label,
        href=reverse("awards:run", args=[run.public_id]),
        programme=run.journey.title,
        step=run.declared_state.label,
        who=run.waits_for,
        who_text=whose_move(run.waits_for),
        since=here_since(run),
        days=(today - timezone.localdate(run.entered_at)).days if run.entered_is_known else None,
        due=short_day(run.due_on),
        is_overdue=bool(run.due_on and run.due_on < today),
    )


def counts_of(counts: Mapping[str, int]) -> list[dict[str, str]]:
    """How many open journeys wait for whom, each with its list, the most first."""
    board = reverse("awards:board")
    return [
        {"text": f"{whose_move(code)} {number}", "href": f"{board}?move={code}"}
        for code, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def card_of(run: Run, *, now: dt.datetime) -> dict[str, Any]:
    """A school's own journey on its first page."""
    state = run.declared_state
    is_theirs = state.waits_for is run.journey.initial.waits_for
    return {
        "title": f"{run.journey.title}: {run.label}",
        "href": reverse("awards:run", args=[run.public_id]),
        "step": state.outside_label,
        "asks": state.asks if is_theirs else "",
        "since": waiting_since(run, now=now) if is_theirs else "",
        "on": day(run.finished_at),
        "by": day(run.due_on) if is_theirs else "",
        "is_over": run.finished_at is not None,
    }
