"""Four editions of Artsmark: what differs between them, and that each can be walked."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from awards.journeys.artsmark_2018 import Artsmark2018
from awards.journeys.artsmark_2018_recorded import Artsmark2018Recorded
from awards.journeys.artsmark_2019 import Artsmark2019
from awards.journeys.artsmark_2019_recorded import Artsmark2019Recorded
from awards.models import Award
from awards.parties import ASSESSOR, AWARD_BODY, OFFICE
from awards.services.registration import register_school
from certificates.queries import current_certificate
from tests.awards.world import entry_of, make_world
from tests.factories.people import PersonFactory
from tests.walking import walk_to
from workflow.calendar import Calendar
from workflow.services import advance

OWNERS = {
    "registration_by",
    "invoice_by",
    "acceptance_by",
    "assessment_by",
    "decision_by",
    "certificate_by",
}
FEES = {"fee", "fee_small_school", "small_school_below", "invoice_days", "vat_rate"}
RULES_OF_TIME = {"submission_dates", "outcome_days", "outcome_terms"}
RECORDED = [Artsmark2018Recorded, Artsmark2019Recorded]
LEVEL = {"award": {"level": "gold"}}


def differing(one, other):
    """The names that stand for something else in two editions, or in one only: states, transitions, settings."""
    return [
        {name for name in {**mine, **theirs} if mine.get(name) is not theirs.get(name)}
        for mine, theirs in (
            (one.states, other.states),
            (one.transitions, other.transitions),
            (one.settings, other.settings),
        )
    ]


def fields_that_differ(one, other):
    return {
        field.name
        for field in dataclasses.fields(one)
        if getattr(one, field.name) != getattr(other, field.name)
    }


@pytest.mark.parametrize(
    ("of_2018", "of_2019"), [(Artsmark2018, Artsmark2019), (Artsmark2018Recorded, Artsmark2019Recorded)]
)
def test_years_differ_in_when_the_outcome_is_due(of_2018, of_2019):
    states, transitions, settings = differing(of_2018, of_2019)

    assert (states, transitions, settings) == (
        {"case_study_submitted", "in_assessment"},
        set(),
        RULES_OF_TIME,
    )
    for name in states:
        assert fields_that_differ(of_2018.states[name], of_2019.states[name]) == {"due"}


@pytest.mark.parametrize(
    ("in_house", "recorded"), [(Artsmark2018, Artsmark2018Recorded), (Artsmark2019, Artsmark2019Recorded)]
)
def test_recorded_differs_in_whose_act_it_is(in_house, recorded):
    states, transitions, settings = differing(in_house, recorded)

    assert settings == OWNERS | FEES
    assert transitions == {
        "submit_commitment",
        "accept_commitment",
        "send_back_commitment",
        "submit_case_study",
        "begin_assessment",
        "send_back_case_study",
        "award",
        "close_without_level",
        "record_decision",
    }
    assert states == set(in_house.states) - {"awarded", "no_level", "withdrawn", "closed"}
    assert set(in_house.states) - set(recorded.states) == {"decided"}
    moved = {
        name
        for name, state in recorded.states.items()
        if state.waits_for is not in_house.states[name].waits_for
    }
    assert moved == {"commitment_submitted", "case_study_submitted", "in_assessment"}
    assert all(recorded.states[name].waits_for is AWARD_BODY for name in moved)
    assert not any(state.waits_for in (OFFICE, ASSESSOR) for state in recorded.states.values())


def test_owners_are_the_office_or_the_award_body():
    assert {Artsmark2019.settings[name].value for name in OWNERS} == {OFFICE}
    assert {Artsmark2019Recorded.settings[name].value for name in OWNERS} == {AWARD_BODY}
    assert all(Artsmark2019.settings[name].source for name in OWNERS)


@pytest.mark.parametrize("journey", RECORDED)
def test_nothing_stops_the_recording_of_a_fact(journey):
    recording = {name for name, move in journey.transitions.items() if move.records_fact}

    assert recording >= {"accept_commitment", "begin_assessment", "award", "close_without_level"}
    assert [move for name, move in journey.transitions.items() if name in recording and move.guards] == []


@pytest.mark.parametrize(
    ("handed_in", "due_2018", "due_2019"),
    [
        ("2017-10-19", "2017-12-29", "2018-03-29"),
        ("2018-02-10", "2018-06-07", "2018-07-20"),
        ("2019-01-14", "2019-03-25", "2019-07-19"),  # no date is published any more
    ],
)
def test_outcome_is_due(handed_in, due_2018, due_2019):
    day = dt.date.fromisoformat(handed_in)
    dues = [
        journey.case_study_submitted.due.on(day, calendar=Calendar()).isoformat()
        for journey in (Artsmark2018, Artsmark2018Recorded, Artsmark2019, Artsmark2019Recorded)
    ]

    assert dues == [due_2018, due_2018, due_2019, due_2019]


def recorded_run(journey, now):
    return register_school(entry_of(), journey=journey, lead=PersonFactory(), now=now).run


@pytest.mark.django_db
@pytest.mark.parametrize("journey", RECORDED)
def test_every_state_of_a_recorded_edition_is_reached_and_left(journey, now):
    for name, state in journey.states.items():
        run = walk_to(recorded_run(journey, now), state, now=now, details=LEVEL)
        assert run.state == name
        if not state.final:
            assert walk_to(run, journey.awarded, now=now, details=LEVEL).state == "awarded"


@pytest.mark.django_db
def test_edition_of_2019_is_walked_to_its_award(now):
    world = make_world(now)

    walk = world.walk("awarded", journey=Artsmark2019)

    award = Award.objects.get(run=walk.run)
    assert walk.run.edition == "2019-in-house"
    assert (award.level_code, award.decided_by) == ("gold", Award.OFFICE)
    assert award.awarded_on == current_certificate(walk.run).says.awarded_on
    assert award.expires_on == current_certificate(walk.run).says.valid_to


@pytest.mark.django_db
@pytest.mark.parametrize("journey", [Artsmark2018, *RECORDED, Artsmark2019])
def test_day_is_booked_by_the_same_names_in_all_editions(journey, now):
    run = recorded_run(journey, now)
    lead = run.application.contacts.get().person

    advance(run, journey.transitions["book_day"], actor=lead, now=now)

    assert run.state == Artsmark2018.day_booked.name
