"""Mails about development days: to those who lead, and to everybody who comes and gave an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from awards.days.queries import leads_of
from awards.models import Booking
from workflow import messages


@dataclass(frozen=True)
class _Reader:
    email: str
    name: str
    leads: bool


def tell_of_places(bookings: Sequence[Booking], *, now: dt.datetime, note: str = "") -> None:
    """Tell the leads that there are places."""
    leads = leads_of([booking.application for booking in bookings])
    for booking in bookings:
        for lead in leads.get(booking.application_id, []):
            _post(
                "day_booked",
                booking,
                _Reader(lead.person.email, lead.person.name, leads=True),
                key=f"places:{booking.pk}:{booking.booked_at.isoformat()}",
                now=now,
                bookings=[booking],
                note=note,
            )


def tell_everybody(
    bookings: Sequence[Booking], template: str, *, key: str, now: dt.datetime, **words: Any
) -> int:
    """Tell leads and all who were to come, each address once. Returns how many mails there are."""
    leads = leads_of([booking.application for booking in bookings])
    prefetch_related_objects(list(bookings), "attendees")
    sent = 0
    for booking in bookings:
        for reader in _readers(booking, [lead.person for lead in leads.get(booking.application_id, [])]):
            _post(template, booking, reader, key=f"{key}:{booking.pk}", now=now, **words)
            sent += 1
    return sent


def _readers(booking: Booking, people: Sequence[Any]) -> list[_Reader]:
    readers = {
        person.email.lower(): _Reader(person.email, person.name, leads=False)
        for person in booking.attendees.all()
        if person.email
    }
    return list(
        (
            readers
            | {person.email.lower(): _Reader(person.email, person.name, leads=True) for person in people}
        ).values()
    )


def _post(
    template: str, booking: Booking, reader: _Reader, *, key: str, now: dt.datetime, **words: Any
) -> None:
    messages.post(
        f"awards/mails/{template}.txt",
        to=reader.email,
        key=f"{template}:{key}:{sha256(reader.email.lower().encode()).hexdigest()[:24]}",
        context={
            "run": booking.application.run,
            "name": reader.name,
            "leads": reader.leads,
            "booking": booking,
            "day": booking.day,
            "office_telephone": settings.OFFICE_TELEPHONE,
            "office_email": settings.OFFICE_EMAIL,
            **words,
        },
        now=now,
        run=booking.application.run,
    )
