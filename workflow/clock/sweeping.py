"""One sweep: whatever is due, run by run, each in a transaction of its own.

Runs are found by the day on which they want to be looked at, so that a sweep costs what is due, however many runs there
are. What it needs to know is read for a page of runs at once; under the lock a run must be as it was seen, or it is left
for the next sweep. A run that fails is set aside until the next day, with an incident.
"""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog
from django.db import connection, transaction
from django.utils import timezone

from workflow import incidents, services
from workflow.clock.asking import prompt
from workflow.clock.budget import Budget, locked_budget
from workflow.clock.plans import Plan, may_be_written_to, plan_for
from workflow.clock.sights import Sight, incident_key, sights_of
from workflow.clock.words import Occasion, letters_for
from workflow.journey import Rung
from workflow.messages import Letter, post
from workflow.models import Prompt, ReminderSent, Run
from workflow.refusals import Refused

PAGE = 200
MORNING = 7  # o'clock
DAY = dt.timedelta(days=1)

log = structlog.get_logger(__name__)


@dataclass
class Swept:
    """What a sweep did: runs looked at, resumed, moved; mails and prompts; rungs passed over; runs set aside."""

    looked_at: int = 0
    resumed: int = 0
    moved: int = 0
    mailed: int = 0
    prompted: int = 0
    missed: int = 0
    failed: int = 0


def sweep(*, now: dt.datetime, at_most: int | None = None) -> Swept:
    """Look at all runs that are due to be looked at. ``at_most``: how many of them; the rest waits for the next sweep."""
    swept = Swept()
    left = at_most
    for ids in _pages(timezone.localdate(now)):
        page = ids[:left] if left is not None else ids
        _look_at(page, swept, now=now)
        if left is not None:
            left -= len(page)
            if left <= 0:
                break
    return swept


_PAGE = """
    SELECT look_on, id FROM workflow_run
    WHERE finished_at IS NULL AND look_on IS NOT NULL AND look_on <= %s AND (look_on, id) > (%s, %s)
    ORDER BY look_on, id LIMIT %s
"""


def _pages(today: dt.date) -> Iterator[list[int]]:
    """The keys of runs to look at, a page at a time, each once."""
    after: tuple[dt.date, int] = (dt.date.min, 0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_PAGE, [today, *after, PAGE])
            rows = cursor.fetchall()
        if not rows:
            return
        yield [pk for _, pk in rows]
        after = rows[-1]


def _look_at(ids: Sequence[int], swept: Swept, *, now: dt.datetime) -> None:
    """Look at a page of runs. Where something cannot be known for all, each is looked at by itself."""
    try:
        with transaction.atomic():
            seen = _seen(ids, now=now)
    except Exception as error:
        if len(ids) == 1:
            _set_aside(ids[0], error, now=now)
            swept.failed += 1
            return
        log.exception("page of runs read one by one", first=ids[0])
        for pk in ids:
            _look_at([pk], swept, now=now)
        return
    for sight, letters in seen:
        swept.looked_at += 1
        try:
            with transaction.atomic():
                done = _carry_out(sight, letters, now=now)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on, and a person is told
            _set_aside(sight.run.pk, error, now=now)
            swept.failed += 1
        else:
            _count(swept, done)


Letters = Mapping[str, Letter]


def _seen(ids: Sequence[int], *, now: dt.datetime) -> list[tuple[Sight, Letters]]:
    """The runs of a page as they are seen now, each with the mails that are due by it, by address."""
    today = timezone.localdate(now)
    runs = sorted(Run.objects.filter(pk__in=ids), key=lambda run: (run.look_on or dt.date.max, run.pk))
    sights = sights_of(runs)
    due = [sight for sight in sights if may_be_written_to(sight, today)]
    addresses = {one.email for sight in due for people in sight.people.values() for one in people}
    budget = Budget(addresses, now=now)
    plans = [plan_for(sight, today, budget.fits) for sight in sights]
    occasions = [
        Occasion(sight.run, plan.rung, one, sight.run.due_on, today)
        for sight, plan in zip(sights, plans, strict=True)
        if plan.rung and sight.run.due_on
        for one in plan.to
    ]
    letters: dict[int, dict[str, Letter]] = {run.pk: {} for run in runs}
    for one, letter in zip(occasions, letters_for(occasions), strict=True):
        letters[one.run.pk][one.recipient.email] = letter
    return [(sight, letters[sight.run.pk]) for sight in sights]


_LOCK = """
    SELECT run.seq, run.state, run.due_on, run.look_on, run.paused_at, run.resumes_on,
        (SELECT max(through) FROM workflow_respite WHERE run_id = run.id),
        EXISTS (SELECT FROM workflow_extensionrequest WHERE run_id = run.id AND state = 'open')
    FROM workflow_run run WHERE run.id = %s AND run.finished_at IS NULL
    FOR NO KEY UPDATE OF run SKIP LOCKED
"""


