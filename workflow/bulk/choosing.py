"""The preview: which runs, what the act would come to on each, and how many mails would go. Nothing is changed by it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from workflow.acts import ACTS, Act, Judged, Values, offices_steps
from workflow.bulk.rows import Line, choose_rows, next_lines, runs_of, write_shown
from workflow.bulk.trying import Came, attempt
from workflow.models import BulkAct, BulkRow, Message, Run
from workflow.refusals import Refused
from workflow.registry import get_journey

MOST = 10_000  # runs of one bulk act: what somebody can still mean
AT_ONCE = 250
KEPT_FOR = dt.timedelta(days=2)  # a preview that nobody confirms


class NothingChosen(Refused):
    """The list is empty."""


class TooMany(Refused):
    """The list is longer than ``MOST``."""


def how_many(runs: QuerySet[Run]) -> int:
    """How many runs a list has, counted to ``MOST`` + 1 and no further."""
    return runs.order_by()[: MOST + 1].count()


def acts_for_many(runs: QuerySet[Run]) -> list[Act]:
    """The acts that may come into question for the runs of a list: the steps that leave where one of them stands, and
    those beside the steps. One query.
    """
    places = runs.order_by().values_list("journey_code", "edition", "state").distinct()
    steps = {
        move.name
        for code, edition, state in places
        for move in offices_steps(get_journey(code, edition))
        if move in get_journey(code, edition).leaving(state)
    }
    return [act for act in ACTS.values() if act.in_bulk and (not act.is_step or act.code in steps)]


@transaction.atomic
def show_first(
    runs: QuerySet[Run],
    *,
    act: Act,
    values: Values,
    reason: str,
    note: str,
    by: Any,
    now: dt.datetime,
    choice: str = "",
) -> BulkAct:
    """Keep which runs are meant, at which versions, and what the act would come to on each.

    ``choice`` is the query by which they were chosen. What mails, is tried for it and rolled back, so that the number of
    mails and every refusal are those of doing it. Raises NothingChosen, TooMany.
    """
    _forget_old_previews(now)
    bulk = BulkAct.objects.create(
        act=act.code, values=dict(values), choice=choice, reason=reason, words=note, by=by, made_at=now
    )
    number = choose_rows(bulk, runs, most=MOST + 1)
    if not number:
        raise NothingChosen("There is no journey on this list. Choose fewer filters, then try again.")
    if number > MOST:
        raise TooMany(
            f"There are more than {MOST:,} journeys on this list. Narrow it by the filters, so that you mean each of them."
        )
    after = 0
    while lines := next_lines(bulk, fate=BulkRow.WAITING, after=after, number=AT_ONCE):
        _show(bulk, act, lines, now=now)
        after = lines[-1].pk
    return bulk


def _show(bulk: BulkAct, act: Act, lines: Sequence[Line], *, now: dt.datetime) -> None:
    runs = runs_of(lines)
    judged = act.judge(runs, bulk.values, actor=bulk.by, now=now)
    possible = [run for run in runs if judged[run.pk].is_possible]
    came, mails = _tried(bulk, act, possible, now=now) if possible and act.may_mail else (Came(), {})
    write_shown([_shown(line, judged[line.run_id], came, mails) for line in lines])


def _shown(
    line: Line, judged: Judged, came: Came, mails: Mapping[int, tuple[int, int]]
) -> tuple[int, str, str, str]:
    sentence = " ".join(judged.reasons) or came.refused.get(line.run_id, "")
    if sentence:
        return line.pk, BulkRow.REFUSED, sentence, "{}"
    go, wait = mails.get(line.run_id, (0, 0))
    shown = {"shows": judged.shows, "mails": go, "held": wait}
    return line.pk, BulkRow.WAITING, "", json.dumps(shown)


def _tried(
    bulk: BulkAct, act: Act, runs: Sequence[Run], *, now: dt.datetime
) -> tuple[Came, dict[int, tuple[int, int]]]:
    """What doing it comes to, and by run id how many mails it writes, and how many of them wait under a stop."""
    work = partial(
        act.do,
        values=bulk.values,
        actor=bulk.by,
        now=now,
        reason=bulk.reason,
        note=bulk.words,
        batch=bulk.batch,
    )
    with transaction.atomic():
        came = attempt(runs, work)
        rows = (
            Message.objects.filter(run__in=runs, queued_at=now)
            .order_by()
            .values_list("run")
            .annotate(number=Count("pk"), waiting=Count("pk", filter=Q(state=Message.HELD)))
        )
        mails = {run_id: (number, waiting) for run_id, number, waiting in rows}
        transaction.set_rollback(True)
    return came, mails


def _forget_old_previews(now: dt.datetime) -> None:
    old = BulkAct.objects.filter(state=BulkAct.PREVIEWED, made_at__lt=now - KEPT_FOR)
    keys = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
    if keys:
        BulkRow.objects.filter(bulk__in=keys).delete()
        BulkAct.objects.filter(pk__in=keys).delete()
