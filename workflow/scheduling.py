"""The office's changes of the calendar, and the due dates of open runs that hang on it.

A due date that was agreed is no rule's, and stands. Nothing is written into histories: dates by rule follow from
them. Asked with ``dry=True``, a change is tried out and not kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection, transaction
from django.utils import timezone

from workflow.calendar import NAMES, TermDates, academic_year_of
from workflow.calendars import calendars_for
from workflow.deadlines import deadlines, standings
from workflow.models import BankHoliday, QuietWeek, Run, Term
from workflow.refusals import NotReady
from workflow.registry import all_journeys


@dataclass(frozen=True)
class Shift:
    """A run whose due date moves."""

    run: Run
    was: dt.date
    becomes: dt.date


def keep_terms(area: str, terms: Sequence[TermDates], *, now: dt.datetime, dry: bool = False) -> list[Shift]:
    """Keep the three terms of one academic year of an area ('' is everywhere), and move what hangs on them.

    Raises NotReady with a sentence for each term that cannot be.
    """
    if faults := _faults_of(terms) or _overlaps(area, terms):
        raise NotReady(*faults)

    def act() -> None:
        Term.objects.filter(area=area, academic_year=terms[0].academic_year).delete()
        Term.objects.bulk_create(Term(area=area, edited_at=now, **vars(term)) for term in terms)

    return _change(act, area=area, now=now, dry=dry)


def keep_bank_holiday(
    day: dt.date, *, name: str, now: dt.datetime, drop: bool = False, dry: bool = False
) -> list[Shift]:
    """Keep a bank holiday, or with ``drop`` say that the day is none, and move what hangs on it."""

    def act() -> None:
        BankHoliday.objects.update_or_create(
            day=day, defaults={"name": name, "is_provisional": False, "is_dropped": drop, "edited_at": now}
        )

    return _change(act, area="", now=now, dry=dry)


def keep_quiet_week(
    area: str,
    *,
    begins: dt.date,
    ends: dt.date,
    why: str,
    now: dt.datetime,
    kind: str = "",
    drop: bool = False,
) -> QuietWeek:
    """Keep days on which people are left in peace, or with ``drop`` say that they need none. No due date hangs on them.

    Raises NotReady when it ends before it begins.
    """
    if ends < begins:
        raise NotReady("The quiet days end before they begin. Look at the two days again.")
    week, _ = QuietWeek.objects.update_or_create(
        area=area,
        academic_year=academic_year_of(begins),
        why=why,
        kind=kind,
        defaults={"begins": begins, "ends": ends, "is_dropped": drop, "edited_at": now},
    )
    return week


def _faults_of(terms: Sequence[TermDates]) -> list[str]:
    if tuple(term.name for term in terms) != NAMES:
        return ["An academic year has an autumn, a spring and a summer term: give the days of all three."]
    faults = []
    for term in terms:
        called = f"The {term.name} term"
        if term.ends <= term.begins:
            faults.append(f"{called} ends before it begins. Look at the two days again.")
        elif not term.begins < term.half_term_begins <= term.half_term_ends < term.ends:
            faults.append(f"{called}’s half term is not inside it. Look at its days again.")
        elif {academic_year_of(term.begins), academic_year_of(term.ends)} != {term.academic_year}:
            year = f"{term.academic_year}/{(term.academic_year + 1) % 100:02}"
            faults.append(f"{called} does not lie in {year}, from August to July. Look at the years.")
    return faults or [
        f"The {later.name} term begins before the {earlier.name} term has ended. Look at the days of both."
        for earlier, later in pairwise(terms)
        if later.begins <= earlier.ends
    ]


def _overlaps(area: str, terms: Sequence[TermDates]) -> list[str]:
    others = Term.objects.filter(area=area).exclude(academic_year=terms[0].academic_year)
    if others.filter(begins__lte=terms[-1].ends, ends__gte=terms[0].begins).exists():
        return ["These terms overlap with those of another year. Look at the years."]
    return []


@transaction.atomic
def _change(act: Callable[[], None], *, area: str, now: dt.datetime, dry: bool) -> list[Shift]:
    """Work out the dates before and after, and move those that were the rule's. The order of locks: runs first."""
    runs = _hanging(area, dry=dry)
    asked = standings(runs)
    areas = {run.area for run in runs}
    before = deadlines(asked, calendars=calendars_for(areas))
    keep = transaction.savepoint()
    act()
    after = deadlines(asked, calendars=calendars_for(areas))
    shifts = [
        Shift(run, was.day, becomes.day)
        for run, one, was, becomes in zip(runs, asked, before, after, strict=True)
        if was and becomes and not one.is_agreed and run.due_on == was.day != becomes.day
    ]
    if dry:
        transaction.savepoint_rollback(keep)
        return shifts
    transaction.savepoint_commit(keep)
    _move(shifts, today=timezone.localdate(now))
    return shifts


_HANGING = """
    SELECT run.* FROM workflow_run run
    JOIN unnest(%s::text[], %s::text[], %s::text[]) AS asked (journey_code, edition, state)
      USING (journey_code, edition, state)
    WHERE run.finished_at IS NULL AND run.due_on IS NOT NULL AND (%s = '' OR run.area = %s)
    ORDER BY run.id
"""


def _hanging(area: str, *, dry: bool) -> list[Run]:
    """The open runs whose rule counts by the calendar, locked in the order of their keys unless only tried."""
    states = [
        (*journey.key(), name)
        for journey in all_journeys()
        for name, state in journey.states.items()
        if state.due and state.due.needs_calendar
    ]
    columns = [list(column) for column in zip(*states, strict=True)] or [[], [], []]
    lock = "" if dry else " FOR NO KEY UPDATE OF run"
    return list(Run.objects.raw(_HANGING + lock, [*columns, area, area]))


def _move(shifts: Sequence[Shift], *, today: dt.date) -> None:
    """What is paused the clock looks at when it goes on."""
    if not shifts:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflow_run run SET due_on = moved.due_on,"
            " look_on = CASE WHEN run.paused_at IS NULL THEN %s ELSE run.look_on END"
            " FROM unnest(%s::bigint[], %s::date[]) AS moved (id, due_on) WHERE run.id = moved.id",
            [today, [shift.run.pk for shift in shifts], [shift.becomes for shift in shifts]],
        )
