"""What a person decides about a bulk act: that it is done, and that it is taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from workflow.acts import ACTS
from workflow.bulk.rows import TAKING_BACK
from workflow.bulk.working import begin
from workflow.models import BulkAct, BulkRow
from workflow.refusals import Refused
from workflow.state import change


class NothingToDo(Refused):
    """Every row was refused in the preview."""


class NotYoursToConfirm(Refused):
    """Somebody else saw the preview."""


class CannotTakeBack(Refused):
    """It is final, is not done yet, or was taken back."""


@transaction.atomic
def confirm(bulk: BulkAct, *, by: Any, now: dt.datetime) -> BulkAct:
    """Have what was shown done, by the queue. Asked again it changes nothing.

    Raises NotYoursToConfirm, and NothingToDo where the preview left every row as it is.
    """
    locked = _locked(bulk)
    if locked.state != BulkAct.PREVIEWED:
        return locked
    if locked.by_id != by.pk:
        raise NotYoursToConfirm(f"{locked.by} looked at this and decides about it. Choose the list yourself.")
    if not locked.rows.filter(fate=BulkRow.WAITING).exists():
        raise NothingToDo("None of these journeys can be changed in this way, so there is nothing to do.")
    locked.confirmed_at = now
    change(locked, "confirm", now=now, actor=by, fields=["confirmed_at"])
    begin(locked, now=now)
    return locked


@transaction.atomic
def begin_taking_back(bulk: BulkAct, *, by: Any, reason: str, note: str, now: dt.datetime) -> BulkAct:
    """Have what was done taken back row by row, by the queue. ``reason`` is a code of ``workflow.reasons``. Asked again it
    changes nothing. Raises CannotTakeBack with the sentence why.
    """
    locked = _locked(bulk)
    if locked.state in (BulkAct.UNDOING, BulkAct.UNDONE):
        return locked
    if why_not := _why_not_taken_back(locked):
        raise CannotTakeBack(why_not)
    locked.values = {**locked.values, TAKING_BACK: {"by": by.pk, "reason": reason, "words": note}}
    change(locked, "begin_undoing", now=now, actor=by, fields=["values"])
    begin(locked, now=now)
    return locked


def can_take_back(bulk: BulkAct) -> bool:
    return not _why_not_taken_back(bulk)


def _why_not_taken_back(bulk: BulkAct) -> str:
    act = ACTS.get(bulk.act)
    if act is None or act.undo is None or act.final:
        return act.final if act else "This kind of act is known no more, so it cannot be taken back."
    if bulk.state != BulkAct.DONE:
        return "It is not done yet. Wait until each journey has its result."
    if not bulk.rows.filter(fate=BulkRow.DONE).exists():
        return "No journey was changed by it, so there is nothing to take back."
    return ""


def _locked(bulk: BulkAct) -> BulkAct:
    return BulkAct.objects.select_for_update(of=("self",)).select_related("by").get(pk=bulk.pk)
