"""What the office did to a run apart from moving it, in words."""

from __future__ import annotations

import datetime as dt

from workflow.models import Run, TransitionRecord
from workflow.presenters.days import day


def act_in_words(run: Run, record: TransitionRecord, undone: TransitionRecord | None = None) -> str:
    """For the office. ``undone``: the record that was undone by it."""
    there = run.journey.states[record.target].label
    if record.kind == TransitionRecord.UNDONE:
        return f"Undone: {_undone(run, undone)}. At “{there}” again"
    if record.kind == TransitionRecord.REOPENED:
        return f"Opened again: {there}"
    if record.kind == TransitionRecord.RESUMED:
        due = f", due by {_day(record, 'due_on')}" if record.detail.get("due_on") else ""
        days = record.detail["days"]
        return f"Goes on after {days} day{'' if days == 1 else 's'}{due}"
    if record.kind == TransitionRecord.EXTENDED and "takes_back" in record.detail:
        return f"Time taken back: due by {_day(record, 'due_on') or 'no day'}"
    return _of_time(record)


def act_outside(run: Run, record: TransitionRecord) -> str:
    """For everybody else."""
    there = run.journey.states[record.target].outside_label
    if record.kind == TransitionRecord.UNDONE:
        return f"We put it back to “{there}”"
    if record.kind == TransitionRecord.REOPENED:
        return f"Opened again: {there}"
    if record.kind == TransitionRecord.RESUMED:
        return f"Goes on: due by {_day(record, 'due_on')}" if record.detail.get("due_on") else "Goes on"
    if record.kind == TransitionRecord.EXTENDED and "takes_back" in record.detail:
        return (
            f"Due by {_day(record, 'due_on')} again" if record.detail["due_on"] else "No day is due any more"
        )
    return _of_time(record)


def _of_time(record: TransitionRecord) -> str:
    if record.kind == TransitionRecord.PAUSED:
        return f"Paused until {_day(record, 'until')}" if record.detail.get("until") else "Paused"
    return f"More time: due by {_day(record, 'due_on')}"


def _undone(run: Run, record: TransitionRecord | None) -> str:
    if record and record.kind == TransitionRecord.REOPENED:
        return "opening it again"
    move = run.journey.transitions.get(record.transition) if record else None
    return move.label if move else "the last step"


def _day(record: TransitionRecord, name: str) -> str:
    kept = record.detail.get(name)
    return day(dt.date.fromisoformat(kept)) if kept else ""
