"""Does history hold? One statement looks at every run, record and note; a breach is a line, not an exception."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from workflow.records import GENESIS
from workflow.registry import all_journeys


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
            bool_and(kind IN ('brought_in', 'noted')) OVER before AS only_brought_in_before,
            lead(seq) OVER history IS NULL AS is_last
        FROM workflow_transitionrecord record
        WINDOW history AS (PARTITION BY run_id ORDER BY seq),
            before AS (PARTITION BY run_id ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ),
    declared AS (
        SELECT * FROM jsonb_to_recordset(%s::jsonb) AS declared (
            journey_code text, edition text, initial text, brought_into jsonb, reopens jsonb)
    )
    SELECT run.id, run.label, coalesce(chain.seq, 0), found.fault
    FROM workflow_run run
    LEFT JOIN chain ON chain.run_id = run.id
    LEFT JOIN declared USING (journey_code, edition)
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
        (chain.seq = 1 AND chain.kind NOT IN ('started', 'brought_in'),
            'it does not begin by starting or being brought in'),
        (chain.kind = 'started' AND (chain.seq > 1 OR chain.target <> declared.initial),
            'it does not start once, where its journey begins'),
        (chain.kind = 'brought_in' AND NOT declared.brought_into ? chain.target,
            'it was brought into a state into which its journey brings nothing'),
        (chain.kind = 'brought_in' AND NOT chain.only_brought_in_before,
            'it was brought in again after it had gone on'),
        (chain.kind IN ('noted', 'corrected', 'waived', 'extended', 'paused', 'resumed')
            AND chain.source <> chain.target,
            'it moves the run, which it must not'),
        (CASE WHEN chain.kind = 'undone' THEN NOT coalesce((
            SELECT moved.kind IN ('moved', 'reopened') AND (moved.source, moved.target) = (chain.target, chain.source)
                AND moved.seq = (chain.detail->>'undoes')::integer
            FROM workflow_transitionrecord moved
            WHERE moved.run_id = chain.run_id AND moved.seq < chain.seq
                AND moved.kind IN ('started', 'brought_in', 'moved', 'reopened')
                AND NOT EXISTS (
                    SELECT FROM workflow_transitionrecord undone
                    WHERE undone.run_id = moved.run_id AND undone.kind = 'undone' AND undone.seq < chain.seq
                        AND (undone.detail->>'undoes')::integer = moved.seq)
            ORDER BY moved.seq DESC LIMIT 1), false) END,
            'it undoes what is not the last step before it'),
        (chain.kind = 'reopened' AND NOT declared.reopens ? chain.source,
            'it was reopened from a state in which its journey stays closed'),
        (chain.kind = 'corrected' AND (chain.detail->>'corrects')::integer >= chain.seq,
            'it puts right what was not yet written'),
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
    head hashes elsewhere. What a journey declares is asked of those that are registered.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(_BREACHES, [json.dumps(_declared()), GENESIS])
        for row in cursor:
            yield Breach(*row)


def _declared() -> list[dict[str, Any]]:
    """Where the runs of each journey may begin, and begin again."""
    return [
        {
            "journey_code": journey.code,
            "edition": journey.edition,
            "initial": journey.initial.name,
            "brought_into": list(journey.brought_in.into_names) if journey.brought_in else [],
            "reopens": [state.name for state in journey.reopens],
        }
        for journey in all_journeys()
    ]
