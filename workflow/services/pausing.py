"""Stops a run's clock for a time, and lets it go on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from workflow.deadlines import deadlines, standing_by
from workflow.history import Stay
from workflow.models import Run, TransitionRecord
from workflow.queries import stays_of
from workflow.refusals import NotReady
from workflow.services.acting import Change, Judgement, called, carry_out, ended, judge, only
from workflow.services.outcome import Outcome
from workflow.services.places import present_place


def pause(
    run: Run,
    *,
    reason: str,
    actor: Any,
    now: dt.datetime,
    note: str,
    until: dt.date | None = None,
) -> TransitionRecord:
    """Stop a run's clock from now on, until a day or until somebody resumes it. Its days wait as long.

    Meanwhile nobody moves it, save that the office writes down what happened or ends it. ``reason`` is a code of
    ``workflow.reasons``. Raises NotYours; NotReady for a run that has ended or is paused, for a day that is not in the
    future, or without a reason.
    """
    return only(pause_many([run], reason=reason, actor=actor, now=now, note=note, until=until), run)


def pause_many(
    runs: Sequence[Run],
    *,
    reason: str,
    actor: Any,
    now: dt.datetime,
    note: str,
    until: dt.date | None = None,
    batch: uuid.UUID | None = None,
    versions: Mapping[int, int] | None = None,
) -> Outcome:
    """Pause many runs by the rules of ``pause``; those refused are left as they are."""
    return carry_out(
        runs,
        lambda found: _pauses(found, until=until, now=now),
        actor=actor,
        now=now,
        reason=reason,
        note=note,
        by_itself=True,
        batch=batch,
        versions=versions,
    )


def what_pausing_changes(
    runs: Sequence[Run], *, until: dt.date | None, actor: Any, now: dt.datetime
) -> dict[int, Judgement]:
    """What ``pause_many`` would come to on each run."""
    return judge(runs, lambda found: _pauses(found, until=until, now=now), actor=actor, by_itself=True)[1]


def resume(run: Run, *, actor: Any, now: dt.datetime, note: str = "") -> TransitionRecord:
    """Let a paused run go on: what is due, and when it is called slow, move by the days for which it stood still.

    ``actor`` None is Waymark itself, when the agreed day has come. Raises NotYours; NotReady for a run that is not paused.
    """
    return only(resume_many([run], actor=actor, now=now, note=note), run)


def resume_many(
    runs: Sequence[Run],
    *,
    actor: Any,
    now: dt.datetime,
    note: str = "",
    reason: str = "",
    batch: uuid.UUID | None = None,
    versions: Mapping[int, int] | None = None,
    of_batch: uuid.UUID | None = None,
) -> Outcome:
    """Resume many runs by the rules of ``resume``; those refused are left as they are.

    ``of_batch``: only what was paused in this batch.
    """
    return carry_out(
        runs,
        lambda found: _resumptions(found, now=now, of_batch=of_batch),
        actor=actor,
        now=now,
        reason=reason,
        note=note,
        needs_words=False,
        by_itself=True,
        batch=batch,
        versions=versions,
    )


def what_resuming_changes(runs: Sequence[Run], *, actor: Any, now: dt.datetime) -> dict[int, Judgement]:
    """What ``resume_many`` would come to on each run."""
    return judge(runs, lambda found: _resumptions(found, now=now), actor=actor, by_itself=True)[1]


def _pauses(runs: Sequence[Run], *, until: dt.date | None, now: dt.datetime) -> Mapping[int, Judgement]:
    stays = stays_of(runs)
    return {run.pk: _pause(run, stays[run.pk][-1], until=until, now=now) for run in runs}


def _pause(run: Run, stay: Stay, *, until: dt.date | None, now: dt.datetime) -> Judgement:
    if refusal := ended(run):
        return refusal
    if run.paused_at:
        return NotReady(
            f"{called(run)} is paused already. Resume it first if its pause should end on another day."
        )
    if until and until <= timezone.localdate(now):
        return NotReady(
            "The day on which it goes on is not in the future. Give a day after today, or leave it open."
        )
    return Change(
        TransitionRecord.PAUSED,
        replace(present_place(run), paused_at=now, resumes_on=until, look_on=until),
        {"stay": stay.seq, "until": until.isoformat() if until else None},
    )


def _resumptions(
    runs: Sequence[Run], *, now: dt.datetime, of_batch: uuid.UUID | None = None
) -> Mapping[int, Judgement]:
    """What is due by rule is so by the rule as it counts then; an agreed day, and a day that is no rule's, wait as long."""
    today = timezone.localdate(now)
    paused = [run for run in runs if run.paused_at]
    stays = stays_of(paused)
    lengths = {run.pk: (today - timezone.localdate(run.paused_at)).days for run in paused}
    after = {
        run.pk: [*stays[run.pk][:-1], _rested(stays[run.pk][-1], run, lengths[run.pk])] for run in paused
    }
    asked = [standing_by(run, stays[run.pk]) for run in paused]
    found = deadlines([*asked, *(standing_by(run, after[run.pk]) for run in paused)])
    judged: dict[int, Judgement] = {
        run.pk: NotReady(f"{called(run)} is not paused, so there is nothing to resume.")
        for run in runs
        if not run.paused_at
    }
    for run, was, becomes in zip(paused, found[: len(paused)], found[len(paused) :], strict=True):
        if of_batch and stays[run.pk][-1].paused_in != of_batch:
            judged[run.pk] = NotReady(f"{called(run)} was paused anew since, so it stays paused.")
            continue
        stay, rest = stays[run.pk][-1], dt.timedelta(days=lengths[run.pk])
        due_on = run.due_on + rest if run.due_on else None
        if was and becomes and not stay.agreed and run.due_on == was.day:
            due_on = becomes.day
        judged[run.pk] = Change(
            TransitionRecord.RESUMED,
            replace(
                present_place(run),
                due_on=due_on,
                slow_on=run.slow_on + rest if run.slow_on else None,
                paused_at=None,
                resumes_on=None,
                look_on=today,
            ),
            {
                "stay": stay.seq,
                "paused_on": timezone.localdate(run.paused_at).isoformat(),
                "days": lengths[run.pk],
                "due_on": due_on.isoformat() if due_on else None,
            },
        )
    return judged


def _rested(stay: Stay, run: Run, days: int) -> Stay:
    return replace(stay, pauses=(*stay.pauses, (timezone.localdate(run.paused_at), days)))
