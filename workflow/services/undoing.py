"""Takes back the last move, and opens again what had come to its end."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from workflow.deadlines import Deadline, deadlines, standing_by
from workflow.history import Stay
from workflow.journey import Step, Transition
from workflow.models import Run, TransitionRecord
from workflow.queries import stays_of
from workflow.records import Place
from workflow.refusals import NotReady, facts_of
from workflow.services.acting import Change, Done, Judgement, called, carry_out, judge, only
from workflow.services.outcome import Outcome
from workflow.services.places import place


def undo(run: Run, *, reason: str, actor: Any, now: dt.datetime, note: str) -> TransitionRecord:
    """Take back the move that brought the run where it is, by a record of its own. It stands on the one before, as then.

    The effects of the move are undone, the last one first. ``reason`` is a code of ``workflow.reasons``. Raises NotYours;
    NotReady with the sentence of an effect that is final, for a start or an arrival, for a move by Waymark itself or one
    whose page does more than the move, while the run is paused, or without a reason.
    """
    return only(undo_many([run], reason=reason, actor=actor, now=now, note=note), run)


def undo_many(
    runs: Sequence[Run],
    *,
    reason: str,
    actor: Any,
    now: dt.datetime,
    note: str,
    batch: uuid.UUID | None = None,
    versions: Mapping[int, int] | None = None,
    of_batch: uuid.UUID | None = None,
) -> Outcome:
    """Undo the last move of many runs by the rules of ``undo``; those refused are left as they are.

    ``of_batch``: only a move that was made in this batch.
    """
    return carry_out(
        runs,
        lambda found: _undoings(found, now=now, of_batch=of_batch),
        actor=actor,
        now=now,
        reason=reason,
        note=note,
        batch=batch,
        versions=versions,
        then=lambda done: _undo_effects(done, actor=actor, now=now, note=note),
    )


def what_undoing_changes(runs: Sequence[Run], *, actor: Any, now: dt.datetime) -> dict[int, Judgement]:
    """What ``undo_many`` would come to on each run."""
    return judge(runs, lambda found: _undoings(found, now=now), actor=actor)[1]


def reopen(run: Run, *, reason: str, actor: Any, now: dt.datetime, note: str) -> TransitionRecord:
    """Open again what had come to its end: it goes on in the state before, from now on, and its time counts anew.

    What happened with the end is not undone. ``reason`` is a code of ``workflow.reasons``. Raises NotYours; NotReady for a
    run that goes on, from an end that stays (``Journey.reopens``), without a state before, or without a reason.
    """
    return only(reopen_many([run], reason=reason, actor=actor, now=now, note=note), run)


def reopen_many(
    runs: Sequence[Run],
    *,
    reason: str,
    actor: Any,
    now: dt.datetime,
    note: str,
    batch: uuid.UUID | None = None,
    versions: Mapping[int, int] | None = None,
) -> Outcome:
    """Reopen many runs by the rules of ``reopen``; those refused are left as they are."""
    return carry_out(
        runs,
        lambda found: _reopenings(found, now=now),
        actor=actor,
        now=now,
        reason=reason,
        note=note,
        batch=batch,
        versions=versions,
    )


def what_reopening_changes(runs: Sequence[Run], *, actor: Any, now: dt.datetime) -> dict[int, Judgement]:
    """What ``reopen_many`` would come to on each run."""
    return judge(runs, lambda found: _reopenings(found, now=now), actor=actor)[1]


def _undoings(
    runs: Sequence[Run], *, now: dt.datetime, of_batch: uuid.UUID | None = None
) -> Mapping[int, Judgement]:
    stays = stays_of(runs)
    judged: dict[int, Judgement] = {}
    for run in runs:
        if reasons := _why_not_undone(run, stays[run.pk], of_batch):
            judged[run.pk] = NotReady(*reasons)
    judged |= _kept_from_living([run for run in runs if run.pk not in judged and run.finished_at])
    undone = [run for run in runs if run.pk not in judged]
    rules = deadlines([standing_by(run, stays[run.pk][:-1]) for run in undone])
    for run, rule in zip(undone, rules, strict=True):
        last = stays[run.pk][-1].line.record
        judged[run.pk] = Change(
            TransitionRecord.UNDONE,
            _place_on(run, stays[run.pk][-2], rule, today=timezone.localdate(now)),
            {"undoes": last.seq},
            undoes=last,
        )
    return judged


def _why_not_undone(run: Run, stays: Sequence[Stay], of_batch: uuid.UUID | None) -> list[str]:
    last = stays[-1].line.record
    if of_batch and last.batch != of_batch:
        return [f"{called(run)} has moved on since, so this step is not undone."]
    if run.paused_at:
        return [f"{called(run)} is paused. Resume it first."]
    if last.kind == TransitionRecord.REOPENED:
        return []
    if last.kind != TransitionRecord.MOVED or len(stays) == 1:
        return [f"{called(run)} stands where it began here, so there is no step to undo."]
    move = run.journey.transitions.get(last.transition)
    if move is None:
        return [f"The last step of {called(run)} is none of its journey's any more, so it cannot be undone."]
    return _what_is_final(move)


def _what_is_final(move: Transition) -> list[str]:
    if not move.roles:
        return [
            f"“{move.label}” followed by itself from work that was finished, and that stays so. It cannot be undone."
        ]
    if finals := [effect.final for effect in move.effects if effect.final]:
        return [f"“{move.label}” cannot be undone. {sentence}" for sentence in finals]
    if move.page and not move.page_optional:
        return [
            f"“{move.label}” wrote down more than the step. It is put right on the page where it was done, not from here."
        ]
    return []


def undone_sentence(move: Transition) -> str:
    """Why a move cannot be undone; empty where it can."""
    return " ".join(_what_is_final(move))


def _place_on(run: Run, stay: Stay, rule: Deadline | None, *, today: dt.date) -> Place:
    """On the stay before, as it was then."""
    due_on = stay.agreed[-1] if stay.agreed else rule.day if rule else None
    there = place(
        run.journey.states[stay.line.record.target],
        started_at=run.started_at,
        entered_at=stay.line.happened_at,
        due_on=due_on,
        entered_is_known=stay.line.is_known,
        paused_days=stay.paused_days,
    )
    if there.finished_at:
        return there
    if stay.paused_at:
        return replace(there, paused_at=stay.paused_at, resumes_on=stay.resumes_on, look_on=stay.resumes_on)
    return replace(there, look_on=today if due_on else None)


def _undo_effects(done: Done, *, actor: Any, now: dt.datetime, note: str) -> None:
    steps: dict[Transition, list[Step]] = {}
    for run, change, _ in done:
        record = change.undoes
        move = run.journey.transitions.get(record.transition) if record else None
        if move and record:
            steps.setdefault(move, []).append(Step(run, record, move, actor, now, note))
    for move, taken in steps.items():
        for effect in reversed(move.effects):
            if effect.undo:
                effect.undo(taken)


def _reopenings(runs: Sequence[Run], *, now: dt.datetime) -> Mapping[int, Judgement]:
    stays = stays_of(runs)
    judged: dict[int, Judgement] = {}
    for run in runs:
        if reason := _why_not_reopened(run, stays[run.pk]):
            judged[run.pk] = NotReady(reason)
    judged |= _kept_from_living([run for run in runs if run.pk not in judged])
    opened = [run for run in runs if run.pk not in judged]
    today = timezone.localdate(now)
    rules = deadlines([standing_by(run, stays[run.pk][:-1], anew=today) for run in opened])
    for run, rule in zip(opened, rules, strict=True):
        there = place(
            run.journey.states[stays[run.pk][-2].line.record.target],
            started_at=run.started_at,
            entered_at=now,
            due_on=rule.day if rule else None,
        )
        judged[run.pk] = Change(TransitionRecord.REOPENED, there)
    return judged


def _why_not_reopened(run: Run, stays: Sequence[Stay]) -> str:
    here = run.declared_state.outside_label
    if run.finished_at is None:
        return f"{called(run)} has not ended: it is at “{here}”, and goes on from there."
    if run.state not in {state.name for state in run.journey.reopens}:
        return f"{called(run)} ended at “{here}”, and that stays. What comes next is a new beginning."
    if len(stays) == 1:
        return f"{called(run)} was at “{here}” already when it was brought in, so there is no step to go back to."
    return ""


def _kept_from_living(runs: Sequence[Run]) -> dict[int, Judgement]:
    """Those that may not come back from their end, with why: what their journeys ask for is not so."""
    guards = list(dict.fromkeys(guard for run in runs for guard in run.journey.lives_again))
    facts = facts_of(runs, guards) if guards else {}
    judged: dict[int, Judgement] = {}
    for run in runs:
        if reasons := [said for guard in run.journey.lives_again for said in guard.reasons(facts[run.pk])]:
            judged[run.pk] = NotReady(*reasons)
    return judged
