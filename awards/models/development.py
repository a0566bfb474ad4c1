"""Development days: the training that two staff of a school, one a senior leader, attend."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from awards.models.applications import Application
from awards.models.people import Person
from workflow.state import StateField, step


class DevelopmentDay(models.Model):
    """A day on offer, at a place or by a link. ``capacity`` counts people.

    ``revision`` counts what was changed since it was offered, as calendars want to know (iCalendar SEQUENCE).
    ``instead`` is the day to which the places of one that was called off were carried.
    """

    PLANNED, CALLED_OFF = "planned", "called_off"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=0)
    state = StateField(default=PLANNED)
    called_off_why = models.CharField(max_length=300, blank=True)
    instead = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="day_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.starts_at:%d %B %Y}"

    @step(field=state, source=PLANNED, target=CALLED_OFF)
    def call_off(self, *, why: str, instead: DevelopmentDay | None) -> None:
        self.called_off_why, self.instead = why, instead


class Booking(models.Model):
    """A school's places on a day, or its place on the waiting list. One that was given up is kept.

    ``waiting_since`` is set while it waits: such a booking takes no place.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="bookings")
    day = models.ForeignKey(DevelopmentDay, on_delete=models.PROTECT, related_name="bookings")
    booked_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "day"], condition=Q(given_up_at=None), name="one_booking_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} on {self.day}"


class Attendee(models.Model):
    """One person who is to come. ``attended`` is empty until the register of the day is taken.

    ``missed_part`` says what of the day somebody missed who came for the rest; it counts once ``caught_up_on`` is set.
    """

    SENIOR_LEADER, TEACHER, OTHER = "senior_leader", "teacher", "other"
    POSTS: ClassVar[list[tuple[str, str]]] = [
        (SENIOR_LEADER, "Senior leader"),
        (TEACHER, "Teacher"),
        (OTHER, "Other staff"),
    ]

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="attendees")
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254, blank=True)
    mobile = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=20, choices=POSTS)
    attended = models.BooleanField(null=True)
    missed_part = models.CharField(max_length=200, blank=True)
    caught_up_on = models.DateField(null=True, blank=True)
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attendance_has_its_taker",
                condition=Q(attended=None, taken_by=None, taken_at=None)
                | Q(attended__isnull=False, taken_by__isnull=False, taken_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name
