"""Journeys as lines and cards of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from awards.models import Person
from awards.parties import PARTIES
from awards.presenters.tracking import activity_of, reasons_of
from workflow.models import Run, SavedView, StepPace
from workflow.presenters import day, here_since, short_day, waiting_since
from workflow.registry import all_journeys

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
    who_mark: str  # the component, drawn
    since: str
    days: int | None  # None: since when is not known
    due: str
    is_overdue: bool
    officer: str
    is_paused: bool
    reasons: list[str]


def whose_move(code: str) -> str:
    return _PARTY_LABELS.get(code, code)


@lru_cache
def _mark(code: str) -> str:
    """Drawn once for all rows that show it."""
    return render_to_string("components/whose_move.html", {"who": code, "text": whose_move(code)})


def row_of(run: Run, *, now: dt.datetime, paces: Mapping[tuple[str, str, str], StepPace]) -> Row:
    """A line of the list. ``run`` comes with its officer and activity."""
    today = timezone.localdate(now)
    return Row(
        label=run.label,
        href=reverse("awards:run", args=[run.public_id]),
        programme=run.journey.title,
        step=run.declared_state.label,
        who=run.waits_for,
        who_text=whose_move(run.waits_for),
        who_mark=_mark(run.waits_for),
        since=here_since(run),
        days=(today - timezone.localdate(run.entered_at)).days if run.entered_is_known else None,
        due=short_day(run.due_on),
        is_overdue=bool(run.due_on and run.due_on < today),
        officer=str(run.officer) if run.officer else "",
        is_paused=run.paused_at is not None,
        reasons=reasons_of(run, paces=paces, now=now, activity=activity_of(run)),
    )


def counts_by_move(counts: Mapping[str, int], *, most: int) -> list[dict[str, str]]:
    """How many open journeys wait for whom, each with its list, the most first. ``most``: no further was counted."""
    board = reverse("awards:board")
    return [
        {"text": f"{whose_move(code)} {_counted(number, most)}", "href": f"{board}?move={code}"}
        for code, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def counts_by_step(counts: Mapping[tuple[str, str], int], *, most: int) -> list[dict[str, str]]:
    """How many open journeys stand in each step, each with its list, in the order of the steps."""
    board = reverse("awards:board")
    return [
        {
            "programme": title,
            "text": label,
            "number": _counted(number, most),
            "href": f"{board}?step={code}:{state}",
        }
        for (code, state), number in counts.items()
        for title, label in [_step_words(code, state)]
    ]


def _step_words(code: str, state: str) -> tuple[str, str]:
    found = next(journey for journey in all_journeys() if journey.code == code and state in journey.states)
    return found.title, found.states[state].label


def _counted(number: int, most: int) -> str:
    return f"{most:,}+" if number > most else f"{number:,}"


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


def view_links(views: Iterable[SavedView], *, person: Person, query: str) -> list[dict[str, Any]]:
    """The kept lists, each with its address; ``query`` is that of the list on the page."""
    board = reverse("awards:board")
    return [
        {
            "text": view.name if view.person_id == person.pk else f"{view.name} ({view.person})",
            "href": f"{board}?{view.query}",
            "is_here": bool(query) and view.query == query,
        }
        for view in views
    ]
