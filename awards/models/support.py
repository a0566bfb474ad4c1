"""What the office does for a school beside its journey: sessions, calls, and a log of what was said."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from awards.models.applications import Application
from awards.models.people import Person
from awards.models.subjects import Subject


class SupportSession(models.Model):
    """A session for several schools, or the time of one call (capacity 1). ``capacity`` counts schools."""

    SESSION, CALL = "session", "call"
    KINDS: ClassVar[list[tuple[str, str]]] = [(SESSION, "Session"), (CALL, "Call")]

    kind = models.CharField(max_length=20, choices=KINDS)
    topic = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField(default=1)
    held_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}, {self.starts_at:%d %B %Y}"


class SupportBooking(models.Model):
    """A school's place at a session or call. ``attended`` is empty until it was held. ``note`` is the office's own."""

    session = models.ForeignKey(SupportSession, on_delete=models.PROTECT, related_name="bookings")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="support_bookings")
    booked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()
    wish = models.CharField(max_length=300, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "application"],
                condition=Q(given_up_at=None),
                name="one_support_booking_a_school",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} at {self.session}"


class ContactLog(models.Model):
    """A call, visit, e-mail or staff note about a subject, in one line. Never shown to the subject."""

    CALL, VISIT, EMAIL, NOTE = "call", "visit", "email", "note"
    KINDS: ClassVar[list[tuple[str, str]]] = [
        (CALL, "Call"),
        (VISIT, "Visit"),
        (EMAIL, "Email"),
        (NOTE, "Note"),
    ]

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="contact_log")
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="contact_log"
    )
    kind = models.CharField(max_length=20, choices=KINDS)
    with_whom = models.CharField(max_length=150, blank=True)
    line = models.CharField(max_length=500)
    happened_at = models.DateTimeField()
    next_step = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True, blank=True)
    next_done_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="next_step_has_words", condition=Q(next_on=None) | ~Q(next_step="")),
        ]
        indexes = [
            models.Index(fields=["subject", "-happened_at"], name="log_by_subject"),
            models.Index(
                fields=["next_on", "id"],
                name="log_next_steps",
                condition=Q(next_on__isnull=False, next_done_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.line[:60]}"
