"""Runs in words: the drawn path, what is asked next, the history, the moves that a person may make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from workflow.deadlines import Entered, deadlines
from workflow.journey import State, Transition
from workflow.models import Run, TransitionRecord
from workflow.options import Option
from workflow.refusals import facts_of

DAYS_UNTIL_MONTHS = 90  # a longer time is said in months
DAYS_IN_A_MONTH = 30.4


@dataclass(frozen=True)
class Stop:
    """A stop of the drawn path. ``state``: done, here, ahead or skipped."""

    label: str
    state: str
    date: str = ""
    detail: str = ""


@dataclass(frozen=True)
class TaskLine:
    """A line of the task list. ``state``: done, todo or later."""

    title: str
    href: str
    status: str
    state: str
    hint: str = ""
    by_office: bool = False


@dataclass(frozen=True)
class Standing:
    """Where a run stands, as one side may know it: the step, since when, and until when."""

    state: State
    label: str
    since: dt.datetime
    due_on: dt.date | None


@dataclass(frozen=True)
class Event:
    """A line of the history."""

    title: str
    when: str
    who: str
    note: str = ""


@dataclass(frozen=True)
class Move:
    """A button: where it leads, what it says, and what it still needs."""

    label: str
    href: str
    hint: str
    danger: bool
    reasons: tuple[str, ...]


def day(when: dt.date | dt.datetime | None) -> str:
    """ "3 March 2026", in the office's own time."""
    if when is None:
        return ""
    local = timezone.localtime(when) if isinstance(when, dt.datetime) else when
    return date_format(local, "j F Y")


def short_day(when: dt.date | dt.datetime | None) -> str:
    """ "3 Mar 2026", for tables."""
    if when is None:
        return ""
    return date_format(timezone.localtime(when) if isinstance(when, dt.datetime) else when, "j M Y")


def moment(when: dt.datetime) -> str:
    """ "3 March 2026, 14:05"."""
    return date_format(timezone.localtime(when), "j F Y, H:i")


def standing_of(run: Run, records: Sequence[TransitionRecord], *, inside: bool) -> Standing:
    """Where a run stands. To those outside, steps that bear one outside label are one step: no date of it tells
    that a later one was reached, such as a decision that is not released yet.
    """
    state = run.declared_state
    if inside:
        return Standing(state, state.label, run.entered_at, run.due_on)
    begun = None
    for record in sorted(records, key=lambda record: -record.seq):
        if run.journey.states[record.target].outside_label != state.outside_label:
            break
        begun = record
    if begun is None or begun.target == state.name:
        return Standing(state, state.outside_label, run.entered_at, run.due_on)
    shown = run.journey.states[begun.target]
    anchor = timezone.localdate(begun.happened_at)
    (deadline,) = deadlines([Entered(run.pk, run.journey, shown, anchor, run.area)])
    return Standing(shown, shown.outside_label, begun.happened_at, deadline.day if deadline else None)


def path_of(run: Run, records: Sequence[TransitionRecord], *, inside: bool = False) -> list[Stop]:
    """The drawn path of a run: what is done with its day, where it is, and what lies ahead."""
    journey = run.journey
    stops = journey.stops()
    trail = sorted(records, key=lambda record: record.seq)
    visited = [journey.states[record.target].stop for record in trail if journey.states[record.target].stop]
    here = stops.index(visited[-1]) if visited else 0
    standing = standing_of(run, records, inside=inside)
    on_path = bool(run.declared_state.stop)
    found = []
    for place, label in enumerate(stops):
        if place < here:
            found.append(Stop(label, "done", _when_done(journey.states, trail, label)))
        elif place == here:
            found.append(_here(run, standing, label))
        else:
            found.append(Stop(label, "ahead" if on_path else "skipped"))
    return found


def _here(run: Run, standing: Standing, label: str) -> Stop:
    is_reached = run.finished_at is not None or run.declared_state is run.journey.initial
    if is_reached:
        date = short_day(standing.since)
    elif standing.due_on:
        date = f"by {short_day(standing.due_on)}"
    else:
        date = f"since {short_day(standing.since)}"
    return Stop(label, "here", date, standing.label if standing.label != label else "")


