"""Works a bulk act off in pieces, one transaction each: the next is queued with the end of the one before.

A worker that is killed loses its piece and nothing else: the piece is begun again by another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from workflow.acts import ACTS
from workflow.bulk.rows import TAKING_BACK, next_lines, runs_of, write_fates
from workflow.bulk.trying import Came, Work, attempt
from workflow.models import BulkAct, BulkRow
from workflow.queue import Once, enqueue, task
from workflow.state import change

AT_ONCE = 250  # runs that are locked together, so that nobody waits long for one of them


def begin(bulk: BulkAct, *, now: dt.datetime) -> None:
    """Have the first piece of what a bulk act is at worked off."""
    _enqueue(bulk, 1, now=now)


@task
def act_on_many(once: Once, bulk_id: int, piece: int) -> None:
    """Do or take back the next piece of a bulk act, and queue the one after it."""
    now = timezone.now()
    with once.finishing():
        bulk = BulkAct.objects.select_for_update(of=("self",)).select_related("by").get(pk=bulk_id)
        if bulk.state == BulkAct.RUNNING:
            _do(bulk, piece, now=now)
        elif bulk.state == BulkAct.UNDOING:
            _take_back(bulk, piece, now=now)


def _do(bulk: BulkAct, piece: int, *, now: dt.datetime) -> None:
    lines = next_lines(bulk, fate=BulkRow.WAITING, number=AT_ONCE)
    if lines:
        work: Work = partial(
            ACTS[bulk.act].do,
            values=_given(bulk.values),
            actor=bulk.by,
            now=now,
            reason=bulk.reason,
            note=bulk.words,
            batch=bulk.batch,
            versions={line.run_id: line.seq for line in lines},
        )
        came = attempt(runs_of(lines), work)
        write_fates(_fates([(line.pk, line.run_id) for line in lines], came, BulkRow.DONE, BulkRow.REFUSED))
    if len(lines) == AT_ONCE:
        _enqueue(bulk, piece + 1, now=now)
    else:
        bulk.finished_at = now
        change(bulk, "finish", now=now, fields=["finished_at"])


def _take_back(bulk: BulkAct, piece: int, *, now: dt.datetime) -> None:
    lines = next_lines(bulk, fate=BulkRow.DONE, number=AT_ONCE)
    undo = ACTS[bulk.act].undo
    if lines and undo:
        given = bulk.values[TAKING_BACK]
        work: Work = partial(
            undo,
            batch=bulk.batch,
            actor=get_user_model()._default_manager.get(pk=given["by"]),
            now=now,
            reason=given["reason"],
            note=given["words"],
        )
        came = attempt(runs_of(lines), work)
        write_fates(
            _fates([(line.pk, line.run_id) for line in lines], came, BulkRow.UNDONE, BulkRow.NOT_UNDONE)
        )
    if len(lines) == AT_ONCE:
        _enqueue(bulk, piece + 1, now=now)
    else:
        bulk.finished_at = now
        change(bulk, "finish_undoing", now=now, fields=["finished_at"])


def _fates(
    lines: Sequence[tuple[int, int]], came: Came, done: str, refused: str
) -> list[tuple[int, str, str]]:
    return [
        (pk, done, "") if run_id in came.done else (pk, refused, came.refused.get(run_id, _NOT_SAID))
        for pk, run_id in lines
    ]


_NOT_SAID = "It was left as it is."


def _given(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name != TAKING_BACK}


def _enqueue(bulk: BulkAct, piece: int, *, now: dt.datetime) -> None:
    enqueue(act_on_many, bulk.pk, piece, key=f"bulk:{bulk.pk}:{bulk.state}:{piece}", now=now)
