"""Gives a run to another officer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth import get_user_model

from workflow.journey import Remark
from workflow.models import Run, TransitionRecord
from workflow.refusals import NotReady
from workflow.services.acting import Change, Done, Judgement, called, carry_out, judge, only
from workflow.services.outcome import Outcome
from workflow.services.places import present_place

REASSIGNED = Remark("reassigned", "Another officer looks after it")


def reassign(run: Run, *, officer: Any, actor: Any, now: dt.datetime, note: str = "") -> TransitionRecord:
    """Have another officer look after a run (None: nobody), with a remark. Whether they may is for the caller to ask.

    Raises NotYours, or NotReady where it is theirs already.
    """
    return only(reassign_many([run], officer=officer, actor=actor, now=now, note=note), run)


def reassign_many(
    runs: Sequence[Run],
    *,
    officer: Any,
    actor: Any,
    now: dt.datetime,
    note: str = "",
    reason: str = "",
    batch: uuid.UUID | None = None,
    versions: Mapping[int, int] | None = None,
) -> Outcome:
    """Reassign many runs by the rules of ``reassign``; those refused are left as they are."""

    def give(done: Done) -> None:
        for run, _, _ in done:
            run.officer = officer
        keys = [run.pk for run, _, _ in done]
        Run.objects.filter(pk__in=keys).update(officer=officer)
        for given in runs:
            if given.pk in keys:
                given.officer = officer

    return carry_out(
        runs,
        lambda found: _changes(found, officer),
        actor=actor,
        now=now,
        reason=reason,
        note=note,
        needs_words=False,
        batch=batch,
        versions=versions,
        then=give,
    )


def what_reassigning_changes(runs: Sequence[Run], *, officer: Any, actor: Any) -> dict[int, Judgement]:
    """What ``reassign_many`` would come to on each run."""
    return judge(runs, lambda found: _changes(found, officer), actor=actor)[1]


def take_back_reassignment_many(
    runs: Sequence[Run],
    *,
    batch: uuid.UUID,
    actor: Any,
    now: dt.datetime,
    reason: str = "",
    note: str = "",
) -> Outcome:
    """Have those look after runs again who did so before a batch. Refused for a run that was given on since."""
    given = {
        record.run_id: record
        for record in TransitionRecord.objects.filter(
            run__in=list(runs), batch=batch, kind=TransitionRecord.NOTED
        ).order_by("seq")
        if record.detail["about"] == REASSIGNED.code
    }
    outcome = Outcome()
    before: dict[int | None, list[Run]] = {}
    for run in runs:
        record = given.get(run.pk)
        if record is None or run.officer_id != record.detail["officer"]:
            outcome.refused[run.pk] = NotReady(
                f"{called(run)} was given to somebody else since, and stays there."
            )
        else:
            before.setdefault(record.detail["was"], []).append(run)
    people = get_user_model()._default_manager.in_bulk([key for key in before if key])
    for key, theirs in before.items():
        found = reassign_many(
            theirs,
            officer=people.get(key),
            actor=actor,
            now=now,
            note=note,
            reason=reason,
            batch=batch,
        )
        outcome.records |= found.records
        outcome.refused |= found.refused
    return outcome


def _changes(runs: Sequence[Run], officer: Any) -> Mapping[int, Judgement]:
    key = officer.pk if officer else None
    return {run.pk: _change(run, key, officer) for run in runs}


def _change(run: Run, key: int | None, officer: Any) -> Judgement:
    if run.officer_id == key:
        return NotReady(f"{called(run)} is {f'with {officer}' if officer else 'with nobody'} already.")
    return Change(
        TransitionRecord.NOTED,
        present_place(run),
        {"about": REASSIGNED.code, "was": run.officer_id, "officer": key},
    )