def _when_done(states: Any, trail: Sequence[TransitionRecord], stop: str) -> str:
    """The day on which the stop was left for the last time; of the first stop, the day on which it was reached."""
    if states[trail[0].target].stop == stop:
        return short_day(trail[0].happened_at)
    left = [
        record.happened_at
        for record in trail
        if record.source and states[record.source].stop == stop and states[record.target].stop != stop
    ]
    return short_day(left[-1]) if left else ""


def tasks_of(run: Run, *, inside: bool) -> list[TaskLine]:
    """What there is to do in the run's state, with what is done of it."""
    tasks = [task for task in run.declared_state.tasks if inside or not task.by_office]
    facts = facts_of([run], [task.done for task in tasks])[run.pk]
    lines = []
    for task in tasks:
        is_done = not task.done.reasons(facts)
        lines.append(
            TaskLine(
                title=task.label,
                href=reverse(task.page, args=[run.public_id, *task.arguments]),
                status="Completed" if is_done else "Not yet done",
                state="done" if is_done else "todo",
                by_office=task.by_office,
            )
        )
    return lines


def moves_of(run: Run, options: Sequence[Option]) -> list[Move]:
    """The buttons of a person, open ones first in declared order, those that end the journey last."""
    moves = [
        Move(
            label=option.transition.label,
            href=_href(run, option.transition),
            hint=option.transition.hint,
            danger=option.transition.danger,
            reasons=option.reasons,
        )
        for option in options
    ]
    return sorted(moves, key=lambda move: (move.danger, bool(move.reasons)))


def _href(run: Run, transition: Transition) -> str:
    if transition.page:
        return reverse(transition.page, args=[run.public_id])
    return reverse("workflow:take", args=[run.public_id, transition.name])


def events_of(run: Run, records: Sequence[TransitionRecord], *, inside: bool) -> list[Event]:
    """The history, newest first. ``inside``: for the office, with its own words and everybody's names and notes."""
    journey = run.journey
    office = {role.code for role in journey.office}
    events = []
    for record in sorted(records, key=lambda record: -record.seq):
        state = journey.states[record.target]
        if (
            not inside
            and record.source
            and journey.states[record.source].outside_label == state.outside_label
        ):
            continue
        by_office = record.role in office
        note = record.note.text if hasattr(record, "note") else ""
        hands_back = state.waits_for is journey.initial.waits_for  # its words went to them by mail
        is_shown = inside or not by_office or hands_back
        events.append(
            Event(
                title=state.label if inside else state.outside_label,
                when=_when(record),
                who=_who(record, inside=inside, by_office=by_office),
                note=note if is_shown else "",
            )
        )
    return events


def _when(record: TransitionRecord) -> str:
    happened, recorded = timezone.localdate(record.happened_at), timezone.localdate(record.recorded_at)
    if happened == recorded:
        return moment(record.recorded_at)
    return f"{day(record.happened_at)}, recorded {day(record.recorded_at)}"


def _who(record: TransitionRecord, *, inside: bool, by_office: bool) -> str:
    if record.actor is None:
        return "Waymark"
    return str(record.actor) if inside or not by_office else "The office"


def waiting_since(run: Run, *, now: dt.datetime) -> str:
    """ "since 3 March 2026, 12 days"."""
    days = (timezone.localdate(now) - timezone.localdate(run.entered_at)).days
    length = "today" if days == 0 else "1 day" if days == 1 else f"{days} days"
    return f"since {day(run.entered_at)}, {length}" if days else "since today"


def left_until(due: dt.date | None, *, today: dt.date) -> str:
    """ "about 22 months from today", "23 days from today", "today", "3 days ago"."""
    if due is None:
        return ""
    days = (due - today).days
    if days == 0:
        return "today"
    if days > DAYS_UNTIL_MONTHS:
        return f"about {round(days / DAYS_IN_A_MONTH)} months from today"
    unit = "day" if abs(days) == 1 else "days"
    return f"{days} {unit} from today" if days > 0 else f"{-days} {unit} ago"
