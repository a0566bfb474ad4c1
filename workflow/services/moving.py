"""Takes transitions: one run, or many by the same rules and statements."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from workflow import machine
from workflow.deadlines import Entered, deadlines
from workflow.journey import Step, Transition
from workflow.models import Run, TransitionRecord
from workflow.records import Entry, Place
from workflow.refusals import NotReady, Refused, Verdict, refusals
from workflow.services.outcome import Outcome, stale
from workflow.services.places import place, wrong_times
from workflow.services.waiving import use_waivers
from workflow.services.writing import bring_up_to_date, locked, next_entry, write


def advance(
    run: Run,
    transition: Transition,
    *,
    actor: Any,
    now: dt.datetime,
    happened_at: dt.datetime | None = None,
    note: str = "",
    version: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> TransitionRecord:
    """Take a transition: lock, version, state, role, guards, move, record, effects, in one transaction.

    ``actor`` None is Waymark itself. ``happened_at`` is when it was so (default: now). ``version`` is the ``seq`` that the
    person saw. ``detail`` are codes and numbers kept with the record. The given run is brought up to date.
    Raises NotFromHere, NotYours, NotReady or Stale; then nothing was changed.
    """
    outcome = advance_many(
        [run],
        transition,
        actor=actor,
        now=now,
        happened_at=happened_at,
        note=note,
        versions={run.pk: version} if version is not None else None,
        detail=detail,
    )
    if run.pk in outcome.refused:
        raise outcome.refused[run.pk]
    return outcome.records[run.pk]


@transaction.atomic
def advance_many(
    runs: Sequence[Run],
    transition: Transition,
    *,
    actor: Any,
    now: dt.datetime,
    happened_at: dt.datetime | None = None,
    note: str = "",
    versions: Mapping[int, int] | None = None,
    detail: Mapping[str, Any] | None = None,
    batch: uuid.UUID | None = None,
) -> Outcome:
    """Take a transition on many runs by the rules of ``advance``; those refused are left as they are.

    The number of statements does not grow with the number of runs.
    """
    happened = happened_at or now
    outcome = Outcome()
    found = locked(runs)
    verdicts = refusals([(run, transition) for run in found], actor=actor)
    needs = _missing(transition, happened, now=now, note=note)
    moving: list[Run] = []
    for run in found:
        if refusal := stale(run, versions) or verdicts[run.pk, transition.name].refusal or needs:
            outcome.refused[run.pk] = refusal
        else:
            moving.append(run)
    if not moving:
        return outcome

    entries = [
        _entry(
            run,
            transition,
            verdicts[run.pk, transition.name],
            actor=actor,
            happened=happened,
            now=now,
            note=note,
            detail=detail,
            batch=batch,
        )
        for run in moving
    ]
    due = {run.pk: run.due_on for run in moving}
    for run in moving:
        machine.move(run, transition)
    places = _places(moving, transition, happened=happened)
    outcome.records = write(moving, entries=entries, places=places)
    use_waivers(outcome.records.values())
    steps = [Step(run, outcome.records[run.pk], transition, actor, now, note, due[run.pk]) for run in moving]
    for effect in transition.effects:
        effect.do(steps)
    bring_up_to_date(runs, written=moving)
    return outcome


def _places(runs: Sequence[Run], transition: Transition, *, happened: dt.datetime) -> list[Place]:
    day = timezone.localdate(happened)
    entered = [
        Entered(run.pk, run.journey, run.declared_state, day, run.area, move=transition) for run in runs
    ]
    return [
        place(
            run.declared_state,
            started_at=run.started_at,
            entered_at=happened,
            due_on=deadline.day if deadline else None,
        )
        for run, deadline in zip(runs, deadlines(entered), strict=True)
    ]


def _missing(transition: Transition, happened: dt.datetime, *, now: dt.datetime, note: str) -> Refused | None:
    reasons = wrong_times(happened, now=now, note=note)
    if transition.needs_note and not note.strip():
        reasons.append(f"Say why: “{transition.label}” needs a reason in words.")
    return NotReady(*reasons) if reasons else None


def _entry(
    run: Run,
    transition: Transition,
    verdict: Verdict,
    *,
    actor: Any,
    happened: dt.datetime,
    now: dt.datetime,
    note: str,
    detail: Mapping[str, Any] | None,
    batch: uuid.UUID | None,
) -> Entry:
    kept = dict(detail or {})
    if verdict.waived:
        kept["waived"] = list(verdict.waived)
    return next_entry(
        run,
        kind=TransitionRecord.MOVED,
        transition=transition.name,
        target=transition.target.name,
        actor=actor,
        role=verdict.role,
        happened=happened,
        now=now,
        note=note,
        detail=kept,
        batch=batch,
    )
