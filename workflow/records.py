"""Writes history: the records of many moves, the chain of their hashes and the runs' new places, in one statement."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from workflow.models import RecordNote, TransitionRecord

GENESIS = b"\0" * 32


@dataclass(frozen=True)
class Entry:
    """One record to be written."""

    run_id: int
    seq: int
    previous: bytes
    kind: str
    transition: str
    source: str
    target: str
    actor_id: int | None
    role: str
    happened_at: dt.datetime
    recorded_at: dt.datetime
    detail: Mapping[str, Any] = field(default_factory=dict)
    batch: uuid.UUID | None = None
    note: str = ""
    salt: bytes = b""

    @property
    def note_digest(self) -> bytes | None:
        return digest(self.note, self.salt) if self.note else None


@dataclass(frozen=True)
class Place:
    """Where an entry leaves its run."""

    state: str
    phase: str
    waits_for: str
    entered_at: dt.datetime
    due_on: dt.date | None
    slow_on: dt.date | None
    finished_at: dt.datetime | None


def digest(note: str, salt: bytes) -> bytes:
    """What the chain covers of a note: it proves the words, and says nothing once words and salt are gone."""
    return hashlib.sha256(salt + note.encode()).digest()


def new_salt() -> bytes:
    return secrets.token_bytes(16)


_INSERT = """
    INSERT INTO workflow_transitionrecord (
        run_id, seq, kind, transition, source, target, actor_id, role, happened_at, recorded_at, detail, batch,
        note_digest, hash)
    SELECT e.run_id, e.seq, e.kind, e.transition, e.source, e.target, e.actor_id, e.role, e.happened_at,
        e.recorded_at, e.detail, e.batch, e.note_digest,
        workflow_record_hash(e.previous, e.run_id, e.seq, e.kind, e.transition, e.source, e.target, e.actor_id,
            e.role, e.happened_at, e.recorded_at, e.detail, e.batch, e.note_digest)
    FROM unnest(
        %s::bigint[], %s::integer[], %s::bytea[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[],
        %s::text[], %s::timestamptz[], %s::timestamptz[], %s::jsonb[], %s::uuid[], %s::bytea[]
    ) AS e (run_id, seq, previous, kind, transition, source, target, actor_id, role, happened_at, recorded_at,
            detail, batch, note_digest)
    RETURNING id, run_id, seq, hash
"""

_MOVE = f"""
    WITH made AS ({_INSERT})
    UPDATE workflow_run run
    SET state = p.state, phase = p.phase, waits_for = p.waits_for, seq = made.seq, head_hash = made.hash,
        entered_at = p.entered_at, recorded_at = p.recorded_at, due_on = p.due_on, slow_on = p.slow_on,
        finished_at = p.finished_at
    FROM made JOIN unnest(
        %s::bigint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::date[],
        %s::date[], %s::timestamptz[]
    ) AS p (run_id, state, phase, waits_for, entered_at, recorded_at, due_on, slow_on, finished_at)
      ON p.run_id = made.run_id
    WHERE run.id = made.run_id AND run.seq = made.seq - 1
    RETURNING made.id, made.run_id, made.hash
"""  # noqa: S608 - a text of ours, without values


def write_first(entry: Entry) -> bytes:
    """Write the record with which a run starts, before the run itself. Returns its hash."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, _columns([entry]))
        made = cursor.fetchone()
    _write_notes({entry.run_id: made[0]}, [entry])
    return bytes(made[3])


def write_moves(entries: Sequence[Entry], places: Sequence[Place]) -> dict[int, TransitionRecord]:
    """Write records and move their runs, all or none. Returns the record of each run id.

    A run that is no longer at the version before its entry is left out of the answer: the caller decides.
    """
    parameters = [
        *_columns(entries),
        [entry.run_id for entry in entries],
        [place.state for place in places],
        [place.phase for place in places],
        [place.waits_for for place in places],
        [place.entered_at for place in places],
        [entry.recorded_at for entry in entries],
        [place.due_on for place in places],
        [place.slow_on for place in places],
        [place.finished_at for place in places],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, parameters)
        made = {run_id: (pk, bytes(head)) for pk, run_id, head in cursor.fetchall()}
    _write_notes({run_id: pk for run_id, (pk, _) in made.items()}, entries)
    return {
        entry.run_id: _as_record(entry, *made[entry.run_id]) for entry in entries if entry.run_id in made
    }


def _columns(entries: Sequence[Entry]) -> list[list[Any]]:
    return [
        [entry.run_id for entry in entries],
        [entry.seq for entry in entries],
        [entry.previous for entry in entries],
        [entry.kind for entry in entries],
        [entry.transition for entry in entries],
        [entry.source for entry in entries],
        [entry.target for entry in entries],
        [entry.actor_id for entry in entries],
        [entry.role for entry in entries],
        [entry.happened_at for entry in entries],
        [entry.recorded_at for entry in entries],
        [json.dumps(dict(entry.detail)) for entry in entries],
        [entry.batch for entry in entries],
        [entry.note_digest for entry in entries],
    ]


def _write_notes(records: Mapping[int, int], entries: Sequence[Entry]) -> None:
    notes = [
        RecordNote(record_id=records[entry.run_id], text=entry.note, salt=entry.salt)
        for entry in entries
        if entry.note and entry.run_id in records
    ]
    if notes:
        RecordNote.objects.bulk_create(notes)


def _as_record(entry: Entry, pk: int, head: bytes) -> TransitionRecord:
    return TransitionRecord(
        id=pk,
        run_id=entry.run_id,
        seq=entry.seq,
        kind=entry.kind,
        transition=entry.transition,
        source=entry.source,
        target=entry.target,
        actor_id=entry.actor_id,
        role=entry.role,
        happened_at=entry.happened_at,
        recorded_at=entry.recorded_at,
        detail=dict(entry.detail),
        batch=entry.batch,
        note_digest=entry.note_digest,
        hash=head,
    )



