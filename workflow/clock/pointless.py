"""Reminders that wait to leave (held, or while they may be recalled) and are no longer right: they are recalled."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from workflow.models import Message
from workflow.state import change_many

_POINTLESS = """
    SELECT message.* FROM workflow_message message JOIN workflow_run run ON run.id = message.run_id
    WHERE message.is_reminder AND message.key LIKE 'reminder:%%'
      AND (message.state IN ('held') OR (message.state IN ('queued') AND message.leaves_at IS NOT NULL))
      AND (run.finished_at IS NOT NULL OR run.paused_at IS NOT NULL OR NOT starts_with(message.key,
        'reminder:' || run.id || ':' || run.state || ':' || coalesce(to_char(run.due_on, 'YYYY-MM-DD'), 'None') || ':'))
    ORDER BY message.id FOR UPDATE OF message SKIP LOCKED
"""


@transaction.atomic
def recall_pointless_reminders(*, now: dt.datetime) -> int:
    """Recall what reminds of something that was done, put off or ended since. Answers how many. Three statements for each state."""
    found = list(Message.objects.raw(_POINTLESS))
    for state in (Message.HELD, Message.QUEUED):
        change_many([message for message in found if message.state == state], "recall", now=now)
    return len(found)
