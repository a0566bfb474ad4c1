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
from django.utils import timezone

from workflow.calendars import calendars_for
from workflow.messages import merge, send_released
from workflow.models import MailStop, Message, Run
from workflow.queries import held_only_by
from workflow.queue import enqueue
from workflow.refusals import NotReady
from workflow.state import change_many

SEND, MERGE, DROP = "send", "merge", "drop"  # what becomes of what was held: ``MailStop.then``


@dataclass(frozen=True)
class Lifted:
    """What became of lifting: how many stops, and how many messages were sent on, went within another, or were dropped."""

    stops: int
    sent: int = 0
    dropped: int = 0
    merged: int = 0


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
    through: dt.date | None = None,
    then: str = "",
) -> MailStop:
    """Stop the post about one run, of an area, to an address, or all of it. Answers the stop that is open for the same reason.

    ``why`` is a code of yours, ``words`` say it to the office. ``through`` is the last day on which it holds, ``then``
    what becomes of what it held (``SEND``, ``MERGE``, ``DROP``): given anew, they count for the one that is open.
    Raises ValueError unless exactly one scope is given, and for a day without what happens then.
    """
    if sum(map(bool, (run, area, address, everything))) != 1:
        raise ValueError("A stop has one scope: a run, an area, an address, or everything.")
    if (through is not None) != (then in {SEND, MERGE, DROP}):
        raise ValueError("A stop through a day says what happens then: send, merge or drop.")
    stop, is_new = MailStop.objects.get_or_create(
        run=run,
        area=area,
        address=address.strip().lower(),
        why=why,
        lifted_at=None,
        defaults={
            "words": words, "since": now, "by": by, "batch": batch, "through": through, "then": then
        },
    )  # fmt: skip
    if not is_new and through is not None and (stop.through, stop.then) != (through, then):
        stop.through, stop.then, stop.words = through, then, words
        stop.save(update_fields=["through", "then", "words"])
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


def lift(stop: MailStop, *, by: Any, now: dt.datetime, send: bool, merged: bool = False) -> Lifted:
    """Lift one stop. What it held and no other stop holds is sent, or dropped. Raises NotReady when it was lifted before.

    ``merged``: it is sent as one mail for each person.
    """
    return _lift(MailStop.objects.filter(pk=stop.pk), by=by, now=now, then=_then(send=send, merged=merged))


def lift_batch(batch: uuid.UUID, *, by: Any, now: dt.datetime, send: bool, merged: bool = False) -> Lifted:
    """Lift all stops of a batch together, in a fixed number of statements. Raises NotReady when none of them is open."""
    return _lift(MailStop.objects.filter(batch=batch), by=by, now=now, then=_then(send=send, merged=merged))


def lift_due(*, now: dt.datetime) -> Lifted:
    """Lift the stops whose last day is over, for the clock: what they held is sent, merged or dropped as was agreed.

    Only on working days: nobody's post begins anew on a Sunday. What two of them held is dropped if one says so, and
    otherwise merged if one says so. Two at once lift each once.
    """
    done, today = Lifted(0), timezone.localdate(now)
    due = MailStop.objects.filter(through__lt=today, lifted_at=None)
    if not due.exists() or not calendars_for([""])[""].is_working_day(today):
        return done
    for then in (SEND, MERGE, DROP):
        try:
            one = _lift(due.filter(then=then), by=None, now=now, then=then, skip_locked=True)
        except NotReady:
            continue
        done = Lifted(
            done.stops + one.stops,
            done.sent + one.sent,
            done.dropped + one.dropped,
            done.merged + one.merged,
        )
    return done


def _then(*, send: bool, merged: bool) -> str:
    if not send:
        return DROP
    return MERGE if merged else SEND


@transaction.atomic
def _lift(stops: Any, *, by: Any, now: dt.datetime, then: str, skip_locked: bool = False) -> Lifted:
    found = stops.filter(lifted_at=None).order_by("pk")
    open_ones = list(found.select_for_update(skip_locked=skip_locked))
    if not open_ones:
        raise NotReady("This stop was lifted already. Look at the list of stopped post again.")
    keys = [message.pk for message in held_only_by(open_ones)]
    held = list(Message.objects.filter(pk__in=keys, state=Message.HELD).order_by("pk").select_for_update())
    MailStop.objects.filter(pk__in=[stop.pk for stop in open_ones]).update(lifted_at=now, lifted_by=by)
    occasion = f"{open_ones[0].pk}"
    if then == DROP:
        change_many(held, "drop", now=now, actor=by)
        return Lifted(len(open_ones), dropped=len(held))
    if then == MERGE:
        leaving = merge(held, key=occasion, by=by, now=now)
    else:
        change_many(held, "release", now=now, actor=by)
        leaving = held
    if leaving:
        enqueue(send_released, *(message.pk for message in leaving), key=f"released:{occasion}", now=now)
    merged = sum(message.state == Message.MERGED for message in held)
    return Lifted(len(open_ones), sent=len(leaving), merged=merged)
