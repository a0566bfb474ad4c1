"""The only writers of a run's state: start, advance, advance_many."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from workflow import machine
from workflow.deadlines import Deadline, Entered, deadlines
from workflow.due import working_days_between
from workflow.journey import SYSTEM, Journey, State, Step, Transition
from workflow.models import Run, TransitionRecord
from workflow.records import GENESIS, Entry, Place, new_salt, write_first, write_moves
from workflow.refusals import NotReady, Refused, Stale, Verdict, refusals

LATE_RECORDING = 10  # working days after which recording a past event needs a reason


@dataclass
class Outcome:
    """What a move of many runs came to, by run id."""

    records: dict[int, TransitionRecord] = field(default_factory=dict)
    refused: dict[int, Refused] = field(default_factory=dict)


@transaction.atomic
def start(
    journey: type[Journey],
    *,
    actor: Any,
    now: dt.datetime,
    role: str = SYSTEM.code,
    happened_at: dt.datetime | None = None,
    note: str = "",
    label: str = "",
    area: str = "",
    kind: str = "",
    officer: Any = None,
) -> Run:
    """Start a run in the journey's first state, with its first record. Raises NotReady for a wrong time.

    Who may start is for the caller to decide: there is no run yet on which anybody could hold a role.
    """
    happened = happened_at or now
    if reasons := _wrong_times(happened, now=now, note=note):
        raise NotReady(*reasons)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('workflow_run', 'id'))")
        run_id: int = cursor.fetchone()[0]
    entry = Entry(
        run_id=run_id,
        seq=1,
        previous=GENESIS,
        kind=TransitionRecord.STARTED,
        transition="",
        source="",
        target=journey.initial.name,
        actor_id=actor.pk if actor else None,
        role=role if actor else SYSTEM.code,
        happened_at=happened,
        recorded_at=now,
        note=note,
        salt=new_salt(),
    )
    head = write_first(entry)
    entered = Entered(run_id, journey, journey.initial, timezone.localdate(happened), area)
    place = _place(journey.initial, happened=happened, deadline=deadlines([entered])[0])
    return Run.objects.create(
        id=run_id,
        journey_code=journey.code,
        edition=journey.edition,
        seq=1,
        head_hash=head,
        started_at=happened,
        recorded_at=now,
        label=label,
        area=area,
        kind=kind,
        officer=officer,
        **vars(place),
    )


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
    locked = _locked(runs)
    verdicts = refusals([(run, transition) for run in locked], actor=actor)
    needs = _missing(transition, happened, now=now, note=note)
    moving: list[Run] = []
    for run in locked:
        verdict = verdicts[run.pk, transition.name]
        if refusal := _stale(run, versions) or verdict.refusal or needs:
            outcome.refused[run.pk] = refusal
        else:
            moving.append(run)
    if not moving:
        return outcome

    entries = [
        _entry(
            run,
            transition,
            verdicts,
            actor=actor,
            happened=happened,
            now=now,
            note=note,
            detail=detail,
            batch=batch,
        )
        for run in moving
    ]
    for run in moving:
        machine.move(run, transition)
    due = deadlines([_entered(run, transition, happened=happened) for run in moving])
    places = [
        _place(run.declared_state, happened=happened, deadline=deadline)
        for run, deadline in zip(moving, due, strict=True)
    ]
    outcome.records = write_moves(entries, places)
    if len(outcome.records) < len(moving):
        raise Stale("Somebody else changed this at the same moment. Open the page again and look.")

    for run, place in zip(moving, places, strict=True):
        _bring_up_to_date(run, place, outcome.records[run.pk])
    steps = [Step(run, outcome.records[run.pk], transition, actor, now, note) for run in moving]
    for effect in transition.effects:
        effect.do(steps)
    moved = {run.pk: run for run in moving}
    for given in runs:
        if given.pk in moved:
            _copy(moved[given.pk], to=given)
    return outcome


_LOCK = "SELECT * FROM workflow_run WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


def _locked(runs: Sequence[Run]) -> list[Run]:
    """The runs as they are now, locked in the order of their keys. In SQL: half the cost of a queryset, on every move."""
    return list(Run.objects.raw(_LOCK, [[run.pk for run in runs]]))


def _stale(run: Run, versions: Mapping[int, int] | None) -> Refused | None:
    if versions is None or versions.get(run.pk, run.seq) == run.seq:
        return None
    return Stale(
        f"{run.label or 'This'} has moved on since you opened the page: it is now at"
        f" “{run.declared_state.outside_label}”. Look at it again before you decide."
    )


def _missing(transition: Transition, happened: dt.datetime, *, now: dt.datetime, note: str) -> Refused | None:
    reasons = _wrong_times(happened, now=now, note=note)
    if transition.needs_note and not note.strip():
        reasons.append(f"Say why: “{transition.label}” needs a reason in words.")
    return NotReady(*reasons) if reasons else None


def _wrong_times(happened: dt.datetime, *, now: dt.datetime, note: str) -> list[str]:
    if happened > now:
        return ["The date it happened lies in the future. Give a date up to today."]
    long_ago = working_days_between(timezone.localdate(happened), timezone.localdate(now)) > LATE_RECORDING
    if long_ago and not note.strip():
        return ["It happened more than ten working days ago. Say why it is recorded only now."]
    return []


def _entry(
    run: Run,
    transition: Transition,
    verdicts: Mapping[tuple[int, str], Verdict],
    *,
    actor: Any,
    happened: dt.datetime,
    now: dt.datetime,
    note: str,
    detail: Mapping[str, Any] | None,
    batch: uuid.UUID | None,
) -> Entry:
    return Entry(
        run_id=run.pk,
        seq=run.seq + 1,
        previous=bytes(run.head_hash),
        kind=TransitionRecord.MOVED,
        transition=transition.name,
        source=run.state,
        target=transition.target.name,
        actor_id=actor.pk if actor else None,
        role=verdicts[run.pk, transition.name].role,
        happened_at=happened,
        recorded_at=now,
        detail=detail or {},
        batch=batch,
        note=note.strip(),
        salt=new_salt(),
    )


def _entered(run: Run, transition: Transition, *, happened: dt.datetime) -> Entered:
    day = timezone.localdate(happened)
    return Entered(run.pk, run.journey, run.declared_state, day, run.area, move=transition)


def _place(state: State, *, happened: dt.datetime, deadline: Deadline | None) -> Place:
    day = timezone.localdate(happened)
    return Place(
        state=state.name,
        phase=state.phase.value,
        waits_for=state.waits_for.code,
        entered_at=happened,
        due_on=deadline.day if deadline else None,
        slow_on=day + dt.timedelta(days=state.allowance) if state.allowance else None,
        finished_at=happened if state.final else None,
    )


def _bring_up_to_date(run: Run, place: Place, record: TransitionRecord) -> None:
    for name, value in vars(place).items():
        setattr(run, name, value)
    run.seq, run.head_hash, run.recorded_at = record.seq, record.hash, record.recorded_at


def _copy(run: Run, *, to: Run) -> None:
    for name in (*Place.__annotations__, "seq", "head_hash", "recorded_at"):
        setattr(to, name, getattr(run, name))
