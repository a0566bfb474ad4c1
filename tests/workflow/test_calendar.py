"""Terms, working days and quiet weeks: by rule, as kept, and of areas of their own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from workflow.calendar import Calendar, QuietDays, usual_quiet_days, usual_terms
from workflow.calendar.holidays import bank_holidays
from workflow.calendars import calendars_for
from workflow.models import BankHoliday, QuietWeek, Term
from workflow.seeds import seed_calendar


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_usual_terms_of_a_year():
    assert [
        [f"{date:%d %b %y}" for date in (term.begins, term.half_term_begins, term.half_term_ends, term.ends)]
        for term in usual_terms(2018)
    ] == [
        ["03 Sep 18", "29 Oct 18", "02 Nov 18", "21 Dec 18"],
        ["07 Jan 19", "18 Feb 19", "22 Feb 19", "12 Apr 19"],
        ["29 Apr 19", "27 May 19", "31 May 19", "19 Jul 19"],
    ]


@pytest.mark.parametrize(
    ("year", "ends", "begins"), [(2017, "2018-03-29", "2018-04-16"), (2024, "2025-04-11", "2025-04-28")]
)
def test_usual_terms_lie_round_easter(year, ends, begins):
    _, spring, summer = usual_terms(year)

    assert (spring.ends, summer.begins) == (day(ends), day(begins))


@pytest.mark.parametrize("year", range(2000, 2100))
def test_usual_terms_are_weekdays_in_order_with_half_terms_inside(year):
    days = [
        date
        for term in usual_terms(year)
        for date in (term.begins, term.half_term_begins, term.half_term_ends, term.ends)
    ]

    assert days == sorted(set(days))
    assert [date for date in days if date.weekday() > 4] == []


@pytest.mark.parametrize("year", range(2000, 2100))
def test_usual_autumn_and_spring_never_begin_on_new_years_holiday(year):
    begins = usual_terms(year)[1].begins

    assert not (begins.weekday() == 0 and begins.day == 3)


def test_quiet_days_of_a_year_without_tests():
    assert [why for why, kind, _, _ in usual_quiet_days(2018) if kind] == ["national tests"]
    assert [why for why, kind, _, _ in usual_quiet_days(2019) if kind] == []


def test_bank_holidays_that_are_published_and_those_beyond():
    days = {holiday.day: holiday for holiday in bank_holidays(2017, 2031)}

    assert days[day("2020-05-08")].is_provisional is False  # moved in that year
    assert days[day("2022-09-19")].is_provisional is False
    assert days[day("2031-04-14")].is_provisional is True
    assert [date for date in days if date.weekday() > 4] == []


CALENDAR = Calendar(
    bank_holidays=frozenset({day("2026-05-04")}),
    quiet=(QuietDays(day("2026-05-11"), day("2026-05-15"), "tests", "primary"),),
)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-03-10", True),
        ("2026-03-14", False),  # a Saturday
        ("2026-02-17", False),  # half term
        ("2026-04-08", False),  # Easter holidays
        ("2026-05-04", False),  # bank holiday
    ],
)
def test_day_of_term(date, expected):
    assert CALENDAR.is_term_day(day(date)) is expected


def test_next_day_of_term_is_the_day_itself_or_the_first_after_it():
    assert CALENDAR.next_term_day(day("2026-03-10")) == day("2026-03-10")
    assert CALENDAR.next_term_day(day("2026-07-18")) == day("2026-09-01")


def test_days_are_added_forward_and_back():
    assert CALENDAR.add_working_days(day("2026-05-01"), 1) == day("2026-05-05")
    assert CALENDAR.add_working_days(day("2026-05-05"), -1) == day("2026-05-01")
    assert CALENDAR.add_term_days(day("2026-04-20"), -1) == day("2026-04-02")


def test_quiet_days_are_of_a_kind():
    assert [CALENDAR.is_quiet(day("2026-05-11"), kind) for kind in ("primary", "special", "")] == [
        True,
        False,
        False,
    ]


def test_calendar_is_kept_for_the_seeded_years(db):
    assert Term.objects.filter(area="").count() == 14 * 3
    assert set(Term.objects.values_list("academic_year", flat=True)) == set(range(2017, 2031))
    assert BankHoliday.objects.filter(day__year=2018).count() == 8


def test_calendars_of_many_areas_take_one_query(db):
    with CaptureQueriesContext(connection) as asked:
        found = calendars_for(["", "north", "south"])

    assert len(asked) == 1
    assert found["north"] == found[""]
    assert found[""].term_of(day("2018-09-10")).name == "autumn"


def test_calendar_of_an_area_has_its_own_year_and_everywheres_others(db):
    Term.objects.bulk_create(
        Term(area="north", **{**vars(term), "ends": term.ends - dt.timedelta(days=2)})
        for term in usual_terms(2018)
    )

    found = calendars_for(["", "north"])

    assert next(found["north"].term_ends(day("2018-10-01"))) == day("2018-12-19")
    assert next(found["north"].term_ends(day("2019-10-01"))) == day("2019-12-20")
    assert next(found[""].term_ends(day("2018-10-01"))) == day("2018-12-21")


def test_terms_of_an_area_do_not_overlap(db):
    own = {**vars(usual_terms(2018)[0]), "academic_year": 2016}
    with pytest.raises(IntegrityError, match="terms_of_an_area_do_not_overlap"), transaction.atomic():
        Term.objects.create(**own)
    Term.objects.create(area="north", **own)


def test_half_term_lies_in_its_term(db):
    own = {**vars(usual_terms(2040)[0]), "half_term_ends": day("2041-01-02")}
    with pytest.raises(IntegrityError, match="half_term_lies_in_its_term"), transaction.atomic():
        Term.objects.create(**own)


def test_seeding_again_leaves_alone_what_the_office_has_edited(db, now):
    autumn, spring = (Term.objects.get(academic_year=2018, name=name) for name in ("autumn", "spring"))
    Term.objects.filter(pk=autumn.pk).update(ends=day("2018-12-19"), edited_at=now)
    Term.objects.filter(pk=spring.pk).update(ends=day("2019-04-05"))
    BankHoliday.objects.filter(day="2018-05-07").update(is_dropped=True, edited_at=now)
    numbers = [model.objects.count() for model in (Term, BankHoliday, QuietWeek)]

    seed_calendar(apps=apps)

    assert Term.objects.get(pk=autumn.pk).ends == day("2018-12-19")
    assert Term.objects.get(pk=spring.pk).ends == day("2019-04-12")
    assert day("2018-05-07") not in calendars_for([""])[""].bank_holidays
    assert [model.objects.count() for model in (Term, BankHoliday, QuietWeek)] == numbers
