"""Development days and support in words: calendar entries, lists of who comes."""

from __future__ import annotations

from django.conf import settings

from awards.days.calendar import Entry
from awards.models import Booking, DevelopmentDay, SupportBooking


def entry_of(booking: Booking) -> Entry:
    """A booking as a calendar keeps it. Given up or called off, it cancels what the calendar has."""
    day = booking.day
    is_off = booking.given_up_at is not None or day.state == DevelopmentDay.CALLED_OFF
    has_places = booking.waiting_since is None and not is_off
    return Entry(
        name=f"development-day-{booking.pk}",
        sequence=day.revision + (1 if booking.given_up_at and day.state == DevelopmentDay.PLANNED else 0),
        title="Artsmark development day"
        if has_places or is_off
        else "Waiting list: Artsmark development day",
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        where=", ".join(part for part in (day.place, day.address) if part),
        link=day.link if has_places else "",
        words=day.called_off_why or f"Questions: {settings.OFFICE_EMAIL}, {settings.OFFICE_TELEPHONE}",
        is_cancelled=is_off,
    )


def support_entry_of(booking: SupportBooking) -> Entry:
    """A booked session or call as a calendar keeps it."""
    session = booking.session
    is_off = booking.given_up_at is not None or session.called_off_at is not None
    return Entry(
        name=f"support-{booking.pk}",
        sequence=1 if is_off else 0,
        title=f"{session.get_kind_display()}: {session.topic}",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        where=session.place,
        link="" if is_off else session.link,
        words=f"Questions: {settings.OFFICE_EMAIL}, {settings.OFFICE_TELEPHONE}",
        is_cancelled=is_off,
    )
