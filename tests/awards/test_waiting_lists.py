"""A full development day: schools wait, change and give up places, and the next who fit move up."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from awards.days.places import fill
from awards.journeys.artsmark_2018 import Artsmark2018
from awards.models import Attendee, Booking
from awards.services.development import (
    CannotBook,
    Coming,
    change_day,
    change_places,
    give_up_places,
    join_waiting_list,
    places_left,
)
from tests.awards.world import SENIOR, TEACHER
from tests.racing import race
from workflow.audit import breaches
from workflow.models import Job, Message, Run
from workflow.services import advance

BOTH = (TEACHER, SENIOR)
MINUTE = dt.timedelta(minutes=1)


def waiting(world, day, *coming, minutes=0):
    application = world.registered()
    return join_waiting_list(
        application,
        day=day,
        coming=coming or BOTH,
        by=world.lead_of(application),
        now=world.now + minutes * MINUTE,
    )


def state_of(booking):
    return Run.objects.get(application=booking.application_id).state


def is_waiting(booking):
    return Booking.objects.get(pk=booking.pk).waiting_since is not None


def mails(template):
    return list(
        Message.objects.filter(template=f"awards/mails/{template}.txt").values_list("to_email", flat=True)
    )


def test_school_on_the_waiting_list_stays_where_it_is_and_takes_no_place(world):
    day = world.day(capacity=2)
    world.booked(world.registered(), day=day)

    booking = waiting(world, day)

    assert (state_of(booking), booking.waiting_since, places_left(day)) == ("registered", world.now, 0)
    assert sorted(mails("waiting_list")) == sorted(
        [world.lead_of(booking.application).email, "tess@school.example"]
    )


def test_whoever_joins_a_day_with_room_has_places_at_once(world):
    booking = waiting(world, world.day(capacity=2))

    assert (state_of(booking), booking.waiting_since) == ("day_booked", None)


def test_next_that_fits_moves_up_in_the_order_of_waiting_and_is_told_once(world):
    day = world.day(capacity=2)
    first = world.booked(world.registered(), SENIOR, day=day)
    world.booked(world.registered(), SENIOR, day=day)
    two = waiting(world, day, minutes=1)
    one, later = (waiting(world, day, SENIOR, minutes=minutes) for minutes in (2, 3))

    give_up_places(first, by=world.lead_of(first.application), now=world.now + 4 * MINUTE)
    moved = fill(day.pk, now=world.now + 5 * MINUTE)
    again = fill(day.pk, now=world.now + 6 * MINUTE)

    assert (moved, again) == ([one], [])
    assert [is_waiting(it) for it in (two, one, later)] == [True, False, True]
    assert [state_of(it) for it in (first, two, one)] == ["registered", "registered", "day_booked"]
    told = Message.objects.get(
        template="awards/mails/day_booked.txt", to_email=world.lead_of(one.application).email
    )
    assert "you moved up from the waiting list" in told.body
    assert Job.objects.filter(task="awards.days.places.fill_places").count() == 1
    assert list(breaches()) == []


def test_school_that_attended_already_moves_up_without_a_move_and_is_told(world):
    application = world.registered()
    world.attended(world.booked(application, TEACHER), True)
    day = world.day(days=40, capacity=1)
    holder = world.booked(world.registered(), SENIOR, day=day)
    booking = join_waiting_list(
        application, day=day, coming=[SENIOR], by=world.lead_of(application), now=world.now
    )
    give_up_places(holder, by=world.officer, now=world.now)

    assert fill(day.pk, now=world.now) == [booking]

    assert (state_of(booking), is_waiting(booking)) == ("day_attended", False)
    assert mails("day_booked").count(world.lead_of(application).email) == 2


def test_newcomer_does_not_take_the_place_of_those_who_wait(world):
    day = world.day(capacity=2)
    holder = world.booked(world.registered(), day=day)
    waiting(world, day)
    give_up_places(holder, by=world.officer, now=world.now)

    with pytest.raises(CannotBook, match="go to schools that wait for them"):
        world.booked(world.registered(), SENIOR, day=day)


def test_places_are_changed_and_fewer_make_room(world):
    day = world.day(capacity=3)
    booking = world.booked(world.registered(), day=day)
    third = Coming("Theo Third", "", Attendee.OTHER, "07700 900123")

    change_places(booking, coming=[TEACHER, SENIOR, third], by=world.officer, now=world.now)
    assert places_left(day) == 0
    with pytest.raises(CannotBook, match="no places left on that day for more of you"):
        change_places(booking, coming=[*BOTH, third, third], by=world.officer, now=world.now)
    change_places(booking, coming=[third], by=world.officer, now=world.now)

    assert [(it.name, it.mobile) for it in booking.attendees.all()] == [("Theo Third", "07700 900123")]
    assert places_left(day) == 2


def test_places_cannot_be_given_up_once_the_day_has_begun(world):
    booking = world.booked(world.registered())

    with pytest.raises(CannotBook, match="That day is over"):
        give_up_places(booking, by=world.officer, now=booking.day.starts_at)


def test_school_with_places_on_two_days_keeps_its_step_when_it_gives_up_one(world):
    application = world.registered()
    first = world.booked(application)
    second = world.booked(application, SENIOR, day=world.day(days=20))

    give_up_places(second, by=world.officer, now=world.now)
    assert state_of(first) == "day_booked"
    give_up_places(first, by=world.officer, now=world.now)

    assert state_of(first) == "registered"


def test_withdrawal_and_more_places_make_room_for_those_who_wait(world):
    day = world.day(capacity=2)
    holder = world.booked(world.registered(), day=day)
    here, there = waiting(world, day, minutes=1), waiting(world, day, minutes=2)

    advance(
        holder.application.run, Artsmark2018.withdraw, actor=world.officer, now=world.now, note="They stop."
    )
    assert fill(day.pk, now=world.now) == [here]
    change_day(
        day,
        place=day.place,
        address="",
        link="",
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        capacity=4,
        by=world.officer,
        now=world.now,
    )

    assert fill(day.pk, now=world.now) == [there]
    assert mails("day_moved") == []
    assert Job.objects.filter(task="awards.days.places.fill_places").count() == 2


def test_waiting_list_moves_up_once_when_two_workers_fill_at_once(lasting_world):
    def filled(day):
        with transaction.atomic():
            return fill(day.pk, now=lasting_world.now)

    for _ in range(4):
        day = lasting_world.day(capacity=2)
        holder = lasting_world.booked(lasting_world.registered(), day=day)
        schools = [waiting(lasting_world, day, minutes=minutes) for minutes in (1, 2)]
        give_up_places(holder, by=lasting_world.officer, now=lasting_world.now)
        answers = race(*[lambda day=day: filled(day)] * 2)
        assert sorted(len(answer) for answer in answers) == [0, 1]
        assert [is_waiting(it) for it in schools] == [False, True]
        assert places_left(day) == 0
    assert list(breaches()) == []
