"""The board's columns in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from awards.figures import Choice, Lane
from awards.presenters.lists import whose_move
from workflow.models import Run
from workflow.presenters import here_since, short_day


@dataclass(frozen=True)
class Card:
    """A journey in a column. ``move`` is where its moves are."""

    label: str
    href: str
    move: str
    who: str
    who_text: str
    since: str
    due: str
    is_late: bool
    is_paused: bool


@dataclass(frozen=True)
class ShownLane:
    """A column. ``href`` leads to all of it in the list; empty where all of it is here."""

    name: str
    label: str
    number: int
    cards: list[Card]
    href: str


def lane_of(lane: Lane, choice: Choice, *, only_mine: bool, now: dt.datetime) -> ShownLane:
    given = {"step": f"{lane.code}:{lane.state}", "area": choice.area, "officer": "mine" if only_mine else ""}
    if choice.edition:
        given["edition"] = f"{choice.programme}:{choice.edition}"
    chosen = urlencode({name: value for name, value in given.items() if value})
    has_more = lane.number > len(lane.runs)
    return ShownLane(
        lane.state,
        lane.label,
        lane.number,
        [_card(run, today=timezone.localdate(now)) for run in lane.runs],
        f"{reverse('awards:board')}?{chosen}" if has_more else "",
    )


def _card(run: Run, *, today: dt.date) -> Card:
    page = reverse("awards:run", args=[run.public_id])
    return Card(
        label=run.label,
        href=page,
        move=f"{page}#moves",
        who=run.waits_for,
        who_text=whose_move(run.waits_for),
        since=here_since(run),
        due=short_day(run.due_on),
        is_late=bool(run.due_on and run.due_on < today and not run.paused_at),
        is_paused=run.paused_at is not None,
    )
