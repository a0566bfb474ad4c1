"""Development days: booked by schools, recorded by the office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, Count, Q, Value, When

from awards.models import Application, Attendee, Booking, DevelopmentDay, Person
from awards.wording import counted
from workflow.models import Run
from workflow.refusals import Refused
from workflow.services import advance


class CannotBook(Refused):
    """The places asked for cannot be had."""


class CannotRecord(Refused):
    """Attendance cannot be recorded as given."""


@dataclass(frozen=True)
class Coming:
    """Somebody for whom a place is booked. ``post`` is one of Attendee.POSTS."""

    name: str
    email: str
    post: str


@transaction.atomic
def book(
    application: Application, *, day: DevelopmentDay, coming: Sequence[Coming], by: Person, now: dt.datetime
) -> Booking:
    """Book places for staff on a day. The first booking moves the run; a later one is for those who are missing.

    Raises CannotBook when the journey or the day is over, and when the day is full or already booked; and what
    ``advance`` raises.
    """
    run = Run.objects.select_for_update(of=("self",)).get(pk=application.run_id)
    locked = DevelopmentDay.objects.select_for_update().get(pk=day.pk)
    if run.finished_at:
        raise CannotBook(f"{run.label}’s journey is over: no more places can be booked for it.")
    if not coming:
        raise CannotBook("Say who is coming.")
    if locked.starts_at <= now:
        raise CannotBook("That day is over. Choose one that is still to come.")
    if Booking.objects.filter(application=application, day=locked, given_up_at=None).exists():
        raise CannotBook("You have places on that day already.")
    free = places_left(locked)
    if len(coming) > free:
        there = "There is" if free == 1 else "There are"
        raise CannotBook(f"{there} {counted(free, 'place', 'places')} left on that day. Choose another.")
    booking = Booking.objects.create(application=application, day=locked, booked_at=now)
    Attendee.objects.bulk_create(
        Attendee(booking=booking, name=person.name, email=person.email, post=person.post) for person in coming
    )
    first = run.journey.transitions["book_day"]
    if first in run.journey.leaving(run.state):
        advance(run, first, actor=by, now=now)
    return booking


def places_left(day: DevelopmentDay) -> int:
    """How many people can still come."""
    taken = Attendee.objects.filter(booking__day=day, booking__given_up_at=None).count()
    return max(day.capacity - taken, 0)


@transaction.atomic
def record_attendance(
    booking: Booking, *, attended: Mapping[int, bool], by: Person, now: dt.datetime, note: str = ""
) -> None:
    """Write down who came, by attendee id. The run moves on when anybody did, back when nobody did.

    What happened on the day is recorded as having happened on the day. Raises CannotRecord before the day, or when
    somebody is left out; and what ``advance`` raises (a reason is wanted more than ten working days later).
    """
    run = Run.objects.select_for_update(of=("self",)).get(application__bookings=booking)
    attendees = list(Attendee.objects.select_for_update().filter(booking=booking).order_by("pk"))
    if booking.day.starts_at > now:
        raise CannotRecord("The day has not been yet.")
    if left_out := [person.name for person in attendees if person.pk not in attended]:
        raise CannotRecord(f"Say for each person whether they came. Missing: {', '.join(left_out)}.")
    for person in attendees:
        person.attended, person.taken_by, person.taken_at = attended[person.pk], by, now
    Attendee.objects.bulk_update(attendees, ["attended", "taken_by", "taken_at"])
    move = run.journey.transitions["record_attendance" if any(attended.values()) else "record_absence"]
    if move in run.journey.leaving(run.state):
        ended = min(booking.day.ends_at, now)
        advance(run, move, actor=by, now=now, happened_at=ended, note=note)


def days_to_come(*, now: dt.datetime) -> Sequence[DevelopmentDay]:
    """Days that can still be booked, soonest first, each with its ``taken`` places."""
    booked = Count("bookings__attendees", filter=Q(bookings__given_up_at=None))
    return list(
        DevelopmentDay.objects.filter(starts_at__gt=now).annotate(taken=booked).order_by("starts_at", "pk")
    )


def upcoming_and_past(*, now: dt.datetime) -> Sequence[DevelopmentDay]:
    """All days, the latest first, each with its ``taken`` places and whether it ``is_over``."""
    booked = Count("bookings__attendees", filter=Q(bookings__given_up_at=None))
    is_over = Case(When(ends_at__lt=now, then=Value(True)), default=Value(False))
    return list(DevelopmentDay.objects.annotate(taken=booked, is_over=is_over).order_by("-starts_at", "-pk"))


def offer_day(
    *, place: str, address: str, starts_at: dt.datetime, ends_at: dt.datetime, capacity: int
) -> DevelopmentDay:
    """Put a day on offer."""
    return DevelopmentDay.objects.create(
        place=place, address=address, starts_at=starts_at, ends_at=ends_at, capacity=capacity
    )
