"""Support beside a journey: the office offers sessions and calls, schools book them from registration to Case Study."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from awards.models import Application, Contact, Person, Subject, SupportBooking, SupportSession
from workflow import messages
from workflow.journey import Phase
from workflow.models import Run
from workflow.refusals import Refused

BOOKABLE = (
    Phase.JOINING.value,
    Phase.PLANNING.value,
    Phase.DELIVERING.value,
)  # until the Case Study is submitted


class CannotSupport(Refused):
    """The session cannot be offered, booked or recorded as asked."""


def may_book_support(application: Application, *, run: Run) -> bool:
    """Whether a school is somewhere between registration and the submission of its Case Study."""
    return application.subject.kind == Subject.SCHOOL and not run.finished_at and run.phase in BOOKABLE


def offer_session(
    *,
    kind: str,
    topic: str,
    place: str,
    link: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    capacity: int,
    held_by: Person | None,
    now: dt.datetime,
) -> SupportSession:
    """Put a session, or the time of one call, on offer. Raises CannotSupport for a time that is over."""
    if starts_at <= now:
        raise CannotSupport("Give a day and time that are still to come.")
    return SupportSession.objects.create(
        kind=kind,
        topic=topic,
        place=place,
        link=link,
        starts_at=starts_at,
        ends_at=ends_at,
        capacity=1 if kind == SupportSession.CALL else capacity,
        held_by=held_by,
    )


@transaction.atomic
def book_support(
    session: SupportSession, *, application: Application, wish: str, by: Person, now: dt.datetime
) -> SupportBooking:
    """Book a school's place at a session or call. ``wish``: what it would like to talk about.

    Raises CannotSupport for a session that is full, over, called off or booked already, and once the Case Study is in.
    """
    locked = _locked(session)
    run = Run.objects.get(pk=application.run_id)
    if not may_book_support(application, run=run):
        raise CannotSupport(
            "Support can be booked from registration until the Case Study is submitted. Write to us if you need a word."
        )
    _must_be_to_come(locked, now=now)
    booked = locked.bookings.filter(given_up_at=None)
    if booked.filter(application=application).exists():
        raise CannotSupport("You have booked this already.")
    if booked.count() >= locked.capacity:
        raise CannotSupport("Somebody else has just booked the last place. Choose another time.")
    booking = SupportBooking.objects.create(
        session=locked, application=application, booked_by=by, booked_at=now, wish=wish.strip()
    )
    _tell(booking, "support_booked", now=now)
    return booking


@transaction.atomic
def give_up_support(booking: SupportBooking, *, now: dt.datetime) -> None:
    """Make the place free for others. Raises CannotSupport once the session has begun."""
    session = _locked(booking.session)
    _must_be_to_come(session, now=now)
    SupportBooking.objects.filter(pk=booking.pk, given_up_at=None).update(given_up_at=now)


@transaction.atomic
def record_support(booking: SupportBooking, *, attended: bool, note: str, now: dt.datetime) -> None:
    """Write down whether a school was there, and the office's own note, which no school is shown.

    Raises CannotSupport before the session, or when it was called off or given up.
    """
    session = _locked(booking.session)
    locked = SupportBooking.objects.select_for_update().get(pk=booking.pk)
    if session.called_off_at or locked.given_up_at:
        raise CannotSupport("That was called off or given up, so there is nothing to record.")
    if session.starts_at > now:
        raise CannotSupport("It has not been yet. Record it once it has begun.")
    locked.attended, locked.note = attended, note.strip()
    locked.save(update_fields=["attended", "note"])


@transaction.atomic
def call_off_session(session: SupportSession, *, why: str, now: dt.datetime) -> int:
    """Call a session off and tell every school that booked. Returns how many schools are told.

    Raises CannotSupport without a reason, and for one that is over or was called off.
    """
    locked = _locked(session)
    _must_be_to_come(locked, now=now)
    if not why.strip():
        raise CannotSupport("Say why it is called off: the schools that booked it read your words.")
    locked.called_off_at, locked.called_off_why = now, why.strip()[:300]
    locked.save(update_fields=["called_off_at", "called_off_why"])
    bookings = list(
        locked.bookings.filter(given_up_at=None).select_related("application__run", "application__subject")
    )
    for booking in bookings:
        booking.session = locked
        _tell(booking, "support_called_off", now=now, why=locked.called_off_why)
    return len(bookings)


def _locked(session: SupportSession) -> SupportSession:
    return SupportSession.objects.select_for_update().get(pk=session.pk)


def _must_be_to_come(session: SupportSession, *, now: dt.datetime) -> None:
    if session.called_off_at:
        raise CannotSupport("That was called off. Choose another time.")
    if session.starts_at <= now:
        raise CannotSupport("That has begun already, or is over.")


def _tell(booking: SupportBooking, template: str, *, now: dt.datetime, **words: str) -> None:
    leads = Contact.objects.filter(
        application=booking.application,
        role__in=[Contact.LEAD, Contact.SECOND],
        until=None,
        person__is_active=True,
    )
    for lead in leads.select_related("person").order_by("pk"):
        messages.post(
            f"awards/mails/{template}.txt",
            to=lead.person.email,
            key=f"{template}:{booking.pk}:{lead.person_id}",
            context={
                "run": booking.application.run,
                "name": lead.person.name,
                "booking": booking,
                "session": booking.session,
                "office_email": settings.OFFICE_EMAIL,
                "office_telephone": settings.OFFICE_TELEPHONE,
                **words,
            },
            now=now,
            run=booking.application.run,
        )
