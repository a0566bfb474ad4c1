"""A development day: put on offer, changed, moved."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from awards.days.places import ask_to_fill, taken_on
from awards.days.telling import tell_everybody
from awards.models import Attendee, Booking, DevelopmentDay, Person
from awards.remarks import DAY_MOVED
from awards.wording import counted
from workflow.models import Run
from workflow.refusals import Refused
from workflow.services import annotate_many

ONLINE = "Online"


class CannotChange(Refused):
    """The day cannot be changed or called off as asked."""


def offer_day(
    *,
    place: str,
    address: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    capacity: int,
    link: str = "",
) -> DevelopmentDay:
    """Put a day on offer, at a place or by a link. Raises CannotChange without either."""
    if not place and not link:
        raise CannotChange("Say where the day is: a place, or a link for a day online.")
    return DevelopmentDay.objects.create(
        place=place or ONLINE,
        address=address,
        link=link,
        starts_at=starts_at,
        ends_at=ends_at,
        capacity=capacity,
    )


@transaction.atomic
def change_day(
    day: DevelopmentDay,
    *,
    place: str,
    address: str,
    link: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    capacity: int,
    by: Person,
    now: dt.datetime,
) -> int:
    """Change a day. When time or place change everybody is told; more places go to the waiting list first.

    Returns how many mails went out. Raises CannotChange for a day that was called off, that has attendance, that would lie
    in the past, or would have fewer places than are booked.
    """
    bookings, locked = locked_with_runs(day)
    if locked.state == DevelopmentDay.CALLED_OFF:
        raise CannotChange("That day was called off. Put another on offer.")
    told_of = (place or ONLINE, address, link, starts_at, ends_at)
    is_moved = told_of != (locked.place, locked.address, locked.link, locked.starts_at, locked.ends_at)
    if is_moved:
        must_have_no_attendance(locked, "moved")
        if starts_at <= now:
            raise CannotChange("Give a day and time that are still to come.")
    if not place and not link:
        raise CannotChange("Say where the day is: a place, or a link for a day online.")
    if capacity < (taken := taken_on(locked)):
        people = counted(taken, "person has a place", "people have places")
        raise CannotChange(f"{people.capitalize()} on that day: it cannot have fewer.")
    was = locked.starts_at
    locked.place, locked.address, locked.link, locked.starts_at, locked.ends_at = told_of
    locked.capacity = capacity
    locked.revision += is_moved
    locked.save(update_fields=["place", "address", "link", "starts_at", "ends_at", "capacity", "revision"])
    ask_to_fill(locked.pk, now=now)
    if not is_moved:
        return 0
    for booking in bookings:
        booking.day = locked
    placed = [booking.application.run for booking in bookings if booking.waiting_since is None]
    annotate_many(
        placed,
        DAY_MOVED,
        actor=by,
        now=now,
        detail={"day": locked.pk, "was": was.isoformat(), "starts_at": starts_at.isoformat()},
    )
    return tell_everybody(
        bookings, "day_moved", key=f"{locked.pk}.{locked.revision}", now=now, was=was, why=""
    )


def locked_with_runs(
    day: DevelopmentDay, *, beside: DevelopmentDay | None = None
) -> tuple[list[Booking], DevelopmentDay]:
    """The live bookings of a day, their runs locked and then the day (and another beside it). Earliest booked first.

    Raises CannotChange when a school booked in the meantime: its run could only be locked out of order.
    """
    live = Booking.objects.filter(day=day, given_up_at=None)
    runs = list(
        Run.objects.select_for_update(of=("self",))
        .filter(pk__in=live.values("application__run"))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    keys = [day.pk, *([beside.pk] if beside else [])]
    days = {
        found.pk: found
        for found in DevelopmentDay.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    bookings = list(
        live.select_related("application__run", "application__subject", "day")
        .prefetch_related("attendees")
        .order_by("booked_at", "pk")
    )
    if not {booking.application.run_id for booking in bookings} <= set(runs):
        raise CannotChange("A school booked on that day just now. Look at the list again, and try again.")
    return bookings, days[day.pk]


def must_have_no_attendance(day: DevelopmentDay, done: str) -> None:
    recorded = Attendee.objects.filter(
        booking__day=day, booking__given_up_at=None, attended__isnull=False
    ).count()
    if recorded:
        people = counted(recorded, "person", "people")
        raise CannotChange(
            f"Attendance of {people} is recorded for that day, so it has been and cannot be {done}. If that is wrong, put"
            " the attendance right first."
        )
