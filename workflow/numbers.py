"""Takes the next number of a series: no gaps, no doubles."""

from __future__ import annotations

from django.db import connection


def next_number(series: str) -> int:
    """The next number of the series, from 1. Holds the series until the transaction ends, so that none is skipped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflow_numberseries (code, last) VALUES (%s, 1)"
            " ON CONFLICT (code) DO UPDATE SET last = workflow_numberseries.last + 1 RETURNING last",
            [series],
        )
        number: int = cursor.fetchone()[0]
    return number
