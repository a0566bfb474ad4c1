"""Lets a run pass a named guard once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from workflow.journey import Facts, Guard
from workflow.models import Run, TransitionRecord, Waiver
from workflow.queries import open_waivers
from workflow.refusals import NotReady, facts_of
from workflow.services.acting import Change, Done, Judgement, carry_out, judge, only
from workflow.services.outcome import Outcome
from workflow.services.places import present_place


@transaction.atomic
def waive(run: Run, guard: Guard, *, actor: Any, now: dt.datetime, note: str) -> Waiver:
    """Let a run pass a guard once: the next move that it would stop uses the waiver up. The run stays where it is.

    Raises NotYours for anybody but the office; NotReady without a reason, for a guard that may not be waived, does
    not stand in the way of a move from here, is met, or was waived already.
    """
    outcome = waive_many([run], guard.code, actor=actor, now=now, note=note, named=guard)
    return Waiver.objects.get(record=only(outcome, run))


def waive_many(
    runs: Sequence[Run],
    guard_code: str,
    *,
    actor: Any,
    now: dt.datetime,
    note: str,
    reason: str = "",
    batch: uuid.UUID | None = None,
    versions: Mapping[int, int] | None = None,
    named: Guard | None = None,
) -> Outcome:
    """Let many runs pass a guard once, by the rules of ``waive``; those refused are left as they are."""

    def plan(found: Sequence[Run]) -> Mapping[int, Judgement]:
        return _judged(found, guard_code, named, note=note)

    def keep(done: Done) -> None:
        Waiver.objects.bulk_create(
            Waiver(run=run, guard_code=guard_code, record=record) for run, _, record in done
        )

    return carry_out(
        runs,
        plan,
        actor=actor,
        now=now,
        reason=reason,
        note=note,
        needs_words=False,
        whose="Only the office may waive a condition. Ask them, and tell them why.",
        batch=batch,
        versions=versions,
        then=keep,
    )


def what_waiving_changes(
    runs: Sequence[Run], guard_code: str, *, actor: Any, note: str
) -> dict[int, Judgement]:
    """What ``waive_many`` would come to on each run."""
    return judge(runs, lambda found: _judged(found, guard_code, None, note=note), actor=actor)[1]


def use_waivers(records: Iterable[TransitionRecord]) -> None:
    """Note on the waivers that moves needed that these moves used them. One statement, or none."""
    used = [
        (record.pk, record.run_id, code) for record in records for code in record.detail.get("waived", ())
    ]
    if not used:
        return
    with connection.cursor() as cursor:
        cursor.execute(_USE, [list(column) for column in zip(*used, strict=True)])


_USE = """
    UPDATE workflow_waiver waiver SET used_by_id = used.record_id
    FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS used (record_id, run_id, guard_code)
    WHERE waiver.run_id = used.run_id AND waiver.guard_code = used.guard_code AND waiver.used_by_id IS NULL
"""


def _judged(
    runs: Sequence[Run], guard_code: str, named: Guard | None, *, note: str
) -> Mapping[int, Judgement]:
    guards = {run.pk: _in_the_way(run).get(guard_code) for run in runs}
    facts = facts_of(runs, list(dict.fromkeys(guard for guard in guards.values() if guard)))
    waived = open_waivers(runs)
    judged: dict[int, Judgement] = {}
    for run in runs:
        guard = guards[run.pk]
        is_waived = guard_code in waived.get(run.pk, ())
        if reason := _why_not(run, guard, named, facts[run.pk], is_waived=is_waived, note=note):
            judged[run.pk] = NotReady(reason)
        else:
            judged[run.pk] = Change(TransitionRecord.WAIVED, present_place(run), {"guard": guard_code})
    return judged


def _in_the_way(run: Run) -> dict[str, Guard]:
    return {guard.code: guard for move in run.journey.leaving(run.state) for guard in move.guards}


def _why_not(
    run: Run, guard: Guard | None, named: Guard | None, facts: Facts, *, is_waived: bool, note: str
) -> str:
    asked = guard or named
    words = f"“{asked.in_words}”" if asked else "This condition"
    if asked and not asked.waivable:
        return f"{words} cannot be waived: it holds for everybody."
    if guard is None:
        return f"{words} is not asked for at “{run.declared_state.label}”: there is nothing to waive."
    if not note.strip():
        return "Say why it is waived: the reason is kept in the history."
    if is_waived:
        return f"{words} is waived already, for the next step that needs it."
    if not guard.reasons(facts):
        return f"{words} is met by now, so no waiver is needed."
    return ""
