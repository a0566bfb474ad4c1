"""Reads about support and about the office's log of contacts."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, F, Prefetch, Q
from django.shortcuts import get_object_or_404

from awards.models import Application, ContactLog, SupportBooking, SupportSession

_BOOKED = Count("bookings", filter=Q(bookings__given_up_at=None))
LAST_LINES = 20


def sessions_to_come(*, now: dt.datetime) -> list[SupportSession]:
    """What can still be held, soonest first, each with how many schools ``booked``."""
    sessions = SupportSession.objects.filter(starts_at__gt=now, called_off_at=None).annotate(booked=_BOOKED)
    return list(sessions.select_related("held_by").order_by("starts_at", "pk"))


def sessions_with_room(application: Application, *, now: dt.datetime) -> list[SupportSession]:
    """What a school can book: to come, not full, and not its own already."""
    return list(
        SupportSession.objects.filter(starts_at__gt=now, called_off_at=None)
        .exclude(
            pk__in=SupportBooking.objects.filter(application=application, given_up_at=None).values("session")
        )
        .annotate(booked=_BOOKED)
        .filter(booked__lt=F("capacity"))
        .select_related("held_by")
        .order_by("starts_at", "pk")
    )


def sessions_before(*, now: dt.datetime) -> list[SupportSession]:
    """The last hundred that were held or called off, the latest first."""
    sessions = SupportSession.objects.filter(Q(starts_at__lte=now) | Q(called_off_at__isnull=False))
    return list(
        sessions.annotate(booked=_BOOKED).select_related("held_by").order_by("-starts_at", "-pk")[:100]
    )


def session_by_key(pk: int) -> SupportSession:
    """With its live bookings and their schools. Raises Http404."""
    bookings = (
        SupportBooking.objects.filter(given_up_at=None)
        .select_related("application__run", "application__subject", "booked_by")
        .order_by("application__subject__name", "pk")
    )
    sessions = SupportSession.objects.select_related("held_by").prefetch_related(
        Prefetch("bookings", bookings, to_attr="live_bookings")
    )
    return get_object_or_404(sessions, pk=pk)


def support_of(application: Application) -> list[SupportBooking]:
    """What a school booked and did not give up, the latest first."""
    return list(
        application.support_bookings.filter(given_up_at=None)
        .select_related("session__held_by")
        .order_by("-session__starts_at", "-pk")
    )


def support_booking_of(application: Application, pk: int) -> SupportBooking:
    return get_object_or_404(
        SupportBooking.objects.select_related("session", "application__run"), application=application, pk=pk
    )


def support_booking_at(session: SupportSession, pk: int) -> SupportBooking:
    return get_object_or_404(
        SupportBooking.objects.select_related("session", "application__run", "application__subject"),
        session=session,
        pk=pk,
    )


def log_of(application: Application) -> list[ContactLog]:
    """The last lines about a subject, whichever of its journeys they were written at: newest first."""
    rows = ContactLog.objects.filter(subject=application.subject_id).select_related("written_by")
    return list(rows.order_by("-happened_at", "-pk")[:LAST_LINES])


def open_next_steps() -> list[ContactLog]:
    """What is still to be done, by date; those without a date last."""
    rows = ContactLog.objects.filter(next_done_at=None).exclude(next_step="")
    return list(
        rows.select_related("subject", "application__run", "written_by").order_by(
            F("next_on").asc(nulls_last=True), "pk"
        )
    )


def log_entry(pk: int) -> ContactLog:
    return get_object_or_404(ContactLog.objects.select_related("application__run", "subject"), pk=pk)
