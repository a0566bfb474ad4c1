from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.calendar import Calendar
from workflow.due import Due, working_days_between


@pytest.mark.parametrize(
    ("due", "anchor", "expected"),
    [
        (Due(days=42), "2026-03-10", "2026-04-21"),
        (Due(months=24), "2024-02-29", "2026-02-28"),
        (Due(months=1), "2026-01-31", "2026-02-28"),
        (Due(terms=1), "2026-03-10", "2026-07-17"),  # in the spring term: by the end of summer's
        (Due(terms=1), "2026-04-02", "2026-07-17"),  # on a term's last day
        (Due(terms=1), "2026-08-10", "2027-03-25"),  # in the holidays: counted with the term that follows
        (Due(terms=3), "2026-12-18", "2027-12-17"),
    ],
)
def test_due_counts_from_its_anchor(due, anchor, expected):
    day = dt.date.fromisoformat(anchor)
    assert due.on(day, calendar=Calendar()) == dt.date.fromisoformat(expected)


PUBLISHED = (dt.date(2017, 10, 20), dt.date(2017, 12, 15))


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("2017-09-04", "2017-12-29"),
        ("2017-10-20", "2017-12-29"),  # on the published day itself
        ("2017-10-21", "2018-02-23"),
        ("2017-12-16", "2018-02-24"),  # all are past: from the day itself
    ],
)
def test_due_counts_from_the_published_day_that_follows(anchor, expected):
    due = Due(days=70, dates=PUBLISHED)
    assert due.on(dt.date.fromisoformat(anchor), calendar=Calendar()) == dt.date.fromisoformat(expected)


def test_published_days_are_in_order():
    with pytest.raises(ValueError, match="in order"):
        Due(days=70, dates=PUBLISHED[::-1])


@pytest.mark.parametrize("parts", [{}, {"days": 1, "terms": 1}, {"days": 0, "months": 0}])
def test_due_counts_in_exactly_one_unit(parts):
    with pytest.raises(ValueError, match="exactly one of days, months or terms"):
        Due(**parts)


def test_due_counts_forward():
    with pytest.raises(ValueError, match="above nought"):
        Due(days=-3)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (Due(days=1), "1 day"),
        (Due(months=24), "24 months"),
        (Due(terms=2), "2 terms"),
        (Due(days=70, dates=PUBLISHED), "70 days after the published day that follows"),
    ],
)
def test_due_in_words(due, words):
    assert due.in_words() == words


days = st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2040, 1, 1))


@given(days, st.integers(min_value=0, max_value=400))
def test_working_days_are_counted_as_by_hand(earlier, number):
    between = [earlier + dt.timedelta(days=i + 1) for i in range(number)]

    assert working_days_between(earlier, earlier + dt.timedelta(days=number)) == sum(
        day.isoweekday() <= 5 for day in between
    )
