"""Who came for a part, without a place, or otherwise than was first written down."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.facts import TRAINING, Training
from awards.models import Attendee, Booking
from awards.services.development import (
    CannotRecord,
    Coming,
    join_waiting_list,
    record_attendance,
    record_catch_up,
    record_walk_in,
)
from tests.awards.world import SENIOR, TEACHER, ids_of
from workflow.audit import breaches
from workflow.models import Run, TransitionRecord
from workflow.refusals import NotReady

EVENING = dt.timedelta(hours=7)


def training(application):
    return TRAINING.load([Run.objects.get(pk=application.run_id)]).get(application.run_id, Training())


def state_of(application):
    return Run.objects.get(pk=application.run_id).state


def last_record(application):
    return TransitionRecord.objects.filter(run=application.run_id).latest("seq")


def recorded(world, booking, *came, **options):
    """True, False, or what was missed."""
    ids = ids_of(booking)
    given = {"by": world.officer, "now": booking.day.starts_at + EVENING} | options
    record_attendance(
        booking,
        attended={pk: bool(it) for pk, it in zip(ids, came, strict=True)},
        missed={pk: it for pk, it in zip(ids, came, strict=True) if isinstance(it, str)},
        **given,
    )


def test_who_came_for_a_part_counts_once_it_is_caught_up(world):
    application = world.registered()
    booking = world.booked(application)
    recorded(world, booking, "the afternoon", True)
    person = booking.attendees.get(name="Tess Teacher")
    on = (booking.day.starts_at + dt.timedelta(days=3)).date()
    assert (state_of(application), training(application)) == ("day_attended", Training(1, 1, 1))

    with pytest.raises(CannotRecord, match="lies in the future"):
        record_catch_up(person, on=on, by=world.officer, now=booking.day.ends_at)
    with pytest.raises(CannotRecord, match="before the development day itself"):
        record_catch_up(
            person,
            on=on - dt.timedelta(days=9),
            by=world.officer,
            now=booking.day.ends_at + dt.timedelta(days=5),
        )
    record_catch_up(person, on=on, by=world.officer, now=booking.day.ends_at + dt.timedelta(days=5))

    assert training(application) == Training(2, 1, 0)
    assert last_record(application).detail["about"] == "caught-up"
    with pytest.raises(CannotRecord, match="missed no part"):
        record_catch_up(
            booking.attendees.get(name="Sam Senior"),
            on=on,
            by=world.officer,
            now=booking.day.ends_at + dt.timedelta(days=5),
        )


def test_second_recording_needs_a_reason_and_puts_the_first_right(world):
    application = world.registered()
    booking = world.booked(application)
    recorded(world, booking, True, True)

    with pytest.raises(CannotRecord, match="Attendance was recorded on .* by .* Say in the note why"):
        recorded(world, booking, True, False)
    recorded(world, booking, True, True)
    assert last_record(application).seq == 3
    recorded(world, booking, True, False, note="Sam signed for a colleague.")

    record = last_record(application)
    assert (training(application).staff, state_of(application)) == (1, "day_attended")
    assert (record.detail["about"], record.note.text) == (
        "attendance-put-right",
        "Sam signed for a colleague.",
    )


def test_put_right_to_nobody_and_back_the_school_stands_where_it_should(world):
    application = world.registered()
    booking = world.booked(application)
    recorded(world, booking, True, True)

    recorded(world, booking, False, False, note="The wrong school’s sheet.")
    assert (state_of(application), last_record(application).transition) == ("registered", "put_absence_right")
    recorded(world, booking, True, True, note="It was the right sheet after all.")

    assert (state_of(application), training(application).staff) == ("day_attended", 2)
    assert list(breaches()) == []


def test_school_that_was_not_booked_came_and_counts(world):
    application, day = world.registered(), world.day(days=1)
    later = day.ends_at + dt.timedelta(days=20)

    with pytest.raises(NotReady, match="Say why"):
        record_walk_in(application, day=day, came=[TEACHER, SENIOR], by=world.officer, now=later)
    assert Booking.objects.count() == 0
    record_walk_in(
        application,
        day=day,
        came=[TEACHER, SENIOR],
        by=world.officer,
        now=later,
        note="The sheet came by post.",
    )

    record = last_record(application)
    assert (state_of(application), training(application)) == ("day_attended", Training(2, 1))
    assert (record.happened_at, record.recorded_at) == (day.ends_at, later)
    with pytest.raises(CannotRecord, match="Tess Teacher is on the list of that day already"):
        record_walk_in(application, day=day, came=[TEACHER], by=world.officer, now=later, note="Again.")


def test_somebody_beside_those_who_were_booked_and_one_from_the_waiting_list(world):
    day = world.day(capacity=2)
    application, waits = world.registered(), world.registered()
    booking = world.booked(application, day=day)
    wait = join_waiting_list(waits, day=day, coming=[TEACHER], by=world.officer, now=world.now)
    recorded(world, booking, True, True)
    third = Coming("Theo Third", "", Attendee.OTHER)
    evening = day.starts_at + EVENING

    record_walk_in(application, day=day, came=[third], by=world.officer, now=evening)
    with pytest.raises(CannotRecord, match="no places kept for them"):
        record_attendance(wait, attended={}, by=world.officer, now=evening)
    record_walk_in(waits, day=day, came=[SENIOR], by=world.officer, now=evening)

    assert (training(application).staff, last_record(application).detail["about"]) == (3, "came-to-a-day")
    assert state_of(waits) == "day_attended"


def test_walk_in_before_the_day_is_refused(world):
    with pytest.raises(CannotRecord, match="has not been yet"):
        record_walk_in(world.registered(), day=world.day(), came=[TEACHER], by=world.officer, now=world.now)
