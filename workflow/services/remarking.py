"""Writes down what is so about a run and moves nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from workflow.journey import SYSTEM, Remark
from workflow.models import Run, TransitionRecord
from workflow.refusals import NotReady, held_roles
from workflow.services.places import in_future, present_place
from workflow.services.writing import bring_up_to_date, locked, next_entry, write


def annotate(
    run: Run,
    remark: Remark,
    *,
    actor: Any,
    now: dt.datetime,
    role: str = "",
    happened_at: dt.datetime | None = None,
    note: str = "",
    detail: Mapping[str, Any] | None = None,
) -> TransitionRecord:
    """Write a remark into a run's history, whatever its state. State and dates stay; the version goes on.

    Who may is for the caller to decide. ``role`` is the one in which the actor speaks; without one, the first of the
    journey's that the actor holds. Raises NotReady for a time in the future.
    """
    return annotate_many(
        [run], remark, actor=actor, now=now, role=role, happened_at=happened_at, note=note, detail=detail
    )[run.pk]


@transaction.atomic
def annotate_many(
    runs: Sequence[Run],
    remark: Remark,
    *,
    actor: Any,
    now: dt.datetime,
    role: str = "",
    happened_at: dt.datetime | None = None,
    note: str = "",
    detail: Mapping[str, Any] | None = None,
    batch: uuid.UUID | None = None,
) -> dict[int, TransitionRecord]:
    """Write one remark into the history of many runs, in a fixed number of statements. Returns the records by run id."""
    happened = happened_at or now
    if reasons := in_future(happened, now=now):
        raise NotReady(*reasons)
    found = locked(runs)
    if not found:
        return {}
    roles = _roles(found, actor) if not role else {}
    entries = [
        next_entry(
            run,
            kind=TransitionRecord.NOTED,
            target=run.state,
            actor=actor,
            role=role or roles[run.pk],
            happened=happened,
            now=now,
            detail={**(detail or {}), "about": remark.code},
            batch=batch,
            note=note,
        )
        for run in found
    ]
    records = write(found, entries=entries, places=[present_place(run) for run in found])
    bring_up_to_date(runs, written=found)
    return records


def _roles(runs: Sequence[Run], actor: Any) -> dict[int, str]:
    """For each run, the first of its journey's roles that the actor holds; '' for none."""
    if actor is None:
        return {run.pk: SYSTEM.code for run in runs}
    named = {run.pk: [*run.journey.office, *run.journey.readers, *run.journey.editors] for run in runs}
    held = held_roles(actor, runs, list(dict.fromkeys(role for roles in named.values() for role in roles)))
    return {
        pk: next((role.code for role in roles if role.code in held[pk]), "") for pk, roles in named.items()
    }
