"""Puts right the day on which something happened, and all that hangs on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from workflow.deadlines import deadlines, standing_by
from workflow.history import Line, Stay, correctable, lines_of, moves_in, stays_in
from workflow.journey import Step
from workflow.models import Run, TransitionRecord
from workflow.records import Place
from workflow.refusals import NotReady, NotYours, held_roles
from workflow.services.places import in_future, place, present_place
from workflow.services.writing import bring_up_to_date, locked, next_entry, write


@dataclass(frozen=True)
class Corrected:
    """What a correction comes to: the line as it stands so far, and the run's dates before and after."""

    line: Line
    before: Place
    after: Place


@transaction.atomic
def correct(
    run: Run, seq: int, *, happened_at: dt.datetime, actor: Any, now: dt.datetime, note: str
) -> TransitionRecord:
    """Put right when the record of a number happened, by a record of its own; the last correction counts.

    The run's dates that hang on it follow; a due date that was agreed stands. So do the effects of the move that
    say how (``Effect.corrected``). Only the office may.
    Raises NotYours, or NotReady: without a reason, for a day in the future or out of order, or refused by an effect.
    """
    (found,) = locked([run])
    role = _office_role(found, actor)
    changes = what_correcting_changes(found, seq, happened_at=happened_at, now=now)
    if not note.strip():
        raise NotReady("Say why the day is put right: the reason is kept in the history.")
    entry = next_entry(
        found,
        kind=TransitionRecord.CORRECTED,
        target=found.state,
        actor=actor,
        role=role,
        happened=now,
        now=now,
        detail={
            "corrects": seq,
            "was": changes.line.happened_at.isoformat() if changes.line.is_known else None,
            "happened_at": happened_at.isoformat(),
        },
        note=note,
    )
    record = write([found], entries=[entry], places=[changes.after])[found.pk]
    _follow(found, changes.line.record, happened_at=happened_at, actor=actor, now=now, note=note)
    bring_up_to_date([run], written=[found])
    return record


def what_correcting_changes(run: Run, seq: int, *, happened_at: dt.datetime, now: dt.datetime) -> Corrected:
    """What ``correct`` would do to the run's own dates. Raises NotReady when it cannot be done."""
    lines = lines_of(run.records.order_by("seq"))
    line = correctable(lines, seq)
    if line is None:
        raise NotReady("There is no step of that number in this history whose day could be put right.")
    if line.is_known and line.happened_at == happened_at:
        raise NotReady("That is the day which it says already. Nothing needs to be put right.")
    if reasons := in_future(happened_at, now=now) or _out_of_order(run, lines, line, happened_at):
        raise NotReady(*reasons)
    after = _place_after(run, lines, line, happened_at, today=timezone.localdate(now))
    return Corrected(line, present_place(run), after)


def _out_of_order(run: Run, lines: Sequence[Line], line: Line, happened_at: dt.datetime) -> list[str]:
    """A move stays between the moves before and after it: their order is the history."""
    moves = moves_in(lines)
    if line not in moves:
        return []
    here, on = moves.index(line), timezone.localdate(happened_at)
    before, after = moves[:here][-1:], moves[here + 1 :][:1]
    for one in before:
        if one.is_known and on < timezone.localdate(one.happened_at):
            return [
                f"That is before the step before it, {_named(run, one)}. Put that day right first, if it is wrong."
            ]
    for one in after:
        if on > timezone.localdate(one.happened_at):
            return [
                f"That is after the step that follows, {_named(run, one)}. Put that day right first, if it is wrong."
            ]
    started_on = line.record.detail.get("started_on")
    if started_on and on < dt.date.fromisoformat(started_on):
        return ["That is before the day on which it began. Give a later day."]
    return []


def _named(run: Run, line: Line) -> str:
    label = run.journey.states[line.record.target].label
    return f"“{label}” on {date_format(timezone.localtime(line.happened_at), 'j F Y')}"


def _place_after(
    run: Run, lines: Sequence[Line], line: Line, happened_at: dt.datetime, *, today: dt.date
) -> Place:
    before = stays_in(lines)
    right = replace(line, happened_at=happened_at, is_known=True)
    after = [replace(stay, line=right) if stay.line == line else stay for stay in before]
    due_on = _due_after(run, before, after)
    if line != before[-1].line:
        place_after = replace(present_place(run), due_on=due_on)
    else:
        place_after = _place_of_present_stay(run, after[-1], due_on=due_on)
    if line == before[0].line and not line.record.detail.get("started_on"):
        place_after = replace(place_after, started_at=happened_at)
    if due_on != run.due_on and not run.paused_at:
        place_after = replace(place_after, look_on=today)
    return place_after


def _place_of_present_stay(run: Run, stay: Stay, *, due_on: dt.date | None) -> Place:
    """A pause that is on goes on."""
    entered = place(
        run.declared_state,
        started_at=run.started_at,
        entered_at=stay.line.happened_at,
        due_on=due_on,
        paused_days=stay.paused_days,
    )
    if run.paused_at is None:
        return entered
    return replace(entered, paused_at=run.paused_at, resumes_on=run.resumes_on, look_on=run.look_on)


def _due_after(run: Run, before: Sequence[Stay], after: Sequence[Stay]) -> dt.date | None:
    """The rule's day on the history as it reads then; a due date that was agreed, or otherwise is not the rule's, stands."""
    was, becomes = deadlines([standing_by(run, before), standing_by(run, after)])
    if before[-1].agreed or run.due_on != (was.day if was else None):
        return run.due_on
    return becomes.day if becomes else None


def _office_role(run: Run, actor: Any) -> str:
    held = held_roles(actor, [run], run.journey.office)[run.pk]
    for role in run.journey.office:
        if role.code in held:
            return role.code
    raise NotYours("A day in the history is put right by the office. Ask them, and tell them the right day.")


def _follow(
    run: Run, record: TransitionRecord, *, happened_at: dt.datetime, actor: Any, now: dt.datetime, note: str
) -> None:
    transition = run.journey.transitions.get(record.transition)
    if transition is None:
        return
    as_it_stands = copy(record)
    as_it_stands.happened_at = happened_at
    step = Step(run, as_it_stands, transition, actor, now, note)
    for effect in transition.effects:
        if effect.corrected:
            effect.corrected([step])
