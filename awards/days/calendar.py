"""Calendar files (iCalendar, RFC 5545), as calendars of all makers take them in. The one door to the library."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar. ``name`` makes it known again; a higher ``sequence`` takes the place of a lower one."""

    name: str
    sequence: int
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    where: str = ""
    link: str = ""
    words: str = ""
    is_cancelled: bool = False


def calendar_file(entry: Entry, *, now: dt.datetime) -> bytes:
    """The entry as a file to be taken into a calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Waymark//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{entry.name}@{urlsplit(settings.PUBLIC_ADDRESS).hostname or 'waymark'}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", entry.starts_at.astimezone(dt.UTC))
    event.add("dtend", entry.ends_at.astimezone(dt.UTC))
    event.add("summary", f"Called off: {entry.title}" if entry.is_cancelled else entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("organizer", _organizer())
    for name, value in (("location", entry.where), ("url", entry.link), ("description", entry.words)):
        if value:
            event.add(name, value)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _organizer() -> vCalAddress:
    organizer = vCalAddress(f"mailto:{settings.OFFICE_EMAIL}")
    organizer.params["cn"] = vText(settings.OFFICE_NAME)
    return organizer
