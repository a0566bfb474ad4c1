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
from workflow.history import Stay, days_of, days_of_moves
from workflow.journey import Journey, State, Transition
from workflow.models import Run, TransitionRecord


@dataclass(frozen=True)
class Entered:
    """A run in a state, as far as a deadline hangs on it.

    day: when the state was entered; None: not known. move: the move by which it is entered now, whose record is not
    written yet. anchors: the days of all anchors that are set, for callers who hold the history; None: they are read.
    paused_days: how long the clock stood still since it was entered. is_agreed: another day than the rule's was agreed.
    """

    run_id: int
    journey: type[Journey]
    state: State
    day: dt.date | None
    area: str = ""
    move: Transition | None = None
    anchors: Mapping[str, dt.date] | None = None
    paused_days: int = 0
    is_agreed: bool = False


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


def reason_of(run: Run) -> str | None:
    """ "the day was on 3 March 2026": from when the run's due date was counted. Empty for a day for all; None: it was agreed."""
    here, due = standing(run), run.declared_state.due
    if here.is_agreed:
        return None
    (found,) = deadlines([here])
    if not found or not due or not found.anchored_on:
        return ""
    return due.reason(found.anchor, found.anchored_on) if found.day == run.due_on else None


def standing(run: Run) -> Entered:
    """A run where it stands. One query."""
    return standings([run])[0]


def standings(runs: Sequence[Run]) -> list[Entered]:
    """Runs where they stand, in the order given. One query."""
    pauses, agreed = _since_entered(runs)
    days = {run.pk: timezone.localdate(run.entered_at) if run.entered_is_known else None for run in runs}
    return [
        Entered(
            run.pk,
            run.journey,
            run.declared_state,
            days[run.pk],
            run.area,
            paused_days=days_of(pauses.get(run.pk, ()), since=days[run.pk]),
            is_agreed=run.pk in agreed,
        )
        for run in runs
    ]


def standing_by(run: Run, stays: Sequence[Stay], *, anew: dt.date | None = None) -> Entered:
    """A run as its history says it stands, or would stand, with all the anchors that its moves set.

    ``anew``: the time limit counts from that day on, whatever was before.
    """
    stay = stays[-1]
    anchors = anchors_in(run.journey, days_of_moves([one.line for one in stays]))
    return Entered(
        run.pk,
        run.journey,
        run.journey.states[stay.line.record.target],
        anew or stay.entered_on,
        run.area,
        anchors={} if anew else anchors,
        paused_days=0 if anew else stay.paused_days,
        is_agreed=bool(stay.agreed) and not anew,
    )


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
    WHERE NOT EXISTS (
        SELECT FROM workflow_transitionrecord later
        WHERE later.run_id = record.run_id AND later.seq > record.seq AND (
            (later.kind = 'undone' AND (later.detail->>'undoes')::integer = record.seq)
            OR (later.kind = 'reopened' AND NOT EXISTS (
                SELECT FROM workflow_transitionrecord undone
                WHERE undone.run_id = later.run_id AND undone.kind = 'undone'
                  AND (undone.detail->>'undoes')::integer = later.seq))))
    ORDER BY record.run_id, record.seq DESC
"""

_SINCE_ENTERED = """
    WITH here AS (
        SELECT entering.run_id, max(entering.seq) AS seq
        FROM workflow_transitionrecord entering
        WHERE entering.run_id = ANY(%s) AND entering.kind IN ('started', 'brought_in', 'moved', 'reopened')
          AND NOT EXISTS (
            SELECT FROM workflow_transitionrecord undone
            WHERE undone.run_id = entering.run_id AND undone.kind = 'undone'
              AND (undone.detail->>'undoes')::integer = entering.seq)
        GROUP BY entering.run_id
    )
    SELECT record.run_id, record.kind, record.detail->>'paused_on', (record.detail->>'days')::integer,
        record.detail ? 'takes_back'
    FROM here JOIN workflow_transitionrecord record ON record.run_id = here.run_id
    WHERE record.kind IN ('extended', 'resumed') AND record.seq > here.seq
      AND (record.detail->>'stay')::integer = here.seq
    ORDER BY record.run_id, record.seq
"""


def _since_entered(runs: Sequence[Run]) -> tuple[dict[int, list[tuple[dt.date, int]]], set[int]]:
    """By run, the pauses since it entered its state; and the runs for which another day than the rule's was agreed."""
    pauses: dict[int, list[tuple[dt.date, int]]] = {}
    agreed: dict[int, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SINCE_ENTERED, [[run.pk for run in runs]])
        for run_id, kind, paused_on, days, takes_back in cursor.fetchall():
            if kind == TransitionRecord.RESUMED:
                pauses.setdefault(run_id, []).append((dt.date.fromisoformat(paused_on), days))
            else:
                agreed[run_id] = agreed.get(run_id, 0) + (-1 if takes_back else 1)
    return pauses, {run_id for run_id, number in agreed.items() if number}


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
