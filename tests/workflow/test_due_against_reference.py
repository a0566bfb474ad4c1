"""Due rules against a slow reference that walks through the days one by one."""

from __future__ import annotations

import datetime as dt
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from workflow.calendar import Calendar, usual_terms
from workflow.calendar.holidays import bank_holidays
from workflow.due import Due

ONE = dt.timedelta(days=1)
HOLIDAYS = frozenset(holiday.day for holiday in bank_holidays(2016, 2032))
CALENDAR = Calendar(bank_holidays=HOLIDAYS)
DAYS = st.dates(dt.date(2017, 1, 1), dt.date(2029, 12, 31))


@cache
def in_term() -> dict[dt.date, tuple[int, str, bool]]:
    """Each day of a term, written out: the year and name of the term, and whether it is half term."""
    days = {}
    for year in range(2015, 2040):
        for term in usual_terms(year):
            day = term.begins
            while day <= term.ends:
                half = term.half_term_begins <= day <= term.half_term_ends
                days[day] = (year, term.name, half)
                day += ONE
    return days


def is_working(day: dt.date) -> bool:
    return day.strftime("%a") not in ("Sat", "Sun") and day not in HOLIDAYS


def is_of_term(day: dt.date) -> bool:
    return is_working(day) and day in in_term() and not in_term()[day][2]


def reference(due: Due, anchor: dt.date, paused_days: int) -> dt.date:
    if due.by:
        day = due.by
    else:
        day = counted(due, begins(due, anchor))
        for _ in range(paused_days):
            day += ONE
    while due.to_term_day and not is_of_term(day):
        day += ONE
    return day


def begins(due: Due, anchor: dt.date) -> dt.date:
    left = [date for date in due.dates if date >= anchor]
    return min(left) if left else anchor


def counted(due: Due, day: dt.date) -> dt.date:
    if due.terms:
        return end_of_term(day, due.terms)
    if due.months:
        return months_later(day, due.months)
    left = due.days or due.working_days
    while left:
        day += ONE
        if due.days or is_working(day):
            left -= 1
    return day


def end_of_term(day: dt.date, number: int) -> dt.date:
    while day not in in_term():
        day += ONE
    for _ in range(number):
        here = in_term()[day][:2]
        while day not in in_term() or in_term()[day][:2] == here:
            day += ONE
    here = in_term()[day][:2]
    while in_term().get(day + ONE, (0, "", False))[:2] == here:
        day += ONE
    return day


def months_later(day: dt.date, number: int) -> dt.date:
    month, wanted = day.replace(day=1), day.day
    for _ in range(number):
        month = (month + 32 * ONE).replace(day=1)
    while True:
        try:
            return month.replace(day=wanted)
        except ValueError:
            wanted -= 1


COUNTS = st.one_of(
    st.builds(dict, days=st.integers(1, 400)),
    st.builds(dict, working_days=st.integers(1, 150)),
    st.builds(dict, months=st.integers(1, 36)),
    st.builds(dict, terms=st.integers(1, 7)),
)
PUBLISHED = st.lists(DAYS, max_size=4, unique=True).map(lambda days: tuple(sorted(days)))
RULES = st.one_of(
    st.builds(
        lambda count, dates, move: Due(**count, dates=dates, to_term_day=move),
        COUNTS,
        PUBLISHED,
        st.booleans(),
    ),
    st.builds(lambda by, move: Due(by=by, to_term_day=move), DAYS, st.booleans()),
)


@given(due=RULES, anchor=DAYS, paused_days=st.integers(0, 60))
def test_due_is_the_day_that_walking_through_the_days_finds(due, anchor, paused_days):
    assert due.on(anchor, calendar=CALENDAR, paused_days=paused_days) == reference(due, anchor, paused_days)


@given(due=RULES.filter(lambda due: not due.by), anchor=DAYS)
def test_due_is_never_before_what_it_counts_from(due, anchor):
    assert due.on(anchor, calendar=CALENDAR) > anchor
