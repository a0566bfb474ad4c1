"""The usual terms in England, worked out by rule.

There is no national calendar: local authorities and academy trusts set their own days. The rule is ours. It gives the
terms of most of England from 2017 to 2026, within a few days; an office enters those of its areas.

- Autumn begins on the first weekday of September, or on Monday when that is a Friday; it ends on the last Friday up
  to 22 December; half term is the week of October's last Monday.
- Spring begins on the first Monday from 3 January (on Tuesday when that Monday is the New Year's bank holiday); half
  term is the week of the first Monday from 12 February.
- Easter up to 5 April: spring ends on the Thursday before Easter, and summer begins on the Monday fifteen days after
  it. Easter later: spring ends on the Friday nine days before, and summer begins on the Monday eight days after.
- Summer's half term is the week of May's last Monday; it ends on the last Friday up to 23 July.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from dateutil.easter import easter

from workflow.calendar.terms import AUTUMN, SPRING, SUMMER, TermDates

MONDAY, FRIDAY = 0, 4
WEEK = dt.timedelta(days=7)
MONDAY_TO_FRIDAY = dt.timedelta(days=4)
LAST_EARLY_EASTER = (4, 5)
WITHOUT_TESTS = (2020, 2021)  # the national tests were called off in these summers


@cache
def usual_terms(year: int) -> tuple[TermDates, ...]:
    """The three terms of an academic year, in order; 2018 is 2018/19."""
    october = _last(MONDAY, dt.date(year, 10, 31))
    february = _first(MONDAY, dt.date(year + 1, 2, 12))
    may = _last(MONDAY, dt.date(year + 1, 5, 31))
    spring_ends, summer_begins = _round_easter(year + 1)
    return (
        TermDates(
            year,
            AUTUMN,
            _first_day_of_autumn(year),
            _last(FRIDAY, dt.date(year, 12, 22)),
            october,
            october + MONDAY_TO_FRIDAY,
        ),
        TermDates(
            year, SPRING, _first_day_of_spring(year + 1), spring_ends, february, february + MONDAY_TO_FRIDAY
        ),
        TermDates(
            year,
            SUMMER,
            summer_begins,
            _last(FRIDAY, dt.date(year + 1, 7, 23)),
            may,
            may + MONDAY_TO_FRIDAY,
        ),
    )


def usual_quiet_days(year: int) -> list[tuple[str, str, dt.date, dt.date]]:
    """When people are left in peace in an academic year: why, for which kind of run (empty: all), from and to.

    The first week of each term, the last of the summer, and for primaries the week of the national tests, which
    begins on the second Monday of May (Standards and Testing Agency, 2017 to 2026).
    """
    terms = usual_terms(year)
    quiet = [
        (f"first week of the {term.name} term", "", term.begins, term.begins + WEEK - dt.timedelta(days=1))
        for term in terms
    ]
    end = terms[-1].ends
    quiet.append(("last week of the summer term", "", _last(MONDAY, end), end))
    if year + 1 not in WITHOUT_TESTS:
        tests = _first(MONDAY, dt.date(year + 1, 5, 1)) + WEEK
        quiet.append(("national tests", "primary", tests, tests + MONDAY_TO_FRIDAY))
    return quiet


def _first_day_of_autumn(year: int) -> dt.date:
    first = dt.date(year, 9, 1)
    return first if first.weekday() < FRIDAY else _first(MONDAY, first)


def _first_day_of_spring(year: int) -> dt.date:
    monday = _first(MONDAY, dt.date(year, 1, 3))
    return monday if monday.day > 3 else dt.date(year, 1, 4)  # noqa: PLR2004 - see the rule above


def _round_easter(year: int) -> tuple[dt.date, dt.date]:
    sunday = easter(year)
    if (sunday.month, sunday.day) <= LAST_EARLY_EASTER:
        return sunday - dt.timedelta(days=3), sunday + dt.timedelta(days=15)
    return sunday - dt.timedelta(days=9), sunday + dt.timedelta(days=8)


def _first(weekday: int, day: dt.date) -> dt.date:
    return day + dt.timedelta(days=(weekday - day.weekday()) % 7)


def _last(weekday: int, day: dt.date) -> dt.date:
    return day - dt.timedelta(days=(day.weekday() - weekday) % 7)
