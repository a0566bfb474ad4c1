"""The worker's part: each mail leaves once; what the mail server refuses for now is tried again, farther and farther apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from workflow import incidents
from workflow.messages.faults import Fault, Meaning, fault_of
from workflow.messages.links import with_links
from workflow.models import Message
from workflow.queries import is_stopped
from workflow.queue import Once, enqueue, task
from workflow.refusals import Refused
from workflow.state import change

WAITS = (dt.timedelta(minutes=5), dt.timedelta(minutes=45))  # between the tries: one more try than waits
AT_ONCE = 1000  # mails that one job hands on, or one look at the outbox lets go
AGAIN = frozenset({Message.FAILED, Message.RECALLED, Message.DROPPED})


class CannotSendAgain(Refused):
    """The mail is on its way, or has arrived."""


def can_send_again(message: Message) -> bool:
    return message.state in AGAIN


@transaction.atomic
def send_again(message: Message, *, by: Any, now: dt.datetime) -> Message:
    """A person has a mail sent that failed, was recalled or was dropped. Its Message-ID stays, so one that had left
    before after all is known as the same by the reader's mail program. Raises CannotSendAgain.
    """
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if not can_send_again(locked):
        raise CannotSendAgain("This email is on its way, or has left. Look at the outbox again.")
    fresh: dict[str, Any] = {"attempts": 0, "fault": "", "leaves_at": None}
    change(locked, "send_again", now=now, actor=by, fields=list(fresh), **fresh)
    incidents.close(incidents.key_of_message(locked.pk), now=now, by=by)
    enqueue(send_message, locked.pk, key=f"mail:{locked.pk}:again:{now.timestamp()}", now=now)
    return locked


@transaction.atomic
def leave_due(*, now: dt.datetime) -> int:
    """Let go what waited for its time: the time to recall it, or to try it again, is over. Answers how many.

    For the clock; two at once let each go once. In a fixed number of statements.
    """
    due = Message.objects.filter(state=Message.QUEUED, leaves_at__lte=now).order_by("leaves_at", "pk")
    keys = [row.pk for row in due.select_for_update(skip_locked=True).only("pk")[:AT_ONCE]]
    if keys:
        Message.objects.filter(pk__in=keys).update(leaves_at=None)
        enqueue(send_released, *keys, key=f"leaving:{keys[0]}:{now.timestamp()}", now=now)
    return len(keys)


def hand_over(keys: Sequence[int], *, now: dt.datetime) -> None:
    """Have new mails sent, by one job for each thousand, which has each sent by a job of its own."""
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        enqueue(send_posted, *some, key=f"posted:{some[0]}:{some[-1]}", now=now)


@task
def send_posted(once: Once, *message_ids: int) -> None:
    """Have new messages sent, each by a job of its own."""
    with once.finishing():
        for pk in message_ids:
            enqueue(send_message, pk, key=f"mail:{pk}", now=timezone.now())


@task
def send_released(once: Once, *message_ids: int) -> None:
    """Have messages sent that waited: for a stop to be lifted, or for their time. Each by a job of its own."""
    with once.finishing():
        for pk in message_ids:
            enqueue(send_message, pk, key=f"mail:{pk}:released:{once.job_id}", now=timezone.now())


@task
def send_message(once: Once, message_id: int) -> None:
    """Send one message of the outbox."""
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        is_ours = message.state == Message.QUEUED and message.leaves_at is None
        if is_ours:
            is_ours = not is_stopped(message.to_email, run=message.run)
            change(message, "begin_sending" if is_ours else "hold", now=timezone.now())
    fault = _send(message) if is_ours else _CRASHED
    with once.finishing():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.state != Message.SENDING:
            return
        if fault is None:
            change(message, "note_sent", now=timezone.now(), fields=["sent_at"], sent_at=timezone.now())
        else:
            _not_sent(message, fault, now=timezone.now())


_CRASHED = Fault(Meaning.UNSURE, "The worker was stopped while it was sending.")

_SUMMARY = {
    Meaning.LATER: "A mail to {to} could not leave",
    Meaning.NEVER: "A mail to {to} was refused",
    Meaning.UNSURE: "A mail to {to} may or may not have left",
}
_DETAIL = {
    Meaning.LATER: "The mail server refused it each time. It said: {words}",
    Meaning.NEVER: "The mail server does not take it. It said: {words}",
    Meaning.UNSURE: "{words} Ask the person, or send it again by hand.",
}


def _send(message: Message) -> Fault | None:
    try:
        _mail(message).send()
    except Exception as error:
        fault = fault_of(error)
        if fault is None:
            raise
        return fault
    return None


def _not_sent(message: Message, fault: Fault, *, now: dt.datetime) -> None:
    tried: dict[str, Any] = {"attempts": message.attempts + 1, "fault": fault.words}
    if fault.meaning is Meaning.LATER and message.attempts < len(WAITS):
        tried["leaves_at"] = now + WAITS[message.attempts]
        change(message, "put_back", now=now, fields=list(tried), **tried)
        return
    change(message, "note_failed", now=now, fields=list(tried), **tried)
    incidents.open_incident(
        incidents.key_of_message(message.pk),
        summary=_SUMMARY[fault.meaning].format(to=message.to_email)[:200],
        detail=_DETAIL[fault.meaning].format(words=fault.words),
        run=message.run,
        now=now,
    )


def _mail(message: Message) -> EmailMessage:
    officer = message.run.officer if message.run and message.run.officer_id else None
    mail = EmailMessage(
        subject=message.subject,
        body=with_links(message.body),
        to=[message.to_email],
        reply_to=[officer.email] if officer and officer.is_active else None,
        headers={"Message-ID": message.message_id},
    )
    mail.metadata = {"message": str(message.pk)}  # type: ignore[attr-defined] # comes back with Anymail's events
    return mail
