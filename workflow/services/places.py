"""Where a record leaves its run: the dates that follow from a state and the day on which it was entered."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from workflow.due import working_days_between
from workflow.journey import State
from workflow.models import Run
from workflow.records import RUN_COLUMNS, Place

LATE_RECORDING = 10  # working days after which recording a past event needs a reason


def place(
    state: State,
    *,
    started_at: dt.datetime,
    entered_at: dt.datetime,
    due_on: dt.date | None = None,
    entered_is_known: bool = True,
    paused_days: int = 0,
) -> Place:
    """The place of a run in a state. Without a known day of entering nothing is slow. What is due the clock looks at soon.

    From when on it is slow there, the pace of the step says where it is known: it is read by the statement that writes.
    """
    day = timezone.localdate(entered_at) + dt.timedelta(days=paused_days) if entered_is_known else None
    return Place(
        state=state.name,
        phase=state.phase.value,
        waits_for=state.waits_for.code,
        started_at=started_at,
        entered_at=entered_at,
        entered_is_known=entered_is_known,
        due_on=due_on,
        slow_on=day + dt.timedelta(days=state.allowance) if day and state.allowance else None,
        slow_from=None if state.final else day,
        finished_at=entered_at if state.final else None,
        look_on=None if state.final else due_on and min(due_on, timezone.localdate(entered_at)),
    )


def present_place(run: Run) -> Place:
    """Where a run is: for what is written down of it and moves nothing."""
    return Place(**{name: getattr(run, name) for name in RUN_COLUMNS})


def wrong_times(happened: dt.datetime, *, now: dt.datetime, note: str) -> list[str]:
    """Why a time cannot be kept with a move."""
    if reasons := in_future(happened, now=now):
        return reasons
    long_ago = working_days_between(timezone.localdate(happened), timezone.localdate(now)) > LATE_RECORDING
    if long_ago and not note.strip():
        return ["It happened more than ten working days ago. Say why it is recorded only now."]
    return []


def in_future(happened: dt.datetime, *, now: dt.datetime) -> list[str]:
    return ["The date it happened lies in the future. Give a date up to today."] if happened > now else []
