"""A move costs a known number of statements, and a hundred cost no more than one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.trial.journeys import AREA_GIVEN, RANG, Trial
from workflow import services
from workflow.access import everyone, run_for
from workflow.options import options_for
from workflow.services import Arrival


def statements(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def test_advance_takes_at_most_seven_statements(run, lead, now):
    asked = statements(lambda: services.advance(run, Trial.submit, actor=lead, now=now))

    # lock, roles, two facts, the calendar, move with record, and the effect
    assert len(asked) == 7


def test_advance_without_guards_and_effects_takes_three_statements(run, lead, officer, now):
    services.advance(run, Trial.submit, actor=lead, now=now)

    assert len(statements(lambda: services.advance(run, Trial.accept, actor=officer, now=now))) == 3


@pytest.mark.parametrize("note", ["", "A word to all of you."])
def test_advance_many_takes_as_many_statements_for_a_hundred_as_for_one(start, lead, now, note):
    def asked(number):
        runs = [start() for _ in range(number)]
        return len(
            statements(lambda: services.advance_many(runs, Trial.submit, actor=lead, now=now, note=note))
        )

    assert asked(100) == asked(1)


def test_options_take_as_many_statements_for_a_hundred_as_for_one(start, lead):
    def asked(number):
        runs = [start() for _ in range(number)]
        return len(statements(lambda: options_for(runs, actor=lead)))

    assert asked(100) == asked(1) == 3


def test_refused_move_writes_nothing(run, officer, now):
    outcome = statements(lambda: services.advance_many([run], Trial.submit, actor=officer, now=now))

    assert [sql.split()[0] for sql in outcome] == ["SELECT", "SELECT"]


def test_run_for_takes_two_statements(run, lead):
    assert len(statements(lambda: run_for(lead, run.public_id, everyone))) == 2


def test_bring_in_takes_as_many_statements_for_a_hundred_as_for_one(officer, now):
    def asked(number):
        arrivals = [
            Arrival(Trial.submitted, None, None, label=f"Run {i}", officer=officer, note="x")
            for i in range(number)
        ]
        return len(statements(lambda: services.bring_in(Trial, arrivals, actor=officer, now=now)))

    # keys, records with runs, notes, the runs as they are, and the role
    assert asked(100) == asked(1) == 5


def test_annotate_takes_as_many_statements_for_a_hundred_as_for_one(start, officer, now):
    def asked(number):
        runs = [start() for _ in range(number)]
        return len(statements(lambda: services.annotate_many(runs, RANG, actor=officer, now=now, note="x")))

    # lock, roles, records, notes
    assert asked(100) == asked(1) == 4


def test_waivers_are_asked_for_once_and_only_where_a_guard_stops_a_run(start, lead, officer, now):
    def asked(number, area):
        runs = [start(area=area) for _ in range(number)]
        for run in runs if not area else ():
            services.waive(run, AREA_GIVEN, actor=officer, now=now, note="None.")
        return len(statements(lambda: services.advance_many(runs, Trial.submit, actor=lead, now=now)))

    # over and above: which waivers there are, and that they are used
    assert asked(5, "") == asked(1, "") == asked(5, "north") + 2


WHY = {"reason": "other", "note": "Because."}


@pytest.mark.parametrize(
    ("act", "number"),
    [
        # lock, roles, histories, records, notes
        (lambda runs, given: services.extend_many(runs, to=dt.date(2027, 1, 5), **WHY, **given), 5),
        (lambda runs, given: services.pause_many(runs, **WHY, **given), 5),
        (lambda runs, given: services.undo_many(runs, **WHY, **given), 5),
    ],
)
def test_acts_take_as_many_statements_for_a_hundred_as_for_one(start, lead, officer, now, act, number):
    def asked(many):
        runs = [start() for _ in range(many)]
        services.advance_many(runs, Trial.submit, actor=lead, now=now)
        services.advance_many(runs, Trial.send_back, actor=officer, now=now, note="x")
        services.advance_many(runs, Trial.submit, actor=lead, now=now)
        return len(statements(lambda: act(runs, {"actor": officer, "now": now})))

    assert (asked(1), asked(100)) == (number, number)


def test_resuming_and_reopening_take_as_many_statements_for_a_hundred_as_for_one(start, officer, now):
    def asked(many):
        runs = [start() for _ in range(many)]
        services.pause_many(runs, actor=officer, now=now, **WHY)
        resumed = statements(lambda: services.resume_many(runs, actor=officer, now=now))
        services.advance_many(runs, Trial.withdraw, actor=officer, now=now, note="x")
        reopened = statements(lambda: services.reopen_many(runs, actor=officer, now=now, **WHY))
        given = statements(lambda: services.reassign_many(runs, officer=None, actor=officer, now=now))
        return len(resumed), len(reopened), len(given)

    assert asked(1) == asked(100) == (4, 5, 4)


def test_waivers_of_many_take_as_many_statements_as_of_one(start, officer, now):
    def asked(many):
        runs = [start(area="") for _ in range(many)]
        return len(
            statements(
                lambda: services.waive_many(runs, AREA_GIVEN.code, actor=officer, now=now, note="None.")
            )
        )

    # lock, roles, facts, open waivers, records, notes, waivers
    assert asked(1) == asked(100) == 7
