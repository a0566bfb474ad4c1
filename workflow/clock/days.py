"""On which days the rungs of a ladder stand, and on which days people may be written to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from workflow.calendar import Calendar
from workflow.journey import Rung

DAY = dt.timedelta(days=1)
FARTHEST = 400  # days: whoever is left in peace for longer is looked at again


def day_of(rung: Rung, due_on: dt.date, calendar: Calendar) -> dt.date:
    """The day on which a rung stands: so many days of term from the due date."""
    return calendar.add_term_days(due_on, rung.term_days)


def ladder(rungs: Sequence[Rung], due_on: dt.date, calendar: Calendar) -> list[tuple[dt.date, Rung]]:
    """The rungs with their days, in order."""
    return [(day_of(rung, due_on, calendar), rung) for rung in rungs]


def may_write(day: dt.date, calendar: Calendar, kind: str) -> bool:
    """Whether people of a kind may be written to on a day: a day of term on which they are not left in peace."""
    return calendar.is_term_day(day) and not calendar.is_quiet(day, kind)


def first_day_to_write(day: dt.date, calendar: Calendar, kind: str) -> dt.date:
    """The day itself where people may be written to, else the first one after it."""
    last = day + FARTHEST * DAY
    while day < last and not may_write(day, calendar, kind):
        day += DAY
    return day
