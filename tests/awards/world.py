"""A small office with its people, and schools of a register that does not exist."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from awards.demo.people import Cast, cast
from awards.demo.walk import Walk
from awards.journeys.artsmark_2018 import Artsmark2018
from awards.models import Application, Attendee, Booking, DevelopmentDay, Person, RegisterEntry
from awards.queries import bookings_of
from awards.register.names import searchable
from awards.services.development import Coming, book, offer_day, record_attendance
from awards.services.enquiries import ask
from awards.services.registration import register_school
from tests.factories.people import PersonFactory
from workflow.models import Run

TEACHER = Coming("Tess Teacher", "tess@school.example", Attendee.TEACHER)
SENIOR = Coming("Sam Senior", "", Attendee.SENIOR_LEADER)
QUESTION = {
    "name": "Ada Asker",
    "email": "ada@people.example",
    "organisation": "",
    "about": "artsmark",
    "message": "May two small schools come together?",
}
_urns = itertools.count(910_000)


def entry_of(name: str = "", **changes: Any) -> RegisterEntry:
    """A school of the register: a community school with 214 pupils, unless told otherwise."""
    urn = next(_urns)
    name = name or f"Cherry Bough Primary School {urn}"
    words: dict[str, Any] = {
        "type_code": "01",
        "type_name": "Community school",
        "status_code": "1",
        "status_name": "Open",
        "pupils": 214,
        "first_seen_on": dt.date(2026, 3, 1),
        "last_seen_on": dt.date(2026, 3, 1),
    }
    return RegisterEntry.objects.create(urn=urn, name=name, search_name=searchable(name), **words | changes)


def client_of(person: Person, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(person)
    return client


def words_of(response: Any) -> str:
    return str(response.content.decode())


@dataclass
class World:
    """The people, and what they do at one moment."""

    now: dt.datetime
    cast: Cast
    leads: dict[int, Person] = field(default_factory=dict)

    @property
    def officer(self) -> Person:
        return self.cast.officer

    def registered(self, entry: RegisterEntry | None = None, **options: Any) -> Application:
        lead = options.pop("lead", None) or PersonFactory()
        application = register_school(
            entry or entry_of(), journey=Artsmark2018, lead=lead, now=options.pop("now", self.now), **options
        )
        self.leads[application.pk] = lead
        return application

    def lead_of(self, application: Application) -> Person:
        return self.leads[application.pk]

    def day(self, *, days: float = 14, capacity: int = 20) -> DevelopmentDay:
        """A day that begins so many days from now; before now, if negative."""
        starts = self.now + dt.timedelta(days=days)
        ends = starts + dt.timedelta(hours=6)
        return offer_day(
            place="The Old Foundry", address="", starts_at=starts, ends_at=ends, capacity=capacity
        )

    def booked(
        self, application: Application, *coming: Coming, day: DevelopmentDay | None = None, **options: Any
    ) -> Booking:
        return book(
            application,
            day=day or self.day(),
            coming=coming or (TEACHER, SENIOR),
            by=options.get("by", self.lead_of(application)),
            now=options.get("now", self.now),
        )

    def attended(self, booking: Booking, *came: bool, **options: Any) -> Run:
        """Record who came, in the order of booking, on the evening of the day."""
        given = dict(zip(ids_of(booking), came, strict=True))
        options.setdefault("now", booking.day.ends_at + dt.timedelta(hours=1))
        record_attendance(booking, attended=given, by=self.officer, **options)
        return Run.objects.get(application=booking.application_id)

    def walk(self, state: str, **options: Any) -> Walk:
        """A school that walked to a state by legal moves, with everything that these leave."""
        long = state not in ("registered", "day_booked", "day_attended", "closed", "commitment_sent_back")
        began = timezone.now() - dt.timedelta(days=740 if long else 60)
        entry = options.pop("entry", None) or entry_of()
        walk = Walk(self.cast, entry, options.pop("lead", None) or PersonFactory(), clock=began, **options)
        walk.to(state)
        return walk

    def enquiry(self, **changes: str) -> Run:
        return ask({**QUESTION, **changes}, now=self.now)


def ids_of(booking: Booking) -> list[int]:
    (same,) = [it for it in bookings_of(booking.application) if it.pk == booking.pk]
    return sorted(attendee.pk for attendee in same.attendees.all())


def make_world(now: dt.datetime) -> World:
    return World(now=now, cast=cast(today=now.date()))
