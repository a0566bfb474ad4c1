"""Putting mail into the outbox: one, or as many as a sweep has, in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Lower

from workflow.messages.rendering import Texts
from workflow.messages.sending import hand_over, send_message
from workflow.models import Message, Run
from workflow.queries import is_stopped, stops_over
from workflow.queue import enqueue


@dataclass(frozen=True)
class Letter:
    """A mail that is to be posted. ``key`` says what it is for: of one key there is one mail."""

    template: str
    to: str
    key: str
    context: Mapping[str, Any] = field(repr=False)
    run: Run | None = None


def post(
    template: str,
    *,
    to: str,
    key: str,
    context: Mapping[str, Any],
    now: dt.datetime,
    run: Run | None = None,
    is_reminder: bool = False,
    hold: dt.timedelta | None = None,
) -> Message:
    """Put a mail into the outbox, once for the key. The first line of the template is the subject.

    It leaves after the time for which mail can be recalled: ``hold``, or ``settings.MAIL_HOLD_MINUTES``; none: at once.
    Where its post is stopped (``workflow.stops``) it is held there.
    """
    letter = Letter(template, to, key, context, run)
    row = _row(letter, Texts([template]), stopped=is_stopped(to, run=run), now=now, hold=hold)
    row.is_reminder = is_reminder
    message, is_new = Message.objects.get_or_create(key=key, defaults=_values(row))
    if is_new and message.state == Message.QUEUED and message.leaves_at is None:
        enqueue(send_message, message.pk, key=f"mail:{message.pk}", now=now)
    return message


@transaction.atomic
def post_many(
    letters: Iterable[Letter],
    *,
    now: dt.datetime,
    is_reminder: bool = False,
    hold: dt.timedelta | None = None,
) -> list[Message]:
    """Put many mails into the outbox, each once for its key, in a fixed number of statements. Answers the new ones.

    ``hold`` as in ``post``.
    """
    wanted = {letter.key: letter for letter in letters}
    known = Message.objects.filter(key__in=list(wanted)).values_list("key", flat=True)
    new = [letter for key, letter in wanted.items() if key not in set(known)]
    if not new:
        return []
    texts = Texts(letter.template for letter in new)
    stops = stops_over([(letter.to, letter.run) for letter in new])
    rows = [
        _row(letter, texts, stopped=stop is not None, now=now, hold=hold)
        for letter, stop in zip(new, stops, strict=True)
    ]
    for row in rows:
        row.is_reminder = is_reminder
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    made = list(Message.objects.filter(key__in=[letter.key for letter in new]).order_by("pk"))
    hand_over([row.pk for row in made if row.state == Message.QUEUED and row.leaves_at is None], now=now)
    return made


def reminders_to(addresses: Iterable[str], *, since: dt.datetime) -> Mapping[str, int]:
    """How many reminders each address got or will get since then, by the address in small letters. One query."""
    rows = (
        Message.objects.filter(is_reminder=True, queued_at__gte=since)
        .exclude(state__in=[Message.RECALLED, Message.DROPPED])
        .annotate(address=Lower("to_email"))
        .filter(address__in={address.lower() for address in addresses})
        .order_by()
        .values_list("address")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def message_id_for(key: str) -> str:
    """The Message-ID of the mail of a key: always the same."""
    domain = settings.OFFICE_EMAIL.rpartition("@")[2] or "localhost"
    return f"<{signing.Signer(salt='mail').signature(key)}@{domain}>"


def _row(
    letter: Letter, texts: Texts, *, stopped: bool, now: dt.datetime, hold: dt.timedelta | None
) -> Message:
    subject, body = texts.render(letter.template, letter.context, run=letter.run)
    wait = dt.timedelta(minutes=settings.MAIL_HOLD_MINUTES) if hold is None else hold
    return Message(
        key=letter.key,
        run=letter.run,
        template=letter.template,
        to_email=letter.to,
        subject=subject,
        body=body,
        message_id=message_id_for(letter.key),
        queued_at=now,
        leaves_at=now + wait if wait and not stopped else None,
        state=Message.HELD if stopped else Message.QUEUED,
    )


_WRITTEN: Sequence[str] = (
    *("run", "template", "to_email", "subject", "body", "message_id"),
    *("queued_at", "leaves_at", "state", "is_reminder"),
)


def _values(row: Message) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _WRITTEN}
