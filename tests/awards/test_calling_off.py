"""A development day is moved or called off: who is told, whose places are carried, whose time counts anew."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar

from awards.days.calendar import calendar_file
from awards.days.places import fill
from awards.days.queries import parties_of, parties_to_ring
from awards.models import Attendee, Booking, DevelopmentDay
from awards.presenters.days import entry_of
from awards.services.development import (
    CannotBook,
    CannotChange,
    Coming,
    book,
    call_off,
    change_day,
    give_up_places,
    join_waiting_list,
    what_calling_off_does,
)
from tests.awards.world import SENIOR, TEACHER
from tests.racing import race
from workflow.audit import breaches
from workflow.models import Message, Run, TransitionRecord
from workflow.refusals import NotYours

WHY = "The hall is under water."


def state_of(booking):
    return Run.objects.get(application=booking.application_id).state


def off(world, day, *, instead=None, **options):
    given = {"why": WHY, "by": world.officer, "now": world.now} | options
    return call_off(day, instead=instead, **given)


def moved(world, day, **changes):
    said = {
        name: getattr(day, name) for name in ("place", "address", "link", "starts_at", "ends_at", "capacity")
    }
    return change_day(day, **said | changes, by=world.officer, now=changes.pop("now", world.now))


def mails(template):
    return list(Message.objects.filter(template=f"awards/mails/{template}.txt").order_by("pk"))


def last_record(booking):
    return TransitionRecord.objects.filter(run=booking.application.run_id).latest("seq")


def event_of(booking, now):
    booking = Booking.objects.select_related("day").get(pk=booking.pk)
    calendar = Calendar.from_ical(calendar_file(entry_of(booking), now=now))
    assert calendar["METHOD"] == "PUBLISH"
    return calendar.walk("VEVENT")[0]


def test_places_are_carried_as_far_as_they_fit_and_all_are_told(world):
    day, other = world.day(days=1), world.day(days=20, capacity=3)
    fits = world.booked(world.registered(), day=day)
    one = world.booked(world.registered(), SENIOR, day=day)
    too_many = world.booked(world.registered(), day=day, now=world.now + dt.timedelta(minutes=1))

    plan = what_calling_off_does(day, instead=other, now=world.now)
    done = off(world, day, instead=other, seen=plan.seen)

    assert (done.carried, done.waits, done.released) == ([fits, one], [too_many], [])
    assert [state_of(it) for it in (fits, one, too_many)] == ["day_booked", "day_booked", "registered"]
    carried = Booking.objects.get(application=fits.application, day=other)
    assert {it.name for it in carried.attendees.all()} == {"Tess Teacher", "Sam Senior"}
    waits = Booking.objects.get(application=too_many.application, day=other)
    assert waits.waiting_since == too_many.booked_at
    told = {mail.to_email: mail.body for mail in mails("day_called_off")}
    leads = [world.lead_of(it.application).email for it in (fits, one, too_many)]
    assert set(told) == {*leads, "tess@school.example"}
    assert done.mails == len(mails("day_called_off"))
    assert all(WHY in body and "Please do not set out" in body for body in told.values())
    assert "Your places are kept on another day" in told[leads[0]]
    assert "You are on its waiting list" in told[leads[2]]
    assert last_record(fits).detail["about"] == "carried-over"
    assert list(breaches()) == []


def test_school_without_a_day_is_registered_again_and_its_time_counts_anew(world):
    application = world.registered(now=world.now - dt.timedelta(days=90))
    was_due = application.run.due_on
    booking = world.booked(application, day=world.day(days=1))

    off(world, booking.day)

    run = Run.objects.get(pk=application.run_id)
    record = last_record(booking)
    assert (run.state, record.transition, record.note.text) == ("registered", "day_called_off", WHY)
    assert (run.entered_at, run.due_on > was_due) == (world.now, True)


def test_waiting_school_is_carried_to_the_other_list_and_moves_up_there(world):
    day, other = world.day(days=1, capacity=2), world.day(days=20, capacity=4)
    holder = world.booked(world.registered(), day=day)
    late = world.registered()
    waits = join_waiting_list(late, day=day, coming=[TEACHER, SENIOR], by=world.lead_of(late), now=world.now)

    done = off(world, day, instead=other)
    fill(other.pk, now=world.now)

    assert (done.carried, done.waits) == ([holder], [waits])
    assert (state_of(waits), Booking.objects.filter(day=other, waiting_since=None).count()) == (
        "day_booked",
        2,
    )


def test_school_that_comes_to_the_other_day_anyway_stays_there(world):
    application = world.registered()
    day, other = world.day(days=1), world.day(days=20)
    first, second = world.booked(application, day=day), world.booked(application, SENIOR, day=other)

    done = off(world, day, instead=other)

    assert (done.there_already, state_of(first)) == ([first], "day_booked")
    assert list(Booking.objects.filter(given_up_at=None)) == [second]


def test_what_changed_since_the_officer_looked_stops_the_calling_off(world):
    day = world.day(days=1)
    world.booked(world.registered(), day=day)
    plan = what_calling_off_does(day, instead=None, now=world.now)
    world.booked(world.registered(), day=day)

    with pytest.raises(CannotChange, match="Somebody booked or gave up places since you looked"):
        off(world, day, seen=plan.seen)

    assert (DevelopmentDay.objects.get(pk=day.pk).state, mails("day_called_off")) == ("planned", [])


def test_day_is_called_off_once_with_a_reason_by_the_office_before_it_was(world):
    application = world.registered()
    booking = world.booked(application)
    with pytest.raises(CannotChange, match="Say why the day is called off"):
        off(world, booking.day, why=" ")
    with pytest.raises(NotYours):
        off(world, booking.day, by=world.lead_of(application))
    with pytest.raises(CannotChange, match="That day is over"):
        off(world, booking.day, now=booking.day.ends_at)
    with pytest.raises(CannotChange, match="Choose another day that is still to come"):
        off(world, booking.day, instead=world.day(days=-2))
    assert state_of(booking) == "day_booked"

    off(world, booking.day)

    with pytest.raises(CannotChange, match="has been called off already"):
        off(world, booking.day)
    with pytest.raises(CannotBook, match="That day was called off"):
        book(application, day=booking.day, coming=[SENIOR], by=world.officer, now=world.now)
    with pytest.raises(CannotBook, match="given up already"):
        give_up_places(booking, by=world.officer, now=world.now)


def test_two_officers_who_call_one_day_off_at_once_do_it_once(lasting_world):
    for _ in range(4):
        day = lasting_world.day(days=1)
        booking = lasting_world.booked(lasting_world.registered(), day=day)
        answers = race(*[lambda day=day: off(lasting_world, day)] * 2)
        assert sorted(type(answer).__name__ for answer in answers) == ["CallingOff", "CannotChange"]
        assert (state_of(booking), last_record(booking).seq) == ("registered", 3)
    assert list(breaches()) == []


def test_booking_and_calling_off_at_once_leave_nobody_on_a_day_that_is_off(lasting_world):
    for _ in range(4):
        day, school = lasting_world.day(days=1), lasting_world.registered()
        lasting_world.booked(lasting_world.registered(), day=day)
        race(
            lambda day=day: off(lasting_world, day),
            lambda day=day, school=school: lasting_world.booked(school, day=day),
        )
        live = Booking.objects.filter(day=day, given_up_at=None)
        is_off = DevelopmentDay.objects.get(pk=day.pk).state == "called_off"
        assert not (is_off and live.exists())
    assert list(breaches()) == []


def test_moved_day_tells_everybody_and_calendars_take_the_new_time(world):
    application = world.registered()
    booking = world.booked(application, day=world.day(days=1))
    day = booking.day
    before = event_of(booking, world.now)
    later = day.starts_at + dt.timedelta(days=7)

    sent = moved(world, day, starts_at=later, ends_at=later + dt.timedelta(hours=6), place="The Glasshouse")

    after = event_of(booking, world.now)
    assert (before["UID"], before["SEQUENCE"], after["SEQUENCE"]) == (after["UID"], 0, 1)
    assert (after["STATUS"], after["DTSTART"].dt, after["LOCATION"]) == ("CONFIRMED", later, "The Glasshouse")
    told = mails("day_moved")
    assert (sent, len(told)) == (2, 2)
    assert all("It is now" in mail.body and "The Glasshouse" in mail.body for mail in told)
    assert (state_of(booking), last_record(booking).detail["about"]) == ("day_booked", "day-moved")


def test_calendar_entry_of_a_day_that_was_called_off_is_cancelled(world):
    booking = world.booked(world.registered())
    off(world, booking.day)

    event = event_of(booking, world.now)

    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert event["SUMMARY"].startswith("Called off")


def test_day_with_attendance_is_neither_moved_nor_called_off(world):
    booking = world.booked(world.registered())
    world.attended(booking, True, True)
    day = DevelopmentDay.objects.get(pk=booking.day_id)

    for act in (
        lambda: moved(
            world,
            day,
            starts_at=day.starts_at + dt.timedelta(days=30),
            ends_at=day.ends_at + dt.timedelta(days=30),
        ),
        lambda: off(world, day),
    ):
        with pytest.raises(CannotChange, match="Attendance of two people is recorded for that day"):
            act()


def test_day_cannot_have_fewer_places_than_are_booked_nor_move_into_the_past(world):
    day = world.booked(world.registered()).day

    with pytest.raises(CannotChange, match="Two people have places on that day: it cannot have fewer."):
        moved(world, day, capacity=1)
    with pytest.raises(CannotChange, match="still to come"):
        moved(world, day, starts_at=world.now - dt.timedelta(days=1))


def test_call_list_names_everybody_with_their_numbers_before_and_after(world):
    day = world.day(days=1)
    application = world.registered()
    book(
        application,
        day=day,
        coming=[Coming("Tess Teacher", "", Attendee.TEACHER, "07700 900456")],
        by=world.officer,
        now=world.now,
    )
    (before,) = parties_of(day)
    off(world, day)
    day = DevelopmentDay.objects.get(pk=day.pk)

    (after,) = parties_to_ring(day)

    assert parties_of(day) == []
    assert [(it.name, it.mobile) for it in after.people] == [("Tess Teacher", "07700 900456")]
    assert (after.booking, after.telephone) == (before.booking, before.telephone)
