"""Support that schools book, and the office's log of what was said."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.days.support import log_of, open_next_steps, sessions_to_come, sessions_with_room, support_of
from awards.models import ContactLog, SupportBooking, SupportSession
from awards.services.contact_log import CannotLog, log_contact, mark_done
from awards.services.support import (
    CannotSupport,
    book_support,
    call_off_session,
    give_up_support,
    offer_session,
    record_support,
)
from tests.racing import race
from workflow.models import Message


def offered(world, *, capacity=1, days=3, **changes):
    starts = world.now + dt.timedelta(days=days)
    said = {
        "kind": SupportSession.SESSION if capacity > 1 else SupportSession.CALL,
        "topic": "Evidence for your Case Study",
        "place": "",
        "link": "https://meet.example/1",
        "starts_at": starts,
        "ends_at": starts + dt.timedelta(minutes=45),
        "capacity": capacity,
        "held_by": world.officer,
    }
    return offer_session(**said | changes, now=world.now)


def booked(world, session, application, **options):
    given = {"wish": "Our goals", "by": world.lead_of(application), "now": world.now} | options
    return book_support(session, application=application, **given)


def test_school_books_a_call_and_is_told_and_nobody_else_can(world):
    application, other = world.registered(), world.registered()
    session = offered(world)

    booking = booked(world, session, application)

    assert (support_of(application), sessions_with_room(other, now=world.now)) == ([booking], [])
    mail = Message.objects.get(template="awards/mails/support_booked.txt")
    assert (mail.to_email, "https://meet.example/1" in mail.body) == (world.lead_of(application).email, True)
    with pytest.raises(CannotSupport, match="Somebody else has just booked the last place"):
        booked(world, session, other)
    with pytest.raises(CannotSupport, match="You have booked this already"):
        booked(world, session, application)
    give_up_support(booking, now=world.now)
    booked(world, session, other)


@pytest.mark.parametrize(("state", "may"), [("delivering", True), ("case_study_submitted", False)])
def test_support_is_booked_until_the_case_study_is_submitted(world, state, may):
    walk = world.walk(state)
    session = offered(world)

    def book():
        return book_support(session, application=walk.on, wish="", by=walk.lead, now=world.now)

    if may:
        assert book().session == session
    else:
        with pytest.raises(CannotSupport, match="from registration until the Case Study is submitted"):
            book()


def test_two_schools_for_one_call_at_once_one_gets_it(lasting_world):
    for _ in range(4):
        session = offered(lasting_world)
        schools = [lasting_world.registered() for _ in range(2)]
        answers = race(*[lambda it=it, session=session: booked(lasting_world, session, it) for it in schools])
        assert sorted(type(answer).__name__ for answer in answers) == ["CannotSupport", "SupportBooking"]


def test_session_called_off_tells_every_school_and_offers_nothing_more(world):
    session = offered(world, capacity=5)
    schools = [world.registered() for _ in range(2)]
    for school in schools:
        booked(world, session, school)

    with pytest.raises(CannotSupport, match="Say why"):
        call_off_session(session, why="", now=world.now)
    assert call_off_session(session, why="Olivia is ill.", now=world.now) == 2

    told = Message.objects.filter(template="awards/mails/support_called_off.txt")
    assert {mail.to_email for mail in told} == {world.lead_of(it).email for it in schools}
    assert all("Olivia is ill." in mail.body for mail in told)
    assert sessions_to_come(now=world.now) == []
    with pytest.raises(CannotSupport, match="was called off"):
        booked(world, session, world.registered())


def test_support_is_recorded_once_it_has_begun(world):
    booking = booked(world, offered(world), world.registered())

    with pytest.raises(CannotSupport, match="It has not been yet"):
        record_support(booking, attended=True, note="", now=world.now)
    record_support(booking, attended=True, note="They need a writer.", now=booking.session.ends_at)

    again = SupportBooking.objects.get()
    assert (again.attended, again.note) == (True, "They need a writer.")


def test_log_keeps_lines_with_next_steps_until_they_are_done(world):
    application = world.registered()
    on = world.now.date() + dt.timedelta(days=5)
    first = log_contact(
        application, kind=ContactLog.CALL, line="Head is unsure.", by=world.officer, now=world.now
    )
    second = log_contact(
        application,
        kind=ContactLog.VISIT,
        line="Saw the choir.",
        with_whom="Lena",
        next_step="Send the song list",
        next_on=on,
        by=world.officer,
        now=world.now + dt.timedelta(minutes=1),
    )

    assert (log_of(application), open_next_steps()) == ([second, first], [second])
    mark_done(second, now=world.now)
    assert open_next_steps() == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"line": " "}, "Write in a line"),
        ({"next_on": dt.date(2026, 4, 1)}, "Say what is to be done on that day"),
        ({"happened_at": dt.datetime(2026, 4, 1, tzinfo=dt.UTC)}, "lies in the future"),
    ],
)
def test_line_that_says_too_little_is_refused(world, said, why):
    with pytest.raises(CannotLog, match=why):
        log_contact(
            world.registered(), **{"kind": "call", "line": "Said.", **said}, by=world.officer, now=world.now
        )
