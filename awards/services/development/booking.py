"""A school's places on a development day: booked, waited for, changed, given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from awards.days.places import ask_to_fill, has_places, move_of, others_are_next, places_left
from awards.days.telling import tell_everybody
from awards.models import Application, Attendee, Booking, DevelopmentDay, Person
from awards.remarks import PLACES_CHANGED
from awards.wording import counted
from workflow.models import Run
from workflow.refusals import Refused
from workflow.services import advance, annotate


class CannotBook(Refused):
    """The places asked for cannot be had, or no longer be changed."""


@dataclass(frozen=True)
class Coming:
    """Somebody for whom a place is booked. ``post`` is one of Attendee.POSTS."""

    name: str
    email: str
    post: str
    mobile: str = ""


@transaction.atomic
def book(
    application: Application, *, day: DevelopmentDay, coming: Sequence[Coming], by: Person, now: dt.datetime
) -> Booking:
    """Book places for staff on a day. The first booking moves the run; a later one is for those who are missing.

    Raises CannotBook when the journey or the day is over, and when the day is full or already booked; and what
    ``advance`` raises.
    """
    run, locked = _locked(application, day)
    _must_be_open(run, locked, coming, now=now)
    free = places_left(locked)
    if len(coming) > free:
        there = "There is" if free == 1 else "There are"
        raise CannotBook(
            f"{there} {counted(free, 'place', 'places')} left on that day. Choose another, or join its waiting list."
        )
    if others_are_next(locked, free=free):
        raise CannotBook(
            "The places that are free on that day go to schools that wait for them. Choose another day, or join its"
            " waiting list."
        )
    return _keep_places(application, run, locked, coming, by=by, now=now)


@transaction.atomic
def join_waiting_list(
    application: Application, *, day: DevelopmentDay, coming: Sequence[Coming], by: Person, now: dt.datetime
) -> Booking:
    """Wait for places on a day that is full. The run stays where it is until there are places.

    Where there are places after all, they are booked: ``waiting_since`` of the booking says which it was.
    Raises what ``book`` raises, except for a full day.
    """
    run, locked = _locked(application, day)
    _must_be_open(run, locked, coming, now=now)
    free = places_left(locked)
    if len(coming) > locked.capacity:
        raise CannotBook(
            f"That day has {counted(locked.capacity, 'place', 'places')} in all. Ask us about a place for more of you."
        )
    if len(coming) <= free and not others_are_next(locked, free=free):
        return _keep_places(application, run, locked, coming, by=by, now=now)
    booking = _write(application, locked, coming, now=now, waiting_since=now)
    tell_everybody([booking], "waiting_list", key=now.isoformat(), now=now)
    return booking


@transaction.atomic
def change_places(booking: Booking, *, coming: Sequence[Coming], by: Person, now: dt.datetime) -> Booking:
    """Say anew who comes. Fewer people make places free for others.

    Raises CannotBook once the day has begun, for nobody, and for more people than there are places.
    """
    run, day = _locked(booking.application, booking.day)
    locked = _live(booking)
    _must_be_to_come(day, now=now)
    if not coming:
        raise CannotBook("Say who is coming, or give up your places.")
    before = list(locked.attendees.order_by("pk"))
    more = len(coming) - len(before)
    free = places_left(day)
    if locked.waiting_since is None and more > 0 and more > free:
        raise CannotBook(
            f"There {'is' if free == 1 else 'are'} {counted(free, 'place', 'places')} left on that day for more of you."
        )
    for person, said in zip(before, coming, strict=False):
        person.name, person.email, person.post, person.mobile = said.name, said.email, said.post, said.mobile
    Attendee.objects.bulk_update(before[: len(coming)], ["name", "email", "post", "mobile"])
    Attendee.objects.filter(pk__in=[person.pk for person in before[len(coming) :]]).delete()
    _add_people(locked, coming[len(before) :])
    annotate(run, PLACES_CHANGED, actor=by, now=now, detail={"booking": locked.pk})
    ask_to_fill(day.pk, now=now)
    return locked


@transaction.atomic
def give_up_places(booking: Booking, *, by: Person, now: dt.datetime) -> None:
    """Give the places back, or the place on the waiting list. Without other places the school is where it was before.

    Raises CannotBook once the day has begun; and what ``advance`` raises.
    """
    run, day = _locked(booking.application, booking.day)
    locked = _live(booking)
    _must_be_to_come(day, now=now)
    Booking.objects.filter(pk=locked.pk).update(given_up_at=now)
    if locked.waiting_since is None:
        move = move_of(run, "give_up_day")
        if move and not has_places(run):
            advance(run, move, actor=by, now=now)
        else:
            annotate(run, PLACES_CHANGED, actor=by, now=now, detail={"booking": locked.pk})
        ask_to_fill(day.pk, now=now)


def _locked(application: Application, day: DevelopmentDay) -> tuple[Run, DevelopmentDay]:
    """In this order everywhere: the run, then the day."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=application.run_id)
    return run, DevelopmentDay.objects.select_for_update().get(pk=day.pk)


def _live(booking: Booking) -> Booking:
    found = Booking.objects.select_related("application__run", "day").get(pk=booking.pk)
    if found.given_up_at:
        raise CannotBook("These places were given up already. Book places on a day that is still to come.")
    return found


def _must_be_open(run: Run, day: DevelopmentDay, coming: Sequence[Coming], *, now: dt.datetime) -> None:
    if run.finished_at:
        raise CannotBook(f"{run.label}’s journey is over: no more places can be booked for it.")
    if not coming:
        raise CannotBook("Say who is coming.")
    _must_be_to_come(day, now=now)
    if Booking.objects.filter(application__run=run, day=day, given_up_at=None).exists():
        raise CannotBook("You have places on that day already, or wait for them. Change them instead.")


def _must_be_to_come(day: DevelopmentDay, *, now: dt.datetime) -> None:
    if day.state == DevelopmentDay.CALLED_OFF:
        raise CannotBook("That day was called off. Choose another.")
    if day.starts_at <= now:
        raise CannotBook("That day is over. Choose one that is still to come.")


def _keep_places(
    application: Application,
    run: Run,
    day: DevelopmentDay,
    coming: Sequence[Coming],
    *,
    by: Person,
    now: dt.datetime,
) -> Booking:
    booking = _write(application, day, coming, now=now)
    if move := move_of(run, "book_day"):
        advance(run, move, actor=by, now=now)
    return booking


def _write(
    application: Application,
    day: DevelopmentDay,
    coming: Sequence[Coming],
    *,
    now: dt.datetime,
    waiting_since: dt.datetime | None = None,
) -> Booking:
    booking = Booking.objects.create(
        application=application, day=day, booked_at=now, waiting_since=waiting_since
    )
    _add_people(booking, coming)
    return booking


def _add_people(booking: Booking, coming: Sequence[Coming]) -> None:
    Attendee.objects.bulk_create(
        Attendee(
            booking=booking, name=person.name, email=person.email, post=person.post, mobile=person.mobile
        )
        for person in coming
    )
