"""Reminders that wait to leave (held, or while they may be recalled) and are no longer right: they are recalled.

They are about something that was done, put off or ended since, or tell of a day to come that is over.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from workflow.models import Message
from workflow.registry import all_journeys
from workflow.state import change_many

_POINTLESS = """
    SELECT message.* FROM workflow_message message JOIN workflow_run run ON run.id = message.run_id
    WHERE message.is_reminder AND message.key LIKE 'reminder:%%'
      AND (message.state IN ('held') OR (message.state IN ('queued') AND message.leaves_at IS NOT NULL))
      AND (run.finished_at IS NOT NULL OR run.paused_at IS NOT NULL OR NOT starts_with(message.key,
        'reminder:' || run.id || ':' || run.state || ':' || coalesce(to_char(run.due_on, 'YYYY-MM-DD'), 'None') || ':')
        OR run.due_on < %(today)s AND (run.journey_code, run.edition, run.state, split_part(message.key, ':', 5)) IN (
          SELECT * FROM unnest(%(codes)s::text[], %(editions)s::text[], %(states)s::text[], %(rungs)s::text[])))
    ORDER BY message.id FOR UPDATE OF message SKIP LOCKED
"""


@transaction.atomic
def recall_pointless_reminders(*, now: dt.datetime) -> int:
    """Recall what reminds in vain. Answers how many. Three statements for each state."""
    found = list(Message.objects.raw(_POINTLESS, {"today": timezone.localdate(now), **_before_the_day()}))
    for state in (Message.HELD, Message.QUEUED):
        change_many([message for message in found if message.state == state], "recall", now=now)
    return len(found)


def _before_the_day() -> dict[str, list[str]]:
    """The rungs that stand before a due date, column by column."""
    rungs = [
        (journey.code, journey.edition, name, rung.code)
        for journey in all_journeys()
        for name, state in journey.states.items()
        for rung in state.reminders
        if rung.term_days < 0
    ]
    names = ("codes", "editions", "states", "rungs")
    return {name: [row[place] for row in rungs] for place, name in enumerate(names)}
