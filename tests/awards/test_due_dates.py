"""When Artsmark's steps are due, and from when that is counted."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.journeys.artsmark_2018 import Artsmark2018
from awards.journeys.artsmark_2018_recorded import Artsmark2018Recorded
from awards.journeys.artsmark_2019 import Artsmark2019
from awards.journeys.artsmark_2019_recorded import Artsmark2019Recorded
from awards.journeys.artsmark_rules import case_study_due
from tests.awards.world import client_of, make_world, words_of
from workflow.calendar import Calendar
from workflow.deadlines import reason_of
from workflow.services import correct

NOW = dt.datetime(2026, 1, 20, 10, tzinfo=dt.UTC)
EDITIONS = (Artsmark2018, Artsmark2018Recorded, Artsmark2019, Artsmark2019Recorded)


@pytest.fixture
def attended(db):
    """A school whose day was on 3 February 2026."""
    world = make_world(NOW)
    return world, world.attended(world.booked(world.registered()), True, True)


@pytest.mark.parametrize("journey", EDITIONS, ids=lambda journey: journey.edition)
def test_every_edition_counts_from_what_the_school_did(journey):
    anchors = {move.name: move.anchors for move in journey.transitions.values() if move.anchors}

    assert anchors == {
        "record_attendance": "attended",
        "submit_commitment": "submitted",
        "accept_commitment": "accepted",
    }
    assert journey.states["day_attended"].due.anchor == "attended"
    assert journey.states["delivering"].due.anchor == "accepted"


@pytest.mark.parametrize(
    ("reading", "words", "day"),
    [
        ("accepted", "your Statement of Commitment was accepted on 2 March 2026", dt.date(2028, 3, 2)),
        ("submitted", "your Statement of Commitment was submitted on 2 March 2026", dt.date(2028, 3, 2)),
    ],
)
def test_a_case_study_is_due_two_years_after_either_reading(reading, words, day):
    rule, on = case_study_due(reading), dt.date(2026, 3, 2)

    assert rule.on(on, calendar=Calendar()) == day
    assert rule.reason(reading, on) == words


def test_the_commitment_is_due_a_term_after_the_day_and_says_so(attended):
    world, run = attended

    assert run.due_on == dt.date(2026, 7, 17)
    assert reason_of(run) == "the day was on 3 February 2026"
    page = words_of(client_of(world.officer).get(f"/journeys/{run.public_id}/"))
    assert "and the day was on 3 February 2026" in page


def test_a_day_put_right_takes_the_due_date_along(attended):
    world, run = attended
    seq = run.records.get(transition="record_attendance").seq

    correct(
        run,
        seq,
        happened_at=dt.datetime(2026, 1, 22, 16, tzinfo=dt.UTC),
        actor=world.officer,
        now=NOW + dt.timedelta(days=20),
        note="It was in January.",
    )

    assert reason_of(run) == "the day was on 22 January 2026"
