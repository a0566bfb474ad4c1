"""Development days: places booked, who came, and what that opens or keeps shut."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.facts import TRAINING, Training
from awards.guards import attended
from awards.journeys.artsmark_2018 import Artsmark2018
from awards.models import Attendee, Booking
from awards.queries import booking_to_record
from awards.services.development import (
    CannotBook,
    CannotRecord,
    Coming,
    book,
    days_to_come,
    places_left,
    record_attendance,
)
from tests.awards.world import SENIOR, TEACHER, ids_of
from tests.racing import race
from workflow.audit import breaches
from workflow.models import Message, Run, TransitionRecord
from workflow.refusals import NotReady, NotYours, facts_of
from workflow.services import advance

TWO = attended(2, senior_leaders=1)


def state_of(application):
    return Run.objects.get(pk=application.run_id).state


def missing(application):
    run = Run.objects.get(pk=application.run_id)
    return list(TWO.reasons(facts_of([run], [TWO])[run.pk]))


def last_record(application):
    return TransitionRecord.objects.filter(run=application.run_id).latest("seq")


def test_booking_takes_places_moves_the_journey_and_mails_the_lead(world):
    application = world.registered()
    day = world.day(capacity=3)

    booking = world.booked(application, day=day)

    assert (state_of(application), places_left(day), booking.booked_at) == ("day_booked", 1, world.now)
    assert [(it.name, it.post, it.attended) for it in booking.attendees.order_by("pk")] == [
        ("Tess Teacher", Attendee.TEACHER, None),
        ("Sam Senior", Attendee.SENIOR_LEADER, None),
    ]
    assert (
        Message.objects.get(template="awards/mails/day_booked.txt").to_email
        == world.lead_of(application).email
    )


def test_officer_may_book_for_a_school_and_a_stranger_may_not(world):
    other = world.registered()
    with pytest.raises(NotYours):
        world.booked(other, by=world.lead_of(world.registered()))
    assert Booking.objects.count() == 0

    world.booked(other, by=world.officer)

    assert state_of(other) == "day_booked"


def test_full_day_is_refused_with_the_places_that_are_left(world):
    day = world.day(capacity=3)
    world.booked(world.registered(), day=day)
    late = world.registered()

    with pytest.raises(CannotBook, match="There is one place left on that day."):
        world.booked(late, day=day)
    assert (state_of(late), late.bookings.count()) == ("registered", 0)
    world.booked(late, SENIOR, day=day)

    with pytest.raises(CannotBook, match="no places left on that day. Choose another."):
        world.booked(world.registered(), SENIOR, day=day)


def test_two_schools_for_the_last_places_at_once_one_gets_them(lasting_world):
    for _ in range(8):
        day = lasting_world.day(capacity=2)
        schools = [lasting_world.registered() for _ in range(2)]
        answers = race(*[lambda it=it, day=day: lasting_world.booked(it, day=day) for it in schools])
        assert sorted(type(answer).__name__ for answer in answers) == ["Booking", "CannotBook"]
        assert (places_left(day), Attendee.objects.filter(booking__day=day).count()) == (0, 2)
        assert sorted(state_of(it) for it in schools) == ["day_booked", "registered"]
    assert list(breaches()) == []


def test_one_school_that_books_one_day_twice_at_once_has_it_once(lasting_world):
    for _ in range(5):
        day, school = lasting_world.day(), lasting_world.registered()
        answers = race(*[lambda school=school, day=day: lasting_world.booked(school, day=day)] * 2)
        assert sorted(type(answer).__name__ for answer in answers) == ["Booking", "CannotBook"]
        assert school.bookings.count() == 1


@pytest.mark.parametrize("days", [-1, 0])
def test_day_that_has_begun_cannot_be_booked(world, days):
    with pytest.raises(CannotBook, match="That day is over. Choose one that is still to come."):
        world.booked(world.registered(), day=world.day(days=days))

    assert Booking.objects.count() == 0


def test_day_is_booked_once_by_a_school(world):
    application, day = world.registered(), world.day()
    world.booked(application, day=day)

    with pytest.raises(CannotBook, match="You have places on that day already."):
        world.booked(application, day=day)


def test_nobody_cannot_be_booked(world):
    application = world.registered()
    with pytest.raises(CannotBook, match="Say who is coming."):
        book(application, day=world.day(), coming=[], by=world.officer, now=world.now)


@pytest.mark.parametrize("move", [Artsmark2018.withdraw, Artsmark2018.close])
def test_school_whose_journey_is_over_books_no_day(world, move):
    application = world.registered()
    advance(application.run, move, actor=world.officer, now=world.now, note="Shut.")

    with pytest.raises(CannotBook, match="journey is over"):
        world.booked(application, by=world.officer)

    assert Booking.objects.count() == 0


def test_days_to_come_are_soonest_first_with_what_is_taken(world):
    world.day(days=-3)
    later, soon = world.day(days=30), world.day(days=2)
    world.booked(world.registered(), day=soon)

    assert [(it, it.taken) for it in days_to_come(now=world.now)] == [(soon, 2), (later, 0)]


def test_everybody_came_and_the_commitment_is_open(world):
    application = world.registered()
    booking = world.booked(application)

    run = world.attended(booking, True, True)

    assert (run.state, missing(application)) == ("day_attended", [])
    assert {(it.attended, it.taken_by) for it in booking.attendees.all()} == {(True, world.officer)}
    record = last_record(application)
    assert record.happened_at == booking.day.ends_at
    assert record.recorded_at == booking.day.ends_at + dt.timedelta(hours=1)
    assert run.entered_at == booking.day.ends_at


def test_one_who_came_alone_blocks_the_commitment_until_another_day_mends_it(world):
    application = world.registered()
    run = world.attended(world.booked(application), True, False)
    assert run.state == "day_attended"
    assert missing(application) == [
        "Two members of staff go to a development day; so far one. Book a place for the rest on another day.",
        "One of those who go to a development day must be a senior leader. Book a place for one on another day.",
    ]
    with pytest.raises(NotReady, match="so far one"):
        advance(run, Artsmark2018.submit_commitment, actor=world.lead_of(application), now=run.recorded_at)

    again = world.booked(application, SENIOR, day=world.day(days=40))
    assert state_of(application) == "day_attended"
    world.attended(again, True)

    assert (state_of(application), missing(application)) == ("day_attended", [])
    assert TRAINING.load([run])[run.pk] == Training(staff=2, senior_leaders=1)


def test_teacher_who_came_twice_is_one_member_of_staff(world):
    application = world.registered()
    run = world.attended(world.booked(application, TEACHER), True)
    world.attended(world.booked(application, TEACHER, day=world.day(days=40)), True)

    assert TRAINING.load([run])[run.pk] == Training(staff=1, senior_leaders=0)


def test_two_teachers_are_not_enough_without_a_senior_leader(world):
    application = world.registered()
    another = Coming("Toby Teacher", "", Attendee.TEACHER)
    world.attended(world.booked(application, TEACHER, another), True, True)

    assert missing(application) == [
        "One of those who go to a development day must be a senior leader. Book a place for one on another day."
    ]


def test_nobody_came_and_the_school_is_registered_again_and_may_book_again(world):
    application = world.registered()

    run = world.attended(world.booked(application), False, False)

    assert (run.state, last_record(application).transition) == ("registered", "record_absence")
    world.booked(application, day=world.day(days=40))
    assert state_of(application) == "day_booked"


def test_attendance_recorded_late_needs_a_reason(world):
    application = world.registered()
    booking = world.booked(application)
    late = booking.day.ends_at + dt.timedelta(days=16)

    with pytest.raises(NotReady, match="more than ten working days ago. Say why"):
        world.attended(booking, True, True, now=late)
    assert not Attendee.objects.exclude(attended=None).exists()
    run = world.attended(booking, True, True, now=late, note="The list was lost in the post.")

    record = last_record(application)
    assert (run.state, record.happened_at, record.recorded_at) == ("day_attended", booking.day.ends_at, late)
    assert record.note.text == "The list was lost in the post."
    assert list(breaches()) == []


def test_attendance_before_the_day_is_refused(world):
    booking = world.booked(world.registered())

    with pytest.raises(CannotRecord, match="The day has not been yet."):
        world.attended(booking, True, True, now=world.now)


def test_attendance_that_leaves_somebody_out_names_them(world):
    booking = world.booked(world.registered())
    first = ids_of(booking)[0]

    with pytest.raises(CannotRecord, match="Missing: Sam Senior."):
        record_attendance(booking, attended={first: True}, by=world.officer, now=booking.day.ends_at)

    assert not Attendee.objects.exclude(attended=None).exists()


def test_attendance_taken_during_the_day_happened_by_then(world):
    application = world.registered()
    booking = world.booked(application)
    noon = booking.day.starts_at + dt.timedelta(hours=3)

    world.attended(booking, True, True, now=noon)

    assert last_record(application).happened_at == noon


def test_booking_to_record_is_the_earliest_that_is_open(world):
    application = world.registered()
    later = world.booked(application, day=world.day(days=30))
    sooner = world.booked(application, day=world.day(days=10))
    run = application.run

    assert booking_to_record(run) == sooner
    world.attended(sooner, True, False)
    assert booking_to_record(run) == later
    world.attended(later, True, True)
    assert booking_to_record(run) is None


def test_two_officers_who_record_one_attendance_at_once_move_the_school_once(lasting_world):
    for _ in range(5):
        application = lasting_world.registered()
        booking = lasting_world.booked(application)
        race(*[lambda booking=booking: lasting_world.attended(booking, True, True)] * 2)
        assert (state_of(application), last_record(application).seq) == ("day_attended", 3)
    assert list(breaches()) == []
