"""What all writers share: lock the runs, make the next record of each, write, and bring what the caller holds up to date."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from workflow.journey import SYSTEM
from workflow.models import Run, TransitionRecord
from workflow.records import RUN_COLUMNS, Entry, Place, new_salt, write_moves
from workflow.refusals import Stale

_LOCK = "SELECT * FROM workflow_run WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


def locked(runs: Sequence[Run]) -> list[Run]:
    """The runs as they are now, locked in the order of their keys. In SQL: half the cost of a queryset, on every move."""
    return list(Run.objects.raw(_LOCK, [[run.pk for run in runs]]))


def next_entry(
    run: Run,
    *,
    kind: str,
    target: str,
    actor: Any,
    role: str,
    happened: dt.datetime,
    now: dt.datetime,
    transition: str = "",
    detail: Mapping[str, Any] | None = None,
    batch: uuid.UUID | None = None,
    note: str = "",
) -> Entry:
    """The record that comes next in a run's history."""
    return Entry(
        run_id=run.pk,
        seq=run.seq + 1,
        previous=bytes(run.head_hash),
        kind=kind,
        transition=transition,
        source=run.state,
        target=target,
        actor_id=actor.pk if actor else None,
        role=role if actor else SYSTEM.code,
        happened_at=happened,
        recorded_at=now,
        detail=detail or {},
        batch=batch,
        note=note.strip(),
        salt=new_salt(),
    )


def write(
    runs: Sequence[Run], *, entries: Sequence[Entry], places: Sequence[Place]
) -> dict[int, TransitionRecord]:
    """Write the next record of each locked run and bring the runs up to date. Raises Stale when one got away."""
    records, slow_on = write_moves(entries, places)
    if len(records) < len(runs):
        raise Stale("Somebody else changed this at the same moment. Open the page again and look.")
    for run, place in zip(runs, places, strict=True):
        for name in RUN_COLUMNS:
            setattr(run, name, getattr(place, name))
        record, run.slow_on = records[run.pk], slow_on[run.pk]
        run.seq, run.head_hash, run.recorded_at = record.seq, record.hash, record.recorded_at
    return records


def bring_up_to_date(given: Sequence[Run], *, written: Sequence[Run]) -> None:
    """Copy what was written to the runs that the caller holds."""
    by_key = {run.pk: run for run in written}
    for run in given:
        if run.pk in by_key:
            for name in (*RUN_COLUMNS, "seq", "head_hash", "recorded_at"):
                setattr(run, name, getattr(by_key[run.pk], name))
