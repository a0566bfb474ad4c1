"""Stops of the post: what is posted under one is held, until somebody lifts it and says what becomes of what was held.

Mail that a person asked for in that very minute (a code to sign in with) does not pass through the outbox, and no stop
holds it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from workflow.messages import send_released
from workflow.models import MailStop, Message, Run
from workflow.queries import held_only_by
from workflow.queue import enqueue
from workflow.refusals import NotReady
from workflow.state import change_many


@dataclass(frozen=True)
class Lifted:
    """What became of lifting: how many stops, and how many messages were sent on or dropped."""

    stops: int
    sent: int = 0
    dropped: int = 0


def stop_mail(
    *,
    why: str,
    words: str,
    by: Any,
    now: dt.datetime,
    run: Run | None = None,
    area: str = "",
    address: str = "",
    everything: bool = False,
    batch: uuid.UUID | None = None,
) -> MailStop:
    """Stop the post about one run, of an area, to an address, or all of it. Answers the stop that is open for the same reason.

    ``why`` is a code of yours, ``words`` say it to the office. Raises ValueError unless exactly one scope is given.
    """
    if sum(map(bool, (run, area, address, everything))) != 1:
        raise ValueError("A stop has one scope: a run, an area, an address, or everything.")
    stop, _ = MailStop.objects.get_or_create(
        run=run,
        area=area,
        address=address.strip().lower(),
        why=why,
        lifted_at=None,
        defaults={"words": words, "since": now, "by": by, "batch": batch},
    )
    return stop


@transaction.atomic
def stop_mail_many(
    runs: Sequence[Run], *, why: str, words: str, by: Any, now: dt.datetime, batch: uuid.UUID | None = None
) -> list[MailStop]:
    """Stop the post about many runs, to be lifted together by their batch. Runs stopped for this reason already are left out."""
    stopped = set(
        MailStop.objects.filter(run__in=list(runs), why=why, lifted_at=None).values_list("run_id", flat=True)
    )
    return MailStop.objects.bulk_create(
        MailStop(run=run, why=why, words=words, since=now, by=by, batch=batch)
        for run in runs
        if run.pk not in stopped
    )


def lift(stop: MailStop, *, by: Any, now: dt.datetime, send: bool) -> Lifted:
    """Lift one stop. What it held and no other stop holds is sent, or dropped. Raises NotReady when it was lifted before."""
    return _lift(MailStop.objects.filter(pk=stop.pk), by=by, now=now, send=send)


def lift_batch(batch: uuid.UUID, *, by: Any, now: dt.datetime, send: bool) -> Lifted:
    """Lift all stops of a batch together, in a fixed number of statements. Raises NotReady when none of them is open."""
    return _lift(MailStop.objects.filter(batch=batch), by=by, now=now, send=send)


@transaction.atomic
def _lift(stops: Any, *, by: Any, now: dt.datetime, send: bool) -> Lifted:
    open_ones = list(stops.filter(lifted_at=None).order_by("pk").select_for_update())
    if not open_ones:
        raise NotReady("This stop was lifted already. Look at the list of stopped post again.")
    keys = [message.pk for message in held_only_by(open_ones)]
    held = list(Message.objects.filter(pk__in=keys, state=Message.HELD).order_by("pk").select_for_update())
    MailStop.objects.filter(pk__in=[stop.pk for stop in open_ones]).update(lifted_at=now, lifted_by=by)
    change_many(held, "release" if send else "drop", now=now, actor=by)
    if send and held:
        enqueue(send_released, *(message.pk for message in held), key=f"released:{open_ones[0].pk}", now=now)
    return Lifted(len(open_ones), sent=len(held) if send else 0, dropped=0 if send else len(held))
