"""Reads about development days and their bookings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, Prefetch, Q, QuerySet, Value, When
from django.http import Http404

from awards.facts import REGISTER_ENTRY
from awards.models import Application, Attendee, Booking, Contact, DevelopmentDay, School
from workflow.models import StateChange

LIVE = Q(given_up_at=None)
PLACED = LIVE & Q(waiting_since=None)
WAITING = LIVE & Q(waiting_since__isnull=False)
_TAKEN = Count("bookings__attendees", filter=Q(bookings__given_up_at=None, bookings__waiting_since=None))
_WAITING = Count(
    "bookings",
    filter=Q(bookings__given_up_at=None, bookings__waiting_since__isnull=False),
    distinct=True,
)
A_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Party:
    """One school that comes to a day, or waits for places: who, and whom to ring."""

    booking: Booking
    people: Sequence[Attendee]
    leads: Sequence[Contact]
    telephone: str

    @property
    def is_waiting(self) -> bool:
        return self.booking.waiting_since is not None

    @property
    def is_recorded(self) -> bool:
        return bool(self.people) and all(person.attended is not None for person in self.people)


def days_to_come(*, now: dt.datetime) -> Sequence[DevelopmentDay]:
    """Days that can still be booked, soonest first, each with its ``taken`` places and ``waiting`` schools."""
    days = DevelopmentDay.objects.filter(starts_at__gt=now, state=DevelopmentDay.PLANNED)
    return list(days.annotate(taken=_TAKEN, waiting=_WAITING).order_by("starts_at", "pk"))


def upcoming_and_past(*, now: dt.datetime) -> Sequence[DevelopmentDay]:
    """All days, the latest first, each with ``taken`` places, ``waiting`` schools and whether it ``is_over``."""
    is_over = Case(When(ends_at__lt=now, then=Value(True)), default=Value(False))
    days = DevelopmentDay.objects.annotate(taken=_TAKEN, waiting=_WAITING, is_over=is_over)
    return list(days.order_by("-starts_at", "-pk"))


def days_begun(*, now: dt.datetime) -> Sequence[DevelopmentDay]:
    """The days of the last year to which somebody may have come, the latest first."""
    days = DevelopmentDay.objects.filter(
        starts_at__lte=now, starts_at__gt=now - A_YEAR, state=DevelopmentDay.PLANNED
    )
    return list(days.order_by("-starts_at", "-pk"))


def day_by_public_id(public_id: UUID) -> DevelopmentDay:
    """With its ``taken`` places. Raises Http404 where there is none."""
    days = DevelopmentDay.objects.select_related("instead").annotate(taken=_TAKEN, waiting=_WAITING)
    found = days.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def live_bookings(day: DevelopmentDay) -> QuerySet[Booking]:
    """The bookings of a day: those with places by name of the school, then the waiting list in its order."""
    return _bookings(LIVE & Q(day=day))


def _bookings(which: Q) -> QuerySet[Booking]:
    return (
        Booking.objects.filter(which)
        .select_related("application__run", "application__subject__area", "day")
        .prefetch_related(Prefetch("attendees", Attendee.objects.select_related("taken_by").order_by("pk")))
        .order_by("waiting_since", "application__subject__name", "pk")
    )


def parties_of(day: DevelopmentDay) -> list[Party]:
    """Everybody who comes to a day, then its waiting list, with telephone numbers. A fixed number of queries."""
    return _parties(live_bookings(day))


def _parties(found: Iterable[Booking]) -> list[Party]:
    bookings = sorted(found, key=lambda booking: booking.waiting_since is not None)
    applications = [booking.application for booking in bookings]
    numbers, leads = telephones_of(applications), leads_of(applications)
    return [
        Party(
            booking,
            list(booking.attendees.all()),
            leads.get(booking.application_id, []),
            numbers.get(booking.application_id, ""),
        )
        for booking in bookings
    ]


def telephones_of(applications: Iterable[Application]) -> dict[int, str]:
    """By application id, the school's number: the register's, or the office's own for a setting without a URN."""
    asked = list(applications)
    entries = REGISTER_ENTRY.load([application.run for application in asked])
    subjects = [application.subject_id for application in asked if application.run_id not in entries]
    local = dict(School.objects.filter(pk__in=subjects).values_list("pk", "local_telephone"))
    return {
        application.pk: entry.telephone
        if (entry := entries.get(application.run_id))
        else local.get(application.subject_id, "")
        for application in asked
    }


def leads_of(applications: Iterable[Application]) -> dict[int, list[Contact]]:
    """By application id, lead and second contact. One query."""
    found: dict[int, list[Contact]] = {}
    rows = (
        Contact.objects.filter(
            application__in=list(applications),
            role__in=[Contact.LEAD, Contact.SECOND],
            until=None,
            person__is_active=True,
        )
        .select_related("person")
        .order_by("pk")
    )
    for row in rows:
        found.setdefault(row.application_id, []).append(row)
    return found


def booking_of(application: Application, pk: int) -> Booking:
    """A booking of an application, also one that was given up. Raises Http404."""
    found = application.bookings.select_related("day", "application__run").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def live_booking_of(application: Application, pk: int) -> Booking:
    """Raises Http404 for one that was given up."""
    booking = booking_of(application, pk)
    if booking.given_up_at:
        raise Http404
    return booking


def bookings_begun(application: Application, *, now: dt.datetime) -> list[Booking]:
    """Bookings with places on days that have begun, the latest first, with people and who recorded them."""
    return list(
        application.bookings.filter(PLACED, day__starts_at__lte=now, day__state=DevelopmentDay.PLANNED)
        .select_related("day")
        .prefetch_related(Prefetch("attendees", Attendee.objects.select_related("taken_by").order_by("pk")))
        .order_by("-day__starts_at", "-pk")
    )


def attendee_of(application: Application, pk: int) -> Attendee:
    """Somebody of an application's live bookings. Raises Http404."""
    found = (
        Attendee.objects.select_related("booking__day")
        .filter(booking__application=application, booking__given_up_at=None, pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def parties_to_ring(day: DevelopmentDay) -> list[Party]:
    """As ``parties_of``; of a day that was called off, everybody who had places or waited until then."""
    if day.state != DevelopmentDay.CALLED_OFF:
        return parties_of(day)
    called_off = StateChange.objects.filter(
        kind=DevelopmentDay._meta.label_lower, row_id=day.pk, target=DevelopmentDay.CALLED_OFF
    )
    return _parties(_bookings(Q(day=day, given_up_at__in=called_off.values("at"))))
