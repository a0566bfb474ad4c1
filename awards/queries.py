"""Reads that pages share."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessments.guards import feedback_ready
from assessments.queries import decision_of
from awards.models import Application, Booking, Contact, Invoice, Person, Post, RegisterEntry
from awards.roles import office_posts
from documents.models import Answer
from workflow.models import Incident, Message, Run, TransitionRecord


def is_at_the_office(person: Person) -> bool:
    return office_posts(person).exists()


def runs_of_person(person: Person) -> list[Run]:
    """The runs that somebody works on or answers for outside the office: what is open first, newest first."""
    works_on = Q(
        application__contacts__person=person,
        application__contacts__role__in=[Contact.LEAD, Contact.SECOND, Contact.EDITOR],
        application__contacts__until=None,
    )
    answers_for = Q(
        application__subject__posts__person=person,
        application__subject__posts__role__in=[Post.HEAD, Post.CHAIR],
        application__subject__posts__until=None,
    )
    ids = Run.objects.filter(works_on | answers_for).values("pk")
    runs = Run.objects.filter(pk__in=ids).order_by("-started_at", "-pk")
    return sorted(runs, key=lambda run: run.finished_at is not None)


def board_runs() -> QuerySet[Run]:
    """All runs, those that waited longest first, with what the list shows."""
    return Run.objects.select_related("officer").order_by("entered_at", "pk")


def history_of(run: Run) -> list[TransitionRecord]:
    """The records of a run, newest first, with who and why."""
    return list(run.records.select_related("actor", "note").order_by("-seq"))


def application_of(run: Run) -> Application:
    return Application.objects.select_related("subject__area", "subject__enquirer").get(run=run)


def contacts_of(application: Application) -> list[Contact]:
    return list(application.contacts.filter(until=None).select_related("person").order_by("pk"))


def bookings_of(application: Application) -> list[Booking]:
    """Live bookings, soonest day first, with their people."""
    return list(
        application.bookings.filter(given_up_at=None)
        .select_related("day")
        .prefetch_related("attendees")
        .order_by("day__starts_at", "pk")
    )


def has_written_since(run: Run, when: dt.datetime) -> bool:
    """Whether an answer of one of the run's documents was saved after a time."""
    return Answer.objects.filter(document__run=run, saved_at__gt=when).exists()


def live_invoice(application: Application) -> Invoice | None:
    return (
        application.invoices.exclude(state=Invoice.CANCELLED)
        .prefetch_related("payments")
        .order_by("-pk")
        .first()
    )


def register_entry(urn: int) -> RegisterEntry:
    return get_object_or_404(RegisterEntry.objects.select_related("area"), pk=urn)


def areas_with_runs() -> list[tuple[str, str]]:
    """Code and name of the areas in which there are runs."""
    rows = (
        Application.objects.exclude(subject__area=None)
        .order_by("subject__area__name")
        .values_list("subject__area__code", "subject__area__name")
        .distinct()
    )
    return list(rows)


def messages_of(run: Run) -> list[Message]:
    return list(run.messages.order_by("-queued_at", "-pk"))


def open_incidents() -> list[Incident]:
    """Incidents that nobody has closed, oldest first."""
    return list(
        Incident.objects.filter(closed_at=None).select_related("job", "run").order_by("opened_at", "pk")
    )


def run_by_key(pk: int) -> Run:
    return get_object_or_404(Run, pk=pk)


def counts_by_move() -> dict[str, int]:
    """How many open runs wait for whom."""
    rows = Run.objects.filter(finished_at=None).order_by().values_list("waits_for").annotate(runs=Count("pk"))
    return dict(rows)


def booking_to_record(run: Run) -> Booking | None:
    """The earliest live booking of the run for which attendance is not yet recorded."""
    return (
        Booking.objects.filter(application__run=run, given_up_at=None, attendees__attended=None)
        .select_related("day")
        .prefetch_related("attendees")
        .order_by("day__starts_at", "pk")
        .first()
    )


def open_incident_by_id(incident_id: int) -> Incident:
    return get_object_or_404(Incident.objects.select_related("job"), pk=incident_id, closed_at=None)


def person_of(request: HttpRequest) -> Person:
    """Who is signed in. For pages behind a gate that lets nobody else through."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def released_feedback(run: Run) -> str:
    """What the school may read of its assessment: the feedback, once a move that releases it was taken."""
    releases = {
        move.target.name for move in run.journey.transitions.values() if feedback_ready in move.guards
    }
    decision = decision_of(run) if run.state in releases else None
    return decision.feedback.text if decision else ""
