"""Several mails to one person, sent as one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from workflow.messages.posting import message_id_for
from workflow.models import Message
from workflow.state import change_many

TEMPLATE = "workflow/mails/merged"  # has no words of its own


def merge(held: Sequence[Message], *, key: str, by: Any, now: dt.datetime) -> list[Message]:
    """Make one mail for each person of what was held for them. Answers the mails that are to leave.

    The messages are locked by the caller and held. Who has only one gets that. ``key`` names the occasion. In a fixed
    number of statements.
    """
    people: dict[str, list[Message]] = defaultdict(list)
    for message in held:
        people[message.to_email.lower()].append(message)
    alone = [messages[0] for messages in people.values() if len(messages) == 1]
    several = [messages for messages in people.values() if len(messages) > 1]
    change_many(alone, "release", now=now, actor=by)
    change_many([message for messages in several for message in messages], "merge", now=now, actor=by)
    made = Message.objects.bulk_create(merged(messages, key=key, now=now) for messages in several)
    return [*alone, *made]


def merged(messages: Sequence[Message], *, key: str, now: dt.datetime) -> Message:
    """One mail with the words of several to the same person; not kept yet."""
    first = messages[0]
    runs = {message.run_id for message in messages}
    own = f"merged:{first.pk}:{key}"
    parts = [f"{message.subject}\n{'=' * len(message.subject)}\n\n{message.body}" for message in messages]
    return Message(
        key=own,
        run_id=first.run_id if len(runs) == 1 else None,
        template=TEMPLATE,
        to_email=first.to_email,
        subject=f"{len(messages)} messages from {settings.OFFICE_NAME}"[:200],
        body="\n\n".join(parts),
        message_id=message_id_for(own),
        queued_at=now,
        is_reminder=all(message.is_reminder for message in messages),
    )
