"""Recalling mail that has not left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from workflow.models import Message, Run, TransitionRecord
from workflow.refusals import Refused
from workflow.state import change, change_many

STILL_HERE = frozenset({Message.QUEUED, Message.HELD})


class TooLate(Refused):
    """The mail has left, or was recalled or dropped before."""


def can_recall(message: Message) -> bool:
    return message.state in STILL_HERE


@transaction.atomic
def recall(message: Message, *, by: Any, now: dt.datetime) -> Message:
    """Keep a mail from leaving. Raises TooLate."""
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if not can_recall(locked):
        raise TooLate(
            f"It is too late to recall “{locked.subject}”: {_SINCE.get(locked.state, 'it is not waiting')}."
        )
    change(locked, "recall", now=now, actor=by, fields=["leaves_at"], leaves_at=None)
    return locked


@transaction.atomic
def recall_for(
    subjects: Run | Sequence[Run] | Sequence[TransitionRecord],
    *,
    by: Any,
    now: dt.datetime,
    reminders_only: bool = False,
) -> int:
    """Keep from leaving what was posted about runs, or by the effects of records. Answers how many mails.

    What has left already has left. The mails of a record are those whose key names it second, as the keys of effects do.
    """
    found = _of(subjects)
    if reminders_only:
        found = found.filter(is_reminder=True)
    return _recall_all(found, by=by, now=now)


@transaction.atomic
def recall_older(template: str, *, than: Collection[str], by: Any, now: dt.datetime) -> int:
    """Keep from leaving what was posted of one kind of mail, but for some keys: newer ones say it all. Answers how many."""
    found = Message.objects.filter(template=template).exclude(key__in=than)
    return _recall_all(found, by=by, now=now)


def _recall_all(found: QuerySet[Message], *, by: Any, now: dt.datetime) -> int:
    locked = list(found.filter(state__in=list(STILL_HERE)).order_by("pk").select_for_update(of=("self",)))
    for state in STILL_HERE:
        change_many([message for message in locked if message.state == state], "recall", now=now, actor=by)
    Message.objects.filter(pk__in=[message.pk for message in locked]).update(leaves_at=None)
    return len(locked)


_SINCE = {
    Message.SENDING: "it is leaving now",
    Message.SENT: "it has left",
    Message.BOUNCED: "it left and came back",
    Message.FAILED: "it may have left",
    Message.RECALLED: "it was recalled already",
    Message.DROPPED: "it was dropped already",
    Message.MERGED: "it went within another email",
}


def _of(subjects: Run | Sequence[Run] | Sequence[TransitionRecord]) -> QuerySet[Message]:
    rows = [subjects] if isinstance(subjects, Run) else list(subjects)
    runs = [row.pk for row in rows if isinstance(row, Run)]
    records = [row for row in rows if isinstance(row, TransitionRecord)]
    keys = "|".join(str(record.pk) for record in records)
    by_record = Q(run__in=[record.run_id for record in records], key__regex=f"^[^:]+:({keys}):")
    return Message.objects.filter(Q(run__in=runs) | by_record if records else Q(run__in=runs))
