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
FEWEST_SPELLS = 30  # in a step, before its pace says what is slow


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
    """Where an entry leaves its run.

    ``slow_from`` is the day from which the pace of the step counts, where it is known well enough; otherwise, and where the
    day is empty, ``slow_on`` stands.
    """

    state: str
    phase: str
    waits_for: str
    started_at: dt.datetime
    entered_at: dt.datetime
    entered_is_known: bool
    due_on: dt.date | None
    slow_on: dt.date | None
    finished_at: dt.datetime | None
    look_on: dt.date | None = None
    paused_at: dt.datetime | None = None
    resumes_on: dt.date | None = None
    slow_from: dt.date | None = None


RUN_COLUMNS = tuple(name for name in Place.__annotations__ if name != "slow_from")
"""The columns of a run that a place sets."""


@dataclass(frozen=True)
class Words:
    """What a new run is called and belongs to: its journey, and its caller's own words."""

    public_id: uuid.UUID
    journey_code: str
    edition: str
    label: str
    area: str
    kind_of_run: str
    officer_id: int | None


def digest(note: str, salt: bytes) -> bytes:
    """What the chain covers of a note: it proves the words, and says nothing once words and salt are gone."""
    return hashlib.sha256(salt + note.encode()).digest()


def new_salt() -> bytes:
    return secrets.token_bytes(16)


_COLUMNS = """
    run_id bigint, seq integer, previous bytea, kind text, transition text, source text, target text, actor_id bigint,
    role text, happened_at timestamptz, recorded_at timestamptz, detail jsonb, batch uuid, note_digest bytea,
    state text, phase text, waits_for text, started_at timestamptz, entered_at timestamptz, entered_is_known boolean,
    due_on date, slow_on date, finished_at timestamptz,
    look_on date, paused_at timestamptz, resumes_on date, slow_from date"""

_WORDS = """,
    public_id uuid, journey_code text, edition text, label text, area text, kind_of_run text, officer_id bigint"""

_GIVEN = """
    WITH given AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS given ({columns}))"""

_RECORDS = """
    INSERT INTO workflow_transitionrecord (
        run_id, seq, kind, transition, source, target, actor_id, role, happened_at, recorded_at, detail, batch,
        note_digest, hash)
    SELECT run_id, seq, kind, transition, source, target, actor_id, role, happened_at, recorded_at, detail, batch,
        note_digest, workflow_record_hash(previous, run_id, seq, kind, transition, source, target, actor_id, role,
            happened_at, recorded_at, detail, batch, note_digest)
    FROM given
    RETURNING id, run_id, seq, hash"""

_SLOW_ON = """coalesce((
        SELECT given.slow_from + pace.p90_days FROM workflow_steppace pace
        WHERE pace.journey_code = {run}.journey_code AND pace.edition = {run}.edition AND pace.state = given.state
          AND pace.spells >= {fewest}), given.slow_on)"""

_START = f"""{_GIVEN.format(columns=_COLUMNS + _WORDS)}, made AS ({_RECORDS})
    INSERT INTO workflow_run (
        id, public_id, journey_code, edition, state, phase, waits_for, seq, head_hash, started_at, entered_at,
        entered_is_known, recorded_at, due_on, slow_on, finished_at, look_on, paused_at, resumes_on, label, area, kind, officer_id)
    SELECT made.run_id, public_id, journey_code, edition, state, phase, waits_for, made.seq, made.hash, started_at,
        entered_at, entered_is_known, recorded_at, due_on, {_SLOW_ON.format(run="given", fewest=FEWEST_SPELLS)}, finished_at, look_on,
        paused_at, resumes_on, label, area, kind_of_run, officer_id
    FROM made JOIN given USING (run_id)
    RETURNING (SELECT made.id FROM made WHERE made.run_id = workflow_run.id), id, head_hash, slow_on"""  # noqa: S608 - texts of ours

_MOVE = f"""{_GIVEN.format(columns=_COLUMNS)}, made AS ({_RECORDS})
    UPDATE workflow_run run
    SET state = given.state, phase = given.phase, waits_for = given.waits_for, seq = made.seq, head_hash = made.hash,
        started_at = given.started_at, entered_at = given.entered_at, entered_is_known = given.entered_is_known,
        recorded_at = given.recorded_at, due_on = given.due_on, slow_on = {_SLOW_ON.format(run="run", fewest=FEWEST_SPELLS)},
        finished_at = given.finished_at, look_on = given.look_on, paused_at = given.paused_at,
        resumes_on = given.resumes_on
    FROM made JOIN given USING (run_id)
    WHERE run.id = made.run_id AND run.seq = made.seq - 1
    RETURNING made.id, made.run_id, made.hash, run.slow_on"""  # noqa: S608 - texts of ours, without values


def new_run_ids(number: int) -> list[int]:
    """Keys for runs to be: their first records are written with them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('workflow_run', 'id')) FROM generate_series(1, %s)",
            [number],
        )
        return [pk for (pk,) in cursor.fetchall()]


def write_first(entries: Sequence[Entry], places: Sequence[Place], words: Sequence[Words]) -> None:
    """Write the records with which runs start, and the runs."""
    _write(
        _START,
        entries,
        [vars(place) | vars(said) for place, said in zip(places, words, strict=True)],
    )


def write_moves(
    entries: Sequence[Entry], places: Sequence[Place]
) -> tuple[dict[int, TransitionRecord], dict[int, dt.date | None]]:
    """Write records and move their runs, all or none. Returns the record of each run id, and from when on the run is slow.

    A run that is no longer at the version before its entry is left out of the answer: the caller decides.
    """
    made = _write(_MOVE, entries, [vars(place) for place in places])
    records = {
        entry.run_id: _as_record(entry, *made[entry.run_id][:2]) for entry in entries if entry.run_id in made
    }
    return records, {run_id: slow_on for run_id, (_, _, slow_on) in made.items()}


def _write(
    statement: str, entries: Sequence[Entry], further: Sequence[dict[str, Any]]
) -> dict[int, tuple[int, bytes, dt.date | None]]:
    """Key and hash of the record that each run was given, and from when on the run is slow."""
    given = [_columns(entry) | more for entry, more in zip(entries, further, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [_as_json(given)])
        made = {run_id: (pk, bytes(head), slow_on) for pk, run_id, head, slow_on in cursor.fetchall()}
    _write_notes({run_id: pk for run_id, (pk, *_) in made.items()}, entries)
    return made


def _columns(entry: Entry) -> dict[str, Any]:
    """What goes into the record: of the note only its digest."""
    columns = {name: value for name, value in vars(entry).items() if name not in ("note", "salt")}
    return columns | {"note_digest": entry.note_digest}


def _as_json(given: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(given, default=_as_text)


def _as_text(value: Any) -> Any:
    """Times to the microsecond, bytes as PostgreSQL reads them."""
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be kept with a record.")


def _write_notes(records: Mapping[int, int], entries: Sequence[Entry]) -> None:
    notes = [
        RecordNote(record_id=records[entry.run_id], text=entry.note, salt=entry.salt)
        for entry in entries
        if entry.note and entry.run_id in records
    ]
    if notes:
        RecordNote.objects.bulk_create(notes)


def _as_record(entry: Entry, pk: int, head: bytes) -> TransitionRecord:
    columns = {name: value for name, value in _columns(entry).items() if name != "previous"}
    values = columns | {"id": pk, "hash": head, "detail": dict(entry.detail)}
    names = [field.attname for field in TransitionRecord._meta.concrete_fields]
    return TransitionRecord.from_db(connection.alias, names, [values[name] for name in names])
