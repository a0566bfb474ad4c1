"""The history of a run in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from workflow.history import Line, lines_of, moves_in
from workflow.journey import Guard, Journey, Remark, State, get_remark
from workflow.models import Run, TransitionRecord
from workflow.presenters.acts import act_in_words, act_outside
from workflow.presenters.days import day, moment
from workflow.reasons import in_words

_ACTS = (
    TransitionRecord.EXTENDED,
    TransitionRecord.PAUSED,
    TransitionRecord.RESUMED,
    TransitionRecord.UNDONE,
)
NOT_HELD = "Brought in: earlier history not held."


@dataclass(frozen=True)
class Event:
    """A line of the history. ``aside``: what else is to be known of it. ``href``: where the office puts its day right."""

    title: str
    when: str
    who: str
    note: str = ""
    aside: str = ""
    href: str = ""


def events_of(run: Run, records: Sequence[TransitionRecord], *, inside: bool) -> list[Event]:
    """The history, newest first. ``inside``: for the office, with its own words and everybody's names and notes.

    Those outside see the steps in their words and the remarks that are meant for them, each with the day as it stands.
    """
    lines = {line.record.seq: line for line in lines_of(records)}
    counting = {line.record.seq for line in moves_in(lines.values())}
    undone = {record.detail["undoes"] for record in records if record.kind == TransitionRecord.UNDONE}
    events = []
    for record in sorted(records, key=lambda record: -record.seq):
        line = lines.get(record.seq) or Line(record, record.happened_at)
        counts = record.seq in counting
        event = (
            _for_the_office(run, line, lines, counts=counts)
            if inside
            else _for_others(run, line, counts=counts)
        )
        if event and inside and record.seq in undone:
            event = replace(event, title=f"{event.title}, undone later")
        if event:
            events.append(event)
    return events


def _for_the_office(run: Run, line: Line, lines: Mapping[int, Line], *, counts: bool) -> Event:
    record = line.record
    title, aside = name_of(run, line, lines), ""
    if record.kind == TransitionRecord.CORRECTED:
        title = f"Day put right: {name_of(run, lines[record.detail['corrects']], lines)}"
        aside = f"{_day_in(record, 'was')} became {_day_in(record, 'happened_at')}."
    elif record.kind == TransitionRecord.BROUGHT_IN:
        aside = NOT_HELD if counts else "Brought in; put right later."
    elif codes := record.detail.get("waived"):
        aside = "Passed without: " + ", ".join(guard_in_words(run.journey, code) for code in codes) + "."
    is_correctable = counts or record.kind == TransitionRecord.NOTED
    return Event(
        title=title,
        when=_when(line),
        who=str(record.actor) if record.actor else "Waymark",
        note=_why(record),
        aside=aside,
        href=reverse("workflow:correct", args=[run.public_id, record.seq]) if is_correctable else "",
    )


def _for_others(run: Run, line: Line, *, counts: bool) -> Event | None:
    record = line.record
    by_office = record.role in {role.code for role in run.journey.office}
    who = "Waymark" if record.actor is None else "The office" if by_office else str(record.actor)
    if record.kind == TransitionRecord.NOTED:
        remark = _remark(record)
        if remark is None or not remark.outside:
            return None
        return Event(remark.outside, _when(line), who, "" if by_office else _note(record))
    if record.kind in _ACTS or (record.kind == TransitionRecord.REOPENED and counts):
        return Event(act_outside(run, record), _when(line), who)
    if not counts or _looks_the_same(run.journey, record):
        return None
    state = run.journey.states[record.target]
    is_shown = not by_office or _hands_back(run.journey, state)
    aside = NOT_HELD if record.kind == TransitionRecord.BROUGHT_IN else ""
    note = _note(record) if is_shown and not aside else ""
    return Event(state.outside_label, _when(line), who, note, aside)


def _hands_back(journey: type[Journey], state: State) -> bool:
    """Its words went to them by mail."""
    return state.waits_for is journey.initial.waits_for


def _looks_the_same(journey: type[Journey], record: TransitionRecord) -> bool:
    """Whether a move leads to what bears the same words outside."""
    if record.kind != TransitionRecord.MOVED:
        return False
    return journey.states[record.source].outside_label == journey.states[record.target].outside_label


def name_of(run: Run, line: Line, lines: Mapping[int, Line] | None = None) -> str:
    """What the office calls a line of the history. ``lines``: all of them, for one that undoes another."""
    record = line.record
    if record.kind in (*_ACTS, TransitionRecord.REOPENED):
        undone = (lines or {}).get(record.detail.get("undoes", 0))
        return act_in_words(run, record, undone.record if undone else None)
    if record.kind == TransitionRecord.NOTED:
        remark = _remark(record)
        return remark.label if remark else str(record.detail["about"])
    if record.kind == TransitionRecord.WAIVED:
        return f"Waived once: {guard_in_words(run.journey, record.detail['guard'])}"
    return run.journey.states[record.target].label


def _day_in(record: TransitionRecord, name: str) -> str:
    return day(parse_datetime(record.detail[name])) if record.detail[name] else "A day not known"


def _when(line: Line) -> str:
    record = line.record
    recorded = timezone.localdate(record.recorded_at)
    if not line.is_known:
        return f"Before {day(recorded)}, recorded {day(recorded)}"
    happened = timezone.localdate(line.happened_at)
    if line.correction:
        return f"{day(happened)}, put right from {_day_in(line.correction, 'was').replace('A day', 'a day')}"
    if happened == recorded:
        return moment(record.recorded_at)
    return f"{day(happened)}, recorded {day(recorded)}"


def _remark(record: TransitionRecord) -> Remark | None:
    """The remark of a record; None when it is no longer declared."""
    try:
        return get_remark(record.detail["about"])
    except KeyError:
        return None


def guard_in_words(journey: type[Journey], code: str) -> str:
    """A guard's name in words, by its code; the code for one that is no longer declared."""
    guards: dict[str, Guard] = {
        guard.code: guard for move in journey.transitions.values() for guard in move.guards
    }
    return guards[code].in_words if code in guards else code


def _why(record: TransitionRecord) -> str:
    """The reason that was chosen, and the words."""
    words, reason = _note(record), record.detail.get("reason", "")
    if not reason:
        return words
    return f"{in_words(reason)}: {words}" if words else in_words(reason)


def _note(record: TransitionRecord) -> str:
    return record.note.text if hasattr(record, "note") else ""
