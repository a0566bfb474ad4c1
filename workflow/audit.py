"""Does history hold? One statement looks at every run, record and note; a breach is a line, not an exception."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from workflow.records import GENESIS


@dataclass(frozen=True)
class Breach:
    """Something that history, once written, could not have come to by itself. ``seq`` is 0 for the run as a whole."""

    run_id: int
    label: str
    seq: int
    fault: str

    def __str__(self) -> str:
        where = f"record {self.seq}" if self.seq else "as a whole"
        return f"run {self.run_id} ({self.label or 'no label'}), {where}: {self.fault}"


_BREACHES = """
    WITH chain AS (
        SELECT record.*,
            lag(seq) OVER history AS seq_before,
            lag(hash) OVER history AS hash_before,
            lag(target) OVER history AS target_before,
            lead(seq) OVER history IS NULL AS is_last
        FROM workflow_transitionrecord record
        WINDOW history AS (PARTITION BY run_id ORDER BY seq)
    )
    SELECT run.id, run.label, coalesce(chain.seq, 0), found.fault
    FROM workflow_run run
    LEFT JOIN chain ON chain.run_id = run.id
    LEFT JOIN workflow_recordnote note ON note.record_id = chain.id
    CROSS JOIN LATERAL (VALUES
        (chain.id IS NULL,
            'it has no record'),
        (chain.seq <> coalesce(chain.seq_before, 0) + 1,
            'a record before it is missing'),
        (chain.hash <> workflow_record_hash(coalesce(chain.hash_before, %s), chain.run_id, chain.seq, chain.kind,
                chain.transition, chain.source, chain.target, chain.actor_id, chain.role, chain.happened_at,
                chain.recorded_at, chain.detail, chain.batch, chain.note_digest),
            'its hash is not that of what it says and of the record before'),
        (chain.source <> coalesce(chain.target_before, ''),
            'it does not begin where the record before ended'),
        (note.record_id IS NOT NULL
            AND chain.note_digest IS DISTINCT FROM sha256(note.salt || convert_to(note.text, 'UTF8')),
            'its note is not the one that was written'),
        (chain.is_last AND chain.target <> run.state,
            'the run is not in the state in which its last record left it'),
        (chain.is_last AND chain.seq <> run.seq,
            'the run does not count as many records as there are'),
        (chain.is_last AND chain.hash <> run.head_hash,
            'the run does not keep the hash of its last record')
    ) AS found (is_so, fault)
    WHERE found.is_so
    ORDER BY run.id, chain.seq
"""


def breaches() -> Iterator[Breach]:
    """Every breach of every run's history, in one statement, read as it comes.

    What it cannot see: last records taken away together with the run's own count, state and hash. For that, keep the
    head hashes elsewhere.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(_BREACHES, [GENESIS])
        for row in cursor:
            yield Breach(*row)
