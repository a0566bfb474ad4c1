"""The parts of a run's page: tasks, buttons, and the card."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from awards.journeys.artsmark_2018 import Artsmark2018
from awards.models import Booking, DevelopmentDay
from awards.presenters.award_body import with_kinds
from awards.presenters.next_step import next_step
from workflow.history import last_move
from workflow.models import Run, TransitionRecord
from workflow.options import Option
from workflow.presenters import Stop, moves_of, standing_of, tasks_of, waive_href


def page_parts(
    run: Run,
    records: Sequence[TransitionRecord],
    options: Mapping[int, Sequence[Option]],
    *,
    inside: bool,
    now: dt.datetime,
    bookings: Sequence[Booking] = (),
    is_taken_up: bool = False,
) -> dict[str, Any]:
    """Tasks, buttons and the card of a run's page. ``records``: the newest first."""
    tasks = tasks_of(run, inside=inside)
    moves = with_kinds(run, moves_of(run, options[run.pk]))
    standing = standing_of(run, records, inside=inside)
    card = next_step(
        run,
        standing,
        tasks,
        moves,
        inside=inside,
        now=now,
        day_booked=_day_to_come_or_record(bookings),
        asked="" if inside else _asked_again(run, records),
        is_taken_up=is_taken_up,
    )
    return {
        "tasks": tasks,
        "done": sum(task.state == "done" for task in tasks),
        "total": sum(task.state != "optional" for task in tasks),
        "card": card,
        "moves": [move for move in moves if not move.reasons and not move.danger and move.href != card.href],
        "endings": [move for move in moves if not move.reasons and move.danger],
        "waiting_moves": [move for move in moves if move.reasons and not move.danger],
        "waive": waive_href(run) if inside else "",
    }


def _day_to_come_or_record(bookings: Sequence[Booking]) -> DevelopmentDay | None:
    for booking in bookings:
        if booking.waiting_since is None and any(
            attendee.attended is None for attendee in booking.attendees.all()
        ):
            return booking.day
    return None


def _asked_again(run: Run, records: Sequence[TransitionRecord]) -> str:
    """The words with which the office gave the move back to the school, when that was the last thing that happened."""
    last = last_move(records)
    move = run.journey.transitions.get(last.transition)
    gives_back = run.declared_state.waits_for is run.journey.initial.waits_for
    if move is None or not move.needs_note or not gives_back or not hasattr(last, "note"):
        return ""
    return str(last.note.text)


def way_ahead() -> list[Stop]:
    """The whole path, as somebody sees it who has not begun."""
    return [Stop(label, "ahead") for label in Artsmark2018.stops()]
