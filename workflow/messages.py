"""Mail to one person: written as a row, sent by a worker, never twice.

A message is marked ``sending`` and committed before it leaves, with a fixed Message-ID. One that is found in that
state afterwards may have left: it becomes an incident, not a second mail.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from workflow import incidents
from workflow.models import MailStop, Message, Run
from workflow.queries import is_stopped
from workflow.queue import Once, enqueue, task
from workflow.state import change

CAME_BACK = "came_back"  # why a mail stop stands that ``note_bounce`` made

_SECRET = re.compile(
    r"\[\[personal-link:(?P<page>[\w:-]+):(?P<purpose>[\w-]+):(?P<pk>\d+):(?P<proof>[\w-]+)\]\]"
)


class LinkIsOver(Exception):
    """A personal link that is too old, changed or meant for something else."""


def personal_link(page: str, purpose: str, pk: int) -> str:
    """A marker for a mail's text. It becomes an address with a secret only when the mail is sent.

    It carries a proof that it is ours: what somebody types like a marker into a form stays what it is.
    """
    return f"[[personal-link:{page}:{purpose}:{pk}:{_proof(page, purpose, pk)}]]"


def token_for(purpose: str, pk: int) -> str:
    return signing.dumps(pk, salt=f"waymark.{purpose}", compress=False)


def read_token(purpose: str, token: str, *, max_age: dt.timedelta) -> int:
    """The key that a personal link stands for. Raises LinkIsOver."""
    try:
        pk: int = signing.loads(token, salt=f"waymark.{purpose}", max_age=max_age)
    except signing.BadSignature as error:
        raise LinkIsOver(
            "This link has run out or is not complete. Ask the person who sent it for a new one."
        ) from error
    return pk


def post(
    template: str,
    *,
    to: str,
    key: str,
    context: Mapping[str, Any],
    now: dt.datetime,
    run: Run | None = None,
) -> Message:
    """Put a mail into the outbox, once for the key. The first line of the template is the subject.

    Where its post is stopped (``workflow.stops``) it is held there.
    """
    text = _text(template, {**context, "office": settings.OFFICE_NAME, "address": settings.PUBLIC_ADDRESS})
    subject, _, body = text.strip().partition("\n")
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "run": run,
            "template": template,
            "to_email": to,
            "subject": subject.strip()[:200],
            "body": body.strip() + "\n",
            "message_id": f"<{signing.Signer(salt='mail').signature(key)}@{_domain()}>",
            "queued_at": now,
            "state": Message.HELD if is_stopped(to, run=run) else Message.QUEUED,
        },
    )
    if is_new and message.state == Message.QUEUED:
        enqueue(send_message, message.pk, key=f"mail:{message.pk}", now=now)
    return message


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


@task
def send_released(once: Once, *message_ids: int) -> None:
    """Have the messages sent that a lifted stop released, each by a job of its own."""
    with once.finishing():
        for pk in message_ids:
            enqueue(send_message, pk, key=f"mail:{pk}:released:{once.job_id}", now=timezone.now())


@task
def send_message(once: Once, message_id: int) -> None:
    """Send one message of the outbox."""
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        is_ours = message.state == Message.QUEUED
        if is_ours:
            is_ours = not is_stopped(message.to_email, run=message.run)
            change(message, "begin_sending" if is_ours else "hold", now=timezone.now())
    if is_ours:
        _mail(message).send()
    with once.finishing():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.state != Message.SENDING:
            return
        if is_ours:
            change(message, "note_sent", now=timezone.now(), fields=["sent_at"], sent_at=timezone.now())
        else:
            _ask_a_person(message)


def _ask_a_person(message: Message) -> None:
    change(message, "note_failed", now=timezone.now())
    incidents.open_incident(
        f"mail:{message.pk}",
        summary=f"A mail to {message.to_email} may or may not have left",
        detail="The worker was stopped while it was sending. Ask the person, or send it again by hand.",
        run=message.run,
        now=timezone.now(),
    )


def _mail(message: Message) -> EmailMessage:
    return EmailMessage(
        subject=message.subject,
        body=_SECRET.sub(_address, message.body),
        to=[message.to_email],
        headers={"Message-ID": message.message_id},
    )


def _text(template: str, context: Mapping[str, Any]) -> str:
    """Plain text: an apostrophe stays one."""
    backend: Any = get_template(template)
    return str(backend.template.render(Context(context, autoescape=False)))


def _proof(page: str, purpose: str, pk: int) -> str:
    return signing.Signer(salt="waymark.marker").signature(f"{page}:{purpose}:{pk}")


def _address(marker: re.Match[str]) -> str:
    expected = _proof(marker["page"], marker["purpose"], int(marker["pk"]))
    if not constant_time_compare(marker["proof"], expected):
        return marker[0]
    token = token_for(marker["purpose"], int(marker["pk"]))
    path: str = reverse(marker["page"], args=[token])
    return settings.PUBLIC_ADDRESS + path


def _domain() -> str:
    return settings.OFFICE_EMAIL.rpartition("@")[2] or "localhost"
