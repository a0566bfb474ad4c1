"""When somebody outside the office last did something on a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection

SIGNED_IN, SAVED, HANDED_IN, HEARD = "signed_in", "saved", "handed_in", "heard"
"""What they did: came in, saved an answer, handed in, or were heard: a call, a visit, a reply."""

NOTING = """
    INSERT INTO workflow_activity AS activity (run_id, what, last_at)
    SELECT run_id, %s, %s FROM {runs}
    ON CONFLICT (run_id) DO UPDATE SET last_at = EXCLUDED.last_at, what = EXCLUDED.what
    WHERE activity.last_at < EXCLUDED.last_at
"""
"""Notes what was done, and when, on the runs of a relation: for statements that do more besides."""

_NOTE = NOTING.format(runs="unnest(%s::bigint[]) AS given (run_id)")


def note_activity(run_ids: Iterable[int], *, what: str, now: dt.datetime) -> None:
    """Write down that something was done at a time; what is known of a later time stays. One statement.

    Touches no run: somebody who writes never waits for somebody who moves.
    """
    if ids := sorted(set(run_ids)):
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, [what, now, ids])
