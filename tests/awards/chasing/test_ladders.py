"""Whom Artsmark reminds, on which days and in which words."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.journeys.artsmark_2018 import Artsmark2018
from awards.journeys.artsmark_2018_recorded import Artsmark2018Recorded
from awards.models import Contact
from awards.services.people.parts import begin_part, end_part
from tests.awards.world import make_world
from tests.factories.people import PersonFactory
from tests.workflow.clock.watching import asked, at, fates, mails, tick_through
from workflow.messages import CAME_BACK
from workflow.models import Message, Run
from workflow.services import advance
from workflow.stops import stop_mail

BEGAN = "2026-01-20"  # due by the end of the term after: Friday 17 July
REMINDERS = {"template__startswith": "awards/mails/reminder_"}


@pytest.fixture
def world(db):
    return make_world(at(BEGAN))


@pytest.fixture
def registered(world):
    return world.registered(lead=PersonFactory(name="Lee Leader", email="lee@school.example"))


def run_of(application):
    return Run.objects.get(application=application)


def with_second(application, now):
    person = PersonFactory(name="Carl Colleague", email="carl@school.example")
    return begin_part(application, person=person, role=Contact.SECOND, now=now)


def body_of(rung):
    return Message.objects.get(key__contains=f":{rung}:", **REMINDERS).body


def test_nobody_books_a_day_and_one_after_the_other_is_asked(world, registered):
    with_second(registered, world.now)
    run = run_of(registered)
    assert run.due_on == dt.date(2026, 7, 17)

    tick_through("2026-06-01", "2026-10-10")

    assert mails(**REMINDERS) == [
        ("06-12", "ahead", "lee"),
        ("07-10", "soon", "lee"),
        ("09-08", "late", "lee"),
        ("09-15", "second-contact", "carl"),
    ]
    assert fates(run) == [(rung, "mailed") for rung in ("ahead", "soon", "late", "second-contact")] + [
        ("ring", "prompted")
    ]
    assert asked(run) == [
        ("ring", "Ring them: no development day is booked, and our emails brought no answer.")
    ]


def test_words_begin_with_what_can_still_be_done_and_say_what_is_left(world, registered):
    tick_through("2026-06-12", "2026-06-12")
    lines = body_of("ahead").splitlines()

    assert lines[0] == "Dear Lee Leader,"
    assert lines[2].startswith("Places on a development day can still be booked")
    assert lines[6:9] == ["Left to do:", "- Book a development day", "- Write your Self-assessment"]


def test_second_contact_reads_who_was_written_to(world, registered):
    with_second(registered, world.now)
    tick_through("2026-09-08", "2026-09-15")

    assert "We wrote to Lee Leader and have not heard." in body_of("second-contact")


def test_where_there_is_no_second_contact_the_lead_is_asked_once_more(world, registered):
    tick_through("2026-09-08", "2026-09-15")

    assert mails(**REMINDERS) == [("09-08", "late", "lee"), ("09-15", "second-contact", "lee")]
    assert "We wrote to you and have not heard." in body_of("second-contact")


def test_lead_to_whom_no_mail_arrives_is_passed_over(world, registered):
    with_second(registered, world.now)
    stop_mail(address="lee@school.example", why=CAME_BACK, words="", by=world.officer, now=world.now)
    tick_through("2026-06-12", "2026-06-12")

    assert mails(**REMINDERS) == [("06-12", "ahead", "carl")]


def test_where_nobody_can_be_written_to_the_office_is_asked_once(world, registered):
    stop_mail(address="lee@school.example", why=CAME_BACK, words="", by=world.officer, now=world.now)
    tick_through("2026-06-12", "2026-07-17")

    assert mails(**REMINDERS) == []
    assert asked(run_of(registered)) == [
        ("ahead", "Nobody can be written to: see who leads this now, and ring them.")
    ]


def test_one_who_handed_over_hears_no_more(world, registered):
    carl = with_second(registered, world.now)
    end_part(carl, by=world.officer, now=world.now)
    tick_through("2026-09-08", "2026-09-15")

    assert {to for _, _, to in mails(**REMINDERS)} == {"lee"}


def test_withdrawn_school_is_left_in_peace(world, registered):
    run = run_of(registered)
    advance(
        run, Artsmark2018.withdraw, actor=world.lead_of(registered), now=at("2026-06-01"), note="Too much."
    )
    tick_through("2026-06-01", "2026-10-10")

    assert (mails(**REMINDERS), asked(run)) == ([], [])


@pytest.mark.parametrize("journey", [Artsmark2018, Artsmark2018Recorded], ids=lambda one: one.edition)
def test_every_step_in_which_something_is_due_from_a_school_has_a_ladder_that_ends_with_a_call(journey):
    for state in journey.states.values():
        if state.due and state.waits_for is journey.initial.waits_for:
            assert [rung.code for rung in state.reminders][-3:] == ["late", "second-contact", "ring"]
