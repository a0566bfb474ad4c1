"""Writes answers in one statement: the lock, the check of what the writer saw, the words kept from before, the trace.

A save holds the run and its document against a move (FOR SHARE): without it a hand-in could judge one text and freeze
another. Two who write do not wait for each other.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from documents.models import Answer, Document
from documents.queries import states_of_writing
from documents.services.earlier import KEEPING, STOOD
from workflow.refusals import holding
from workflow.tracking.activity import NOTING, SAVED

_SAVE = f"""
    WITH open AS MATERIALIZED (
        SELECT document.id, document.run_id, document.open_questions
        FROM workflow_run run JOIN documents_document document ON document.run_id = run.id
        WHERE document.id = %s AND document.locked_at IS NULL AND (%s OR NOT document.is_signed)
            AND run.journey_code = %s AND run.edition = %s AND run.state = ANY(%s) AND {{allowed}}
        FOR SHARE OF run, document
    ), given AS MATERIALIZED (
        SELECT question, value::jsonb, version
        FROM unnest(%s::text[], %s::text[], %s::int[]) AS given (question, value, version)
    ), before AS MATERIALIZED (
        SELECT answer.* FROM documents_answer answer JOIN given USING (question) WHERE answer.document_id = %s
    ), saved AS (
        INSERT INTO documents_answer AS answer
            (document_id, question, value, version, saved_by_id, saved_by_name, saved_at)
        SELECT open.id, given.question, given.value, given.version + 1, %s::bigint, %s, %s
        FROM open CROSS JOIN given
        WHERE open.open_questions IS NULL OR given.question = ANY(open.open_questions)
        ON CONFLICT (document_id, question) DO UPDATE
            SET value = EXCLUDED.value, version = EXCLUDED.version, saved_by_id = EXCLUDED.saved_by_id,
                saved_by_name = EXCLUDED.saved_by_name, saved_at = EXCLUDED.saved_at
            WHERE answer.version = EXCLUDED.version - 1 AND answer.value IS DISTINCT FROM EXCLUDED.value
        RETURNING answer.question, answer.value, answer.version,
            answer.saved_by_id, answer.saved_by_name, answer.saved_at
    ), kept AS ({KEEPING}
    ), noted AS ({NOTING.format(runs="open WHERE EXISTS (SELECT FROM saved)")})
    SELECT question, version FROM saved
"""  # noqa: S608 - made of our own constants


@dataclass(frozen=True)
class Writer:
    """Who saves: a person with an account, or the name of a colleague who was given a part to write."""

    person: Any
    name: str = ""


def write_answers(
    document: Document,
    written: Mapping[str, tuple[Any, int]],
    *,
    writer: Writer,
    now: dt.datetime,
    voids: bool = False,
) -> dict[str, Answer]:
    """Save values with the version that the writer saw of each. Returns those that were saved; the others were not.

    Nothing is saved when the document is closed, when the writer may not write in it, or when a signature stands under
    it and ``voids`` is False. The caller finds out why.
    """
    run = document.run
    allowed, held = holding(writer.person, run, run.journey.editors) if writer.person else ("true", [])
    values: list[Any] = [
        document.pk,
        voids,
        run.journey_code,
        run.edition,
        states_of_writing(run.journey, document.form_code),
        *held,
        list(written),
        [json.dumps(value) for value, _ in written.values()],
        [version for _, version in written.values()],
        document.pk,
        writer.person.pk if writer.person else None,
        writer.name,
        now,
        STOOD,
        SAVED,
        now,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE.format(allowed=allowed), values)
        return {
            question: Answer(
                document=document,
                question=question,
                value=written[question][0],
                version=version,
                saved_by=writer.person,
                saved_by_name=writer.name,
                saved_at=now,
            )
            for question, version in cursor.fetchall()
        }
