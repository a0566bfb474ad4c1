"""The rows of a bulk act, written by set-based statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from workflow.models import BulkAct, BulkRow, Run

TAKING_BACK = "taking_back"
"""Beside the values of the act's own form: by whom, why and with which words it is taken back."""

_CHOOSE = """
    INSERT INTO workflow_bulkrow (bulk_id, run_id, seq, fate, sentence, preview)
    SELECT %s, chosen.id, chosen.seq, %s, '', '{{}}' FROM ({chosen}) AS chosen (id, seq)
    ON CONFLICT DO NOTHING"""

_CAME = """
    UPDATE workflow_bulkrow line SET fate = came.fate, sentence = came.sentence
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS came (id, fate, sentence) WHERE line.id = came.id"""

_SHOWN = """
    UPDATE workflow_bulkrow line SET fate = shown.fate, sentence = shown.sentence, preview = shown.preview::jsonb
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS shown (id, fate, sentence, preview)
    WHERE line.id = shown.id"""


@dataclass(frozen=True)
class Line:
    """A row as the worker needs it."""

    pk: int
    run_id: int
    seq: int


def choose_rows(bulk: BulkAct, runs: QuerySet[Run], *, most: int) -> int:
    """Keep the runs with the versions that they are at, in their order; ``most`` of them. Answers how many. One statement."""
    chosen = runs.values_list("pk", "seq")[:most]
    try:
        sql, given = chosen.query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_CHOOSE.format(chosen=sql), [bulk.pk, BulkRow.WAITING, *given])
        return int(cursor.rowcount)


def next_lines(bulk: BulkAct, *, fate: str, after: int = 0, number: int) -> list[Line]:
    """The next rows of a fate, in their order."""
    rows = bulk.rows.filter(fate=fate, pk__gt=after).order_by("pk")
    return [Line(*row) for row in rows.values_list("pk", "run_id", "seq")[:number]]


def runs_of(lines: Sequence[Line]) -> list[Run]:
    return list(Run.objects.filter(pk__in=[line.run_id for line in lines]).order_by("pk"))


def write_fates(lines: Sequence[tuple[int, str, str]]) -> None:
    """Key, fate and sentence of each row."""
    _execute(_CAME, lines)


def write_shown(lines: Sequence[tuple[int, str, str, str]]) -> None:
    """Key, fate, sentence and what was shown (as JSON) of each row."""
    _execute(_SHOWN, lines)


def _execute(statement: str, lines: Sequence[tuple[Any, ...]]) -> None:
    if lines:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*lines, strict=True)])