def _locked(sight: Sight) -> Sight | None:
    """The sight as it holds under the run's lock; None: somebody else has the run, or it has changed."""
    run = sight.run
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [run.pk])
        row = cursor.fetchone()
    was = (run.seq, run.state, run.due_on, run.look_on, run.paused_at, run.resumes_on)
    if row is None or row[:6] != was:
        return None
    return replace(sight, rests_through=row[6], has_asked=row[7])


@dataclass(frozen=True)
class _Done:
    plan: Plan
    resumed: bool = False
    mails: int = 0
    taken: frozenset[str] = frozenset()


def _carry_out(seen: Sight, letters: Letters, *, now: dt.datetime) -> _Done | None:
    today = timezone.localdate(now)
    sight = _locked(seen)
    if sight is None:
        return None
    run = sight.run
    if run.paused_at and run.resumes_on and run.resumes_on <= today:
        services.resume(run, actor=None, now=now)
        return _finish(sight, _Done(Plan(run.look_on), resumed=True), now=now)
    budget = locked_budget(letters, now=now)
    plan = plan_for(sight, today, lambda address: address in letters and budget.fits(address))
    if plan.move:
        services.advance(run, plan.move, actor=None, now=now)
        return _finish(sight, _Done(plan), now=now)
    taken = _take(run, plan, now=now)
    to = plan.to if plan.rung and plan.rung.code in taken else ()
    for one in to:
        _post(letters[one.email], now=now)
    for rung, words in plan.prompts:
        if rung.code in taken:
            prompt(run, _asked_as(run, rung), words=words, now=now)
    if plan.look_on != run.look_on:
        Run.objects.filter(pk=run.pk).update(look_on=plan.look_on)
    return _finish(sight, _Done(plan, mails=len(to), taken=taken), now=now)


def _asked_as(run: Run, rung: Rung) -> str:
    """The code of what is asked. That nobody can be written to is asked once, however many rungs find it so."""
    if rung.to is None:
        return rung.code
    mails = [one.code for one in run.declared_state.reminders if one.to]
    before = Prompt.objects.filter(run=run, code__in=mails, done_at=None).order_by("pk").first()
    return before.code if before else rung.code


def _post(letter: Letter, *, now: dt.datetime) -> None:
    """What is written in the night leaves in the morning."""
    local = timezone.localtime(now)
    hold = local.replace(hour=MORNING, minute=0, second=0) - local if local.hour < MORNING else None
    post(
        letter.template,
        to=letter.to,
        key=letter.key,
        context=letter.context,
        now=now,
        run=letter.run,
        is_reminder=True,
        hold=hold,
    )


def _finish(sight: Sight, done: _Done, *, now: dt.datetime) -> _Done:
    if sight.is_broken:
        incidents.close(incident_key(sight.run.pk), now=now)
    return done


_TAKE = """
    INSERT INTO workflow_remindersent (run_id, state, due_on, rung, fate, at)
    SELECT %s, %s, %s, taken.rung, taken.fate, %s FROM unnest(%s::text[], %s::text[]) AS taken (rung, fate)
    ON CONFLICT (run_id, state, due_on, rung) DO NOTHING RETURNING rung
"""


def _take(run: Run, plan: Plan, *, now: dt.datetime) -> frozenset[str]:
    """Write down which rungs are taken. Answers those that were not before."""
    fates = {rung.code: ReminderSent.MISSED for rung in plan.missed}
    fates |= {rung.code: ReminderSent.PROMPTED for rung, _ in plan.prompts}
    if plan.rung:
        fates[plan.rung.code] = ReminderSent.MAILED
    if not fates:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [run.pk, run.state, run.due_on, now, list(fates), list(fates.values())])
        return frozenset(rung for (rung,) in cursor.fetchall())


def _set_aside(run_id: int, error: Exception, *, now: dt.datetime) -> None:
    """The run waits for the next day, and an incident says why."""
    run = Run.objects.filter(pk=run_id).first()
    detail = (
        str(error) if isinstance(error, Refused) else "".join(traceback.format_exception(error, limit=-8))
    )
    with transaction.atomic():
        incidents.open_incident(
            incident_key(run_id),
            summary=f"The clock could not deal with {run or run_id}"[:200],
            detail=detail,
            run=run,
            now=now,
        )
        Run.objects.filter(pk=run_id, finished_at=None).update(look_on=timezone.localdate(now) + DAY)


def _count(swept: Swept, done: _Done | None) -> None:
    if done is None:
        return
    swept.resumed += done.resumed
    swept.moved += done.plan.move is not None
    swept.mailed += done.mails
    swept.prompted += sum(rung.code in done.taken for rung, _ in done.plan.prompts)
    swept.missed += sum(rung.code in done.taken for rung in done.plan.missed)
