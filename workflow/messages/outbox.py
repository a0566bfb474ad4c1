"""The outbox as the office reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404

from workflow.models import Message, Run, StateChange

STATES = cast("list[tuple[str, str]]", Message._meta.get_field("state").choices)
ON_A_PAGE = 50


@dataclass(frozen=True)
class MessagePage:
    """Some messages, the newest first. ``before`` is the key to go on from; None: these are the last."""

    messages: list[Message]
    before: int | None


def messages_in(*, state: str = "", address: str = "", before: int | None = None) -> MessagePage:
    """The newest messages, of one state, or to addresses that begin with these letters. One query."""
    rows = Message.objects.select_related("run").defer("body").order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if address:
        rows = rows.alias(address=Lower("to_email")).filter(address__startswith=address.lower())
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: ON_A_PAGE + 1])
    more = len(found) > ON_A_PAGE
    return MessagePage(found[:ON_A_PAGE], found[ON_A_PAGE - 1].pk if more else None)


def waiting_under(*, run: Run | None, area: str, address: str, everything: bool) -> list[Message]:
    """What waits to leave now and would be held by a stop of this scope, the oldest first."""
    rows = Message.objects.filter(state=Message.QUEUED).defer("body").order_by("queued_at", "pk")
    if run is not None:
        rows = rows.filter(run=run)
    elif area:
        rows = rows.filter(run__area=area)
    elif address:
        rows = rows.alias(address=Lower("to_email")).filter(address=address.lower())
    elif not everything:
        return []
    return list(rows)


def areas_known() -> list[str]:
    """The areas of which there are runs."""
    return list(Run.objects.exclude(area="").order_by("area").values_list("area", flat=True).distinct())


def message_by_key(pk: int) -> Message:
    """A message with its run. Raises Http404."""
    return get_object_or_404(Message.objects.select_related("run"), pk=pk)


def changes_of(message: Message) -> list[StateChange]:
    """What became of a message, in its order, with who did it."""
    return list(
        StateChange.objects.filter(kind=Message._meta.label_lower, row_id=message.pk)
        .select_related("actor")
        .order_by("pk")
    )
