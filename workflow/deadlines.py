"""Until when what is asked of runs is due, and from when that was counted.

Many runs cost as many queries as one: one for calendars where a rule counts by them, one for anchors where a rule
counts from one that the move does not set itself, and none where no rule needs either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from workflow.calendar import Calendar
from workflow.calendars import calendars_for
from workflow.due import ENTERED
from workflow.journey import Journey, State, Transition
from workflow.models import Run


@dataclass(frozen=True)
class Entered:
    """A run in a state, as far as a deadline hangs on it.

    day: when the state was entered; None: not known. move: the move by which it is entered now, whose record is not
    written yet. anchors: the days of all anchors that are set, for callers who hold the history; None: they are read.
    """

    run_id: int
    journey: type[Journey]
    state: State
    day: dt.date | None
    area: str = ""
    move: Transition | None = None
    anchors: Mapping[str, dt.date] | None = None
    paused_days: int = 0


@dataclass(frozen=True)
class Deadline:
    """The last day in time, with the anchor from which it was counted. ``anchored_on`` None: a day for all."""

    day: dt.date
    anchor: str = ENTERED
    anchored_on: dt.date | None = None


def deadlines(
    entered: Sequence[Entered], *, calendars: Mapping[str, Calendar] | None = None
) -> list[Deadline | None]:
    """The deadlines by rule, in the order given; None where nothing is due. ``calendars`` None: they are read."""
    ruled = [one for one in entered if one.state.due and not _hangs_on_nothing(one)]
    if calendars is None:
        needing = {one.area for one in ruled if one.state.due and one.state.due.needs_calendar}
        calendars = calendars_for(sorted(needing))
    read = _anchors_read([one for one in ruled if _must_read(one)])
    return [_deadline(one, calendars.get(one.area, _NONE), read.get(one.run_id)) for one in entered]


def deadline_of(run: Run) -> Deadline | None:
    """The deadline of one run by its rule. Where ``run.due_on`` is another day, that was agreed, and stands."""
    return deadlines([standing(run)])[0]


def reason_of(run: Run) -> str:
    """ "the day was on 3 March 2026": from when the run's due date was counted. Empty where it was agreed, or is a day for all."""
    found, due = deadline_of(run), run.declared_state.due
    if not found or not due or not found.anchored_on or found.day != run.due_on:
        return ""
    return due.reason(found.anchor, found.anchored_on)


def standing(run: Run) -> Entered:
    """A run where it stands."""
    day = timezone.localdate(run.entered_at) if run.entered_is_known else None
    return Entered(run.pk, run.journey, run.declared_state, day, run.area)


def anchors_in(journey: type[Journey], moves: Iterable[tuple[str, dt.date]]) -> dict[str, dt.date]:
    """The days of the anchors that a run's moves set: names of transitions with their days, oldest first."""
    found = {}
    for name, day in moves:
        move = journey.transitions.get(name)
        if move and move.anchors:
            found[move.anchors] = day
    return found


_NONE = Calendar()


def _hangs_on_nothing(one: Entered) -> bool:
    return one.day is None and one.anchors == {}


def _must_read(one: Entered) -> bool:
    anchor = one.state.due.anchor if one.state.due else ENTERED
    return anchor != ENTERED and one.anchors is None and not (one.move and one.move.anchors == anchor)


def _deadline(one: Entered, calendar: Calendar, read: dt.date | None) -> Deadline | None:
    due = one.state.due
    if due is None:
        return None
    if due.by:
        return Deadline(due.on(due.by, calendar=calendar))
    anchor, day = due.anchor, read
    if one.move and one.move.anchors == due.anchor:
        day = one.day
    elif one.anchors is not None:
        day = one.anchors.get(due.anchor)
    if day is None:
        anchor, day = ENTERED, one.day
    if day is None:
        return None
    return Deadline(due.on(day, calendar=calendar, paused_days=one.paused_days), anchor, day)


_ANCHORS = """
    SELECT DISTINCT ON (record.run_id) record.run_id, coalesce(corrected.to_, record.happened_at)
    FROM unnest(%s::bigint[], %s::text[]) AS asked (run_id, transition)
    JOIN workflow_transitionrecord record
      ON record.run_id = asked.run_id AND record.transition = asked.transition AND record.kind = 'moved'
    LEFT JOIN LATERAL (
        SELECT (correction.detail->>'happened_at')::timestamptz AS to_
        FROM workflow_transitionrecord correction
        WHERE correction.run_id = record.run_id AND correction.kind = 'corrected'
          AND (correction.detail->>'corrects')::integer = record.seq
        ORDER BY correction.seq DESC LIMIT 1
    ) corrected ON true
    ORDER BY record.run_id, record.seq DESC
"""


def _anchors_read(entered: Sequence[Entered]) -> dict[int, dt.date]:
    """By run, the day of the last record of a transition that sets the anchor of its rule, as corrected."""
    asked = [
        (one.run_id, move.name)
        for one in entered
        for move in one.journey.transitions.values()
        if one.state.due and move.anchors == one.state.due.anchor
    ]
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ANCHORS, [[run_id for run_id, _ in asked], [name for _, name in asked]])
        return {run_id: timezone.localdate(when) for run_id, when in cursor.fetchall()}
