"""Development days: the training that two staff of a school, one a senior leader, attend."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from awards.models.applications import Application
from awards.models.people import Person


class DevelopmentDay(models.Model):
    """A day on offer. ``capacity`` counts people."""

    place = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="day_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.starts_at:%d %B %Y}"


class Booking(models.Model):
    """A school's places on a day. One that was given up is kept."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="bookings")
    day = models.ForeignKey(DevelopmentDay, on_delete=models.PROTECT, related_name="bookings")
    booked_at = models.DateTimeField()
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
    """One person who is to come. ``attended`` is empty until the register of the day is taken."""

    SENIOR_LEADER, TEACHER, OTHER = "senior_leader", "teacher", "other"
    POSTS: ClassVar[list[tuple[str, str]]] = [
        (SENIOR_LEADER, "Senior leader"),
        (TEACHER, "Teacher"),
        (OTHER, "Other staff"),
    ]

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="attendees")
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254, blank=True)
    post = models.CharField(max_length=20, choices=POSTS)
    attended = models.BooleanField(null=True)
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
