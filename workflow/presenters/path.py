"""The drawn path of a run, and where on it a run stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.deadlines import Entered, anchors_in, deadlines
from workflow.history import Line, days_of_moves, lines_of, moves_in
from workflow.journey import State
from workflow.models import Run, TransitionRecord
from workflow.presenters.days import short_day


@dataclass(frozen=True)
class Stop:
    """A stop of the drawn path. ``state``: done, here, ahead or skipped."""

    label: str
    state: str
    date: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a run stands, as one side may know it: the step, since when, and until when.

    ``since_is_known`` false: it was brought in without that day, and ``since`` is when it was brought in.
    """

    state: State
    label: str
    since: dt.datetime
    due_on: dt.date | None
    since_is_known: bool = True


def standing_of(run: Run, records: Sequence[TransitionRecord], *, inside: bool) -> Standing:
    """Where a run stands. To those outside, steps that bear one outside label are one step: no date of it tells
    that a later one was reached, such as a decision that is not released yet.
    """
    state = run.declared_state
    label = state.label if inside else state.outside_label
    as_kept = Standing(state, label, run.entered_at, run.due_on, run.entered_is_known)
    if inside:
        return as_kept
    begun = None
    moves = moves_in(lines_of(records))
    for line in reversed(moves):
        if run.journey.states[line.record.target].outside_label != label:
            break
        begun = line
    if begun is None or begun.record.target == state.name:
        return as_kept
    shown = run.journey.states[begun.record.target]
    return Standing(shown, label, begun.happened_at, _due_since(run, begun, moves), begun.is_known)


def _due_since(run: Run, line: Line, moves: Sequence[Line]) -> dt.date | None:
    """The day that was agreed on arrival, else the rule's."""
    if agreed := line.record.detail.get("due_on"):
        return dt.date.fromisoformat(agreed)
    days = days_of_moves([one for one in moves if one.record.seq <= line.record.seq])
    entered = Entered(
        run.pk,
        run.journey,
        run.journey.states[line.record.target],
        days[-1][1] if line.is_known else None,
        run.area,
        anchors=anchors_in(run.journey, days),
    )
    (deadline,) = deadlines([entered])
    return deadline.day if deadline else None


def path_of(run: Run, records: Sequence[TransitionRecord], *, inside: bool = False) -> list[Stop]:
    """The drawn path of a run: what is done with its day, where it is, and what lies ahead."""
    journey = run.journey
    stops = journey.stops()
    trail = moves_in(lines_of(records))
    visited = [stop for line in trail if (stop := journey.states[line.record.target].stop)]
    here = stops.index(visited[-1]) if visited else 0
    standing = standing_of(run, records, inside=inside)
    on_path = bool(run.declared_state.stop)
    found = []
    for place, label in enumerate(stops):
        if place < here:
            found.append(Stop(label, "done", _when_done(journey.states, trail, label, is_first=place == 0)))
        elif place == here:
            found.append(_here(run, standing, label))
        else:
            found.append(Stop(label, "ahead" if on_path else "skipped"))
    return found


def _here(run: Run, standing: Standing, label: str) -> Stop:
    is_reached = run.finished_at is not None or run.declared_state is run.journey.initial
    since = short_day(standing.since) if standing.since_is_known else f"before {short_day(standing.since)}"
    if is_reached:
        date = since
    elif standing.due_on:
        date = f"by {short_day(standing.due_on)}"
    else:
        date = f"since {since}"
    return Stop(label, "here", date, standing.label if standing.label != label else "")


def _when_done(states: Mapping[str, State], trail: Sequence[Line], stop: str, *, is_first: bool) -> str:
    """The day on which the stop was left for the last time; of the first stop, the day on which it was reached.

    Nothing where that is not held: stops before the one at which a run was brought in.
    """
    first = trail[0]
    if is_first and (began := first.record.detail.get("started_on")):
        return short_day(dt.date.fromisoformat(began))
    if states[first.record.target].stop == stop and is_first and first.is_known:
        return short_day(first.happened_at)
    stops = [states[line.record.target].stop for line in trail]
    left = [
        line.happened_at
        for line, was, now_is in zip(trail[1:], stops, stops[1:], strict=False)
        if was == stop and now_is != stop
    ]
    return short_day(left[-1]) if left else ""
