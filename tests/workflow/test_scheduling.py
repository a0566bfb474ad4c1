"""The office changes the calendar: the dates of open runs that hang on it follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.trial.journeys import Trial
from workflow.calendar import usual_terms
from workflow.calendars import calendars_for
from workflow.models import Run, Term
from workflow.refusals import NotReady
from workflow.scheduling import keep_bank_holiday, keep_quiet_week, keep_terms
from workflow.services import advance

TERMS = usual_terms(2025)
LATER = dt.date(2026, 7, 21)
LONGER = (*TERMS[:2], replace(TERMS[2], ends=LATER))


@pytest.fixture
def waiting(start, lead, now):
    """A run that is to be answered by the end of the summer term."""

    def begun(**words):
        run = start(**words)
        advance(run, Trial.submit, actor=lead, now=now)
        return run

    return begun


def due(run):
    return Run.objects.get(pk=run.pk).due_on


def test_longer_term_moves_what_hangs_on_it(waiting, now):
    run = waiting()

    shifts = keep_terms("", LONGER, now=now)

    assert [(shift.run, shift.was, shift.becomes) for shift in shifts] == [(run, dt.date(2026, 7, 17), LATER)]
    assert due(run) == LATER
    assert Term.objects.get(area="", academic_year=2025, name="summer").edited_at == now


def test_terms_of_an_area_move_nothing_elsewhere(waiting, now):
    here, there = waiting(area="north"), waiting(area="south")

    assert [shift.run for shift in keep_terms("north", LONGER, now=now)] == [here]
    assert (due(here), due(there)) == (LATER, dt.date(2026, 7, 17))


def test_everywheres_terms_move_nothing_where_an_area_has_its_own(waiting, now):
    run = waiting(area="north")
    keep_terms("north", TERMS, now=now)

    assert keep_terms("", LONGER, now=now) == []
    assert due(run) == dt.date(2026, 7, 17)


def test_agreed_date_stands(waiting, now):
    run = waiting()
    Run.objects.filter(pk=run.pk).update(due_on=dt.date(2026, 9, 30))

    assert keep_terms("", LONGER, now=now) == []
    assert due(run) == dt.date(2026, 9, 30)


def test_trying_out_says_what_would_move_and_keeps_nothing(waiting, now):
    run = waiting()

    assert len(keep_terms("", LONGER, now=now, dry=True)) == 1
    assert due(run) == dt.date(2026, 7, 17)
    assert next(calendars_for([""])[""].term_ends(dt.date(2026, 5, 1))) == dt.date(2026, 7, 17)


def test_change_costs_as_many_statements_for_many_runs_as_for_one(waiting, now):
    def asked(number, terms):
        for _ in range(number):
            waiting()
        with CaptureQueriesContext(connection) as found:
            assert len(keep_terms("", terms, now=now)) > 0
        return len(found)

    assert asked(1, LONGER) == asked(10, TERMS)


def test_history_is_left_alone(waiting, now):
    run = waiting()
    keep_terms("", LONGER, now=now)

    assert Run.objects.get(pk=run.pk).seq == run.seq


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (
            TERMS[:2],
            "An academic year has an autumn, a spring and a summer term: give the days of all three.",
        ),
        (
            (*TERMS[:2], replace(TERMS[2], ends=dt.date(2026, 4, 1))),
            "The summer term ends before it begins. Look at the two days again.",
        ),
        (
            (*TERMS[:2], replace(TERMS[2], half_term_ends=dt.date(2026, 7, 31))),
            "The summer term’s half term is not inside it. Look at its days again.",
        ),
        (
            (*TERMS[:2], replace(TERMS[2], ends=dt.date(2027, 7, 17))),
            "The summer term does not lie in 2025/26, from August to July. Look at the years.",
        ),
        (
            (*TERMS[:2], replace(TERMS[2], begins=dt.date(2026, 4, 1))),
            "The summer term begins before the spring term has ended. Look at the days of both.",
        ),
    ],
)
def test_terms_that_cannot_be_are_refused(db, now, terms, sentence):
    with pytest.raises(NotReady) as refused:
        keep_terms("", terms, now=now)

    assert refused.value.reasons == [sentence]
    assert next(calendars_for([""])[""].term_ends(dt.date(2026, 5, 1))) == dt.date(2026, 7, 17)


def test_bank_holiday_is_added_and_dropped(db, now):
    day = dt.date(2026, 6, 15)

    keep_bank_holiday(day, name="A day for all", now=now)
    assert day in calendars_for([""])[""].bank_holidays
    keep_bank_holiday(day, name="A day for all", now=now, drop=True)
    assert day not in calendars_for([""])[""].bank_holidays


def test_quiet_days_are_of_their_area(db, now):
    begins, ends = dt.date(2026, 6, 15), dt.date(2026, 6, 19)
    keep_quiet_week("north", begins=begins, ends=ends, why="an inspection", now=now)

    found = calendars_for(["north", "south"])
    assert [found[area].is_quiet(begins) for area in ("north", "south")] == [True, False]
    with pytest.raises(NotReady, match="end before they begin"):
        keep_quiet_week("north", begins=ends, ends=begins, why="an inspection", now=now)
