"""Every page about days, support and the log, asked for by everybody: 404 where it is not theirs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import Contact
from awards.services.contact_log import log_contact
from awards.services.support import book_support, offer_session
from tests.awards.days.table import GETS, OFFICE, POSTS
from tests.awards.world import client_of
from tests.factories.people import PersonFactory
from tests.factories.subjects import ContactFactory, HeadFactory


@pytest.fixture
def clients(world, application):
    editor, finance = PersonFactory(), PersonFactory()
    ContactFactory(application=application, role=Contact.EDITOR, person=editor)
    ContactFactory(application=application, role=Contact.FINANCE, person=finance)
    people = {
        "lead": world.lead_of(application),
        "editor": editor,
        "finance": finance,
        "head": HeadFactory(subject=application.subject).person,
        "other": world.lead_of(world.registered()),
        "officer": world.officer,
        "reader": world.cast.readers[0].person,
    }
    return {"anonymous": Client()} | {name: client_of(person) for name, person in people.items()}


@pytest.fixture
def application(world):
    return world.registered()


@pytest.fixture
def pages(world, application):
    booking = world.booked(application)
    day, run = booking.day.public_id, application.run.public_id
    starts = booking.day.starts_at
    session = offer_session(
        kind="call",
        topic="Goals",
        place="",
        link="",
        starts_at=starts,
        ends_at=booking.day.ends_at,
        capacity=1,
        held_by=None,
        now=world.now,
    )
    support = book_support(session, application=application, wish="", by=world.officer, now=world.now)
    entry = log_contact(
        application, kind="call", line="Said.", next_step="Do it", by=world.officer, now=world.now
    )
    given = {
        **{key: [run, booking.pk] for key in ("change_places", "give_up_places", "day_calendar")},
        **{key: [run] for key in ("walk_in", "run_support", "log_contact")},
        "catch_up": [run, booking.attendees.first().pk],
        **{key: [day] for key in ("day", "call_list", "move_day", "call_off_day")},
        **{key: [run, support.pk] for key in ("support_calendar", "give_up_support")},
        **{key: [session.pk] for key in ("support_session", "call_off_support")},
        "record_support": [session.pk, support.pk],
        "next_step_done": [entry.pk],
    }
    return {name: reverse(f"awards:{name}", args=given.get(name, [])) for name in {*GETS, *POSTS}}


def test_everybody_gets_what_is_theirs_and_404_for_the_rest(clients, pages):
    found = {
        name: {who: client.get(pages[name]).status_code for who, client in clients.items()} for name in GETS
    }

    assert found == GETS


def test_only_those_whose_act_it_is_may_post(clients, pages):
    acts = {key: {"lead", "officer"} for key in ("change_places", "give_up_places", "run_support")}
    acts |= {name: {who for who, status in row.items() if status == 200} for name, row in POSTS.items()}
    acts |= {name: {"officer"} for name, row in GETS.items() if row is OFFICE}
    read_only = {"day", "call_list", "support_session", "next_steps"}

    for name, may in acts.items():
        if name not in read_only:
            refused = {
                who: client.post(pages[name], {"x": ""}).status_code
                for who, client in clients.items()
                if who not in may and who != "anonymous"
            }
            assert set(refused.values()) == {404}, (name, refused)
