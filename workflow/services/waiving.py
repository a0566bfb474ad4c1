"""Lets a run pass a named guard once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from workflow.journey import Guard
from workflow.models import Run, TransitionRecord, Waiver
from workflow.queries import open_waivers
from workflow.refusals import NotReady, NotYours, facts_of, held_roles
from workflow.services.places import present_place
from workflow.services.writing import bring_up_to_date, locked, next_entry, write


@transaction.atomic
def waive(run: Run, guard: Guard, *, actor: Any, now: dt.datetime, note: str) -> Waiver:
    """Let a run pass a guard once: the next move that it would stop uses the waiver up. The run stays where it is.

    Raises NotYours for anybody but the office; NotReady without a reason, for a guard that may not be waived, does
    not stand in the way of a move from here, is met, or was waived already.
    """
    (found,) = locked([run])
    role = _office_role(found, actor)
    if reason := _why_not(found, guard, note=note):
        raise NotReady(reason)
    entry = next_entry(
        found,
        kind=TransitionRecord.WAIVED,
        target=found.state,
        actor=actor,
        role=role,
        happened=now,
        now=now,
        detail={"guard": guard.code},
        note=note,
    )
    record = write([found], entries=[entry], places=[present_place(found)])[found.pk]
    bring_up_to_date([run], written=[found])
    return Waiver.objects.create(run=run, guard_code=guard.code, record=record)


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


def _why_not(run: Run, guard: Guard, *, note: str) -> str:
    in_the_way = {one.code for move in run.journey.leaving(run.state) for one in move.guards}
    if not guard.waivable:
        return f"“{guard.in_words}” cannot be waived: it holds for everybody."
    if guard.code not in in_the_way:
        return (
            f"“{guard.in_words}” is not asked for at “{run.declared_state.label}”: there is nothing to waive."
        )
    if not note.strip():
        return "Say why it is waived: the reason is kept in the history."
    if guard.code in open_waivers([run]).get(run.pk, set()):
        return f"“{guard.in_words}” is waived already, for the next step that needs it."
    if not guard.reasons(facts_of([run], [guard])[run.pk]):
        return f"“{guard.in_words}” is met by now, so no waiver is needed."
    return ""


def _office_role(run: Run, actor: Any) -> str:
    held = held_roles(actor, [run], run.journey.office)[run.pk]
    for role in run.journey.office:
        if role.code in held:
            return role.code
    raise NotYours("Only the office may waive a condition. Ask them, and tell them why.")
