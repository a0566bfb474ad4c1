"""Mail that came back: seen by a person, or told by the mail server."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

from anymail.signals import EventType, tracking
from django.db import transaction
from django.utils import timezone

from workflow import incidents
from workflow.models import MailStop, Message
from workflow.state import change

CAME_BACK = "came_back"  # why a mail stop stands that ``note_bounce`` made
LEFT = frozenset({Message.SENT, Message.SENDING, Message.FAILED})


class _Told(Protocol):
    def __call__(self, message: Message, /, *, by: Any, now: dt.datetime) -> object: ...


@transaction.atomic
def note_bounce(message: Message, *, by: Any, now: dt.datetime) -> MailStop:
    """Write down that a mail came back, and stop what goes to its address. Answers the stop, new or open before.

    ``by`` is who saw it; None: the mail server told. Raises WrongStep for a mail that never left.
    """
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.state != Message.BOUNCED:
        change(locked, "note_bounced", now=now, actor=by)
    stop, _ = MailStop.objects.get_or_create(
        address=locked.to_email.lower(),
        why=CAME_BACK,
        lifted_at=None,
        defaults={"words": f"A mail to {locked.to_email} came back"[:250], "since": now, "by": by},
    )
    return stop


_told: list[_Told] = [note_bounce]


def tell_of_bounces(told: _Told) -> None:
    """Have this done, instead of ``note_bounce`` alone, when the mail server tells that a mail came back."""
    _told[:] = [told]


def hear_of_bounces() -> None:
    """Listen to what Anymail hears from the mail server. Called once, when the application starts."""
    tracking.connect(_hear, dispatch_uid="workflow.messages.bouncing")


def _hear(sender: object, event: Any, **words: object) -> None:
    """At least once for an event: what is known already changes nothing."""
    message = _message_of(event)
    if message is None:
        return
    now = timezone.now()
    if event.event_type in {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}:
        with transaction.atomic():
            locked = Message.objects.select_for_update().get(pk=message.pk)
            if locked.state in LEFT:
                _told[0](locked, by=None, now=now)
    elif event.event_type == EventType.COMPLAINED:
        incidents.open_incident(
            f"complaint:{message.pk}",
            summary=f"{message.to_email} marked our mail as unwanted"[:200],
            detail=f"It was “{message.subject}”. Ask them how they would like to hear from us, before the next one.",
            run=message.run,
            now=now,
        )


def _message_of(event: Any) -> Message | None:
    """By what we sent along; where the mail service gives nothing back, by the Message-ID."""
    named = str((event.metadata or {}).get("message", ""))
    if named.isdecimal():
        return Message.objects.filter(pk=int(named), to_email__iexact=event.recipient or "").first()
    return Message.objects.filter(message_id=event.message_id).first() if event.message_id else None
