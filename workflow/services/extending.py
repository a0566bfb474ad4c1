"""Agrees another day than the rule's, and takes that back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from workflow.deadlines import Deadline, deadlines, standing_by
from workflow.history import Stay
from workflow.models import Run, TransitionRecord
from workflow.queries import stays_of
from workflow.refusals import NotReady
from workflow.services.acting import Change, Judgement, called, carry_out, ended, judge, only
from workflow.services.outcome import Outcome
from workflow.services.places import present_place


def extend(
    run: Run, *, to: dt.date, reason: str, actor: Any, now: dt.datetime, note: str
) -> TransitionRecord:
    """Agree a later day as due. It stands until the run moves, whatever the rule or the calendar say; a pause takes it along.

    ``reason`` is a code of ``workflow.reasons``. ``actor`` None is Waymark itself, by a rule. Raises NotYours; NotReady
    for a run that has ended or is paused, where nothing is due, for a day that is past or not later, or without a reason.
    """
    return only(extend_many([run], to=to, reason=reason, actor=actor, now=now, note=note), run)


def extend_many(
    runs: Sequence[Run],
    *,
    to: dt.date,
    reason: str,
    actor: Any,
    now: dt.datetime,
    note: str,
    batch: uuid.UUID | None = None,
    versions: Mapping[int, int] | None = None,
) -> Outcome:
    """Agree one later day for many runs, by the rules of ``extend``; those refused are left as they are."""
    return carry_out(
        runs,
        lambda found: _extensions(found, to=to, now=now),
        actor=actor,
        now=now,
        reason=reason,
        note=note,
        by_itself=True,
        batch=batch,
        versions=versions,
    )


def what_extending_changes(
    runs: Sequence[Run], *, to: dt.date, actor: Any, now: dt.datetime
) -> dict[int, Judgement]:
    """What ``extend_many`` would come to on each run."""
    return judge(runs, lambda found: _extensions(found, to=to, now=now), actor=actor, by_itself=True)[1]


def take_back_extension_many(
    runs: Sequence[Run],
    *,
    batch: uuid.UUID,
    reason: str,
    actor: Any,
    now: dt.datetime,
    note: str,
) -> Outcome:
    """Have the days stand again that stood before the extensions of a batch. Refused for a run that changed since."""

    def plan(found: Sequence[Run]) -> Mapping[int, Judgement]:
        return _taken_back(found, batch=batch, now=now)

    return carry_out(runs, plan, actor=actor, now=now, reason=reason, note=note, batch=batch)


def _extensions(runs: Sequence[Run], *, to: dt.date, now: dt.datetime) -> Mapping[int, Judgement]:
    stays = stays_of(runs)
    return {run.pk: _extension(run, stays[run.pk][-1], to=to, now=now) for run in runs}


def _extension(run: Run, stay: Stay, *, to: dt.date, now: dt.datetime) -> Judgement:
    today = timezone.localdate(now)
    if refusal := ended(run):
        return refusal
    if run.paused_at:
        return NotReady(
            f"{called(run)} is paused, and its day waits with it. Resume it first, then give it more time."
        )
    if run.due_on is None and run.declared_state.due is None:
        return NotReady(
            f"Nothing is due from {called(run)} at “{run.declared_state.outside_label}”, so no day can be moved."
        )
    if to <= today:
        return NotReady("The new day is not in the future. Give a day after today.")
    if run.due_on and to <= run.due_on:
        stands = date_format(run.due_on, "j F Y")
        return NotReady(f"{called(run)} has time until {stands} already. Give a later day.")
    return Change(
        TransitionRecord.EXTENDED,
        replace(present_place(run), due_on=to, look_on=today),
        {
            "was": run.due_on.isoformat() if run.due_on else None,
            "due_on": to.isoformat(),
            "stay": stay.seq,
        },
    )


def _taken_back(runs: Sequence[Run], *, batch: uuid.UUID, now: dt.datetime) -> Mapping[int, Judgement]:
    stays = stays_of(runs)
    lasts = {
        record.run_id: record
        for record in TransitionRecord.objects.filter(
            run__in=list(runs), kind=TransitionRecord.EXTENDED
        ).order_by("run_id", "seq")
    }
    rules = deadlines([standing_by(run, stays[run.pk]) for run in runs])
    return {
        run.pk: _take_back(run, stays[run.pk][-1], lasts.get(run.pk), rule, batch=batch, now=now)
        for run, rule in zip(runs, rules, strict=True)
    }


def _take_back(
    run: Run,
    stay: Stay,
    last: TransitionRecord | None,
    rule: Deadline | None,
    *,
    batch: uuid.UUID,
    now: dt.datetime,
) -> Judgement:
    is_last = last is not None and last.batch == batch and "takes_back" not in last.detail
    if last is None or not is_last or last.detail["stay"] != stay.seq or run.finished_at or run.paused_at:
        return NotReady(
            f"{called(run)} has changed since it was given more time, so the earlier day is not put back."
        )
    before = stay.agreed[:-1]
    due_on = before[-1] if before else rule.day if rule else None
    return Change(
        TransitionRecord.EXTENDED,
        replace(present_place(run), due_on=due_on, look_on=timezone.localdate(now)),
        {
            "was": run.due_on.isoformat() if run.due_on else None,
            "due_on": due_on.isoformat() if due_on else None,
            "stay": stay.seq,
            "takes_back": last.seq,
        },
    )
