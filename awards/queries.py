"""Reads that pages share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessments.guards import feedback_ready
from assessments.queries import decision_of
from awards.models import (
    Application,
    Area,
    AwardBodyAct,
    Booking,
    Contact,
    HandOver,
    Invitation,
    Invoice,
    Item,
    Person,
    Post,
    RegisterEntry,
    School,
)
from awards.roles import office_posts
from documents.models import Answer
from workflow.models import Incident, Message, Run, TransitionRecord


def is_at_the_office(person: Person) -> bool:
    return office_posts(person).exists()


def people_at_the_office() -> list[Person]:
    """Everybody who holds a post at the office now, by name."""
    posts = Post.objects.filter(subject=None, role__in=[Post.OFFICER, Post.MANAGER], until=None)
    return list(Person.objects.filter(pk__in=posts.values("person"), is_active=True).order_by("name", "pk"))


def writers_of(run: Run) -> list[Person]:
    """Who writes in the run's documents for the school and may be written to, whoever leads first."""
    parts = Contact.objects.filter(
        application__run=run,
        role__in=[Contact.LEAD, Contact.SECOND, Contact.EDITOR],
        until=None,
        person__is_active=True,
    ).select_related("person")
    order = [Contact.LEAD, Contact.SECOND, Contact.EDITOR]
    found = sorted(parts, key=lambda part: (order.index(part.role), part.pk))
    return list(dict.fromkeys(part.person for part in found))


def leads_of(runs: Iterable[Run]) -> dict[int, list[Contact]]:
    """By run id, its lead and second contact who may be written to, with their people. One query."""
    rows = (
        Contact.objects.filter(
            application__run__in=list(runs),
            role__in=[Contact.LEAD, Contact.SECOND],
            until=None,
            person__is_active=True,
        )
        .select_related("person", "application")
        .order_by("pk")
    )
    found: dict[int, list[Contact]] = {}
    for row in rows:
        found.setdefault(row.application.run_id, []).append(row)
    return found


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
    return Run.objects.select_related("officer", "activity").order_by("entered_at", "pk")


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


def school_by_public_id(public_id: UUID) -> School:
    """The school of a subject's public id."""
    return get_object_or_404(School.objects.select_related("subject"), subject__public_id=public_id)


def areas_with_runs(*, also: str = "") -> list[tuple[str, str]]:
    """Code and name of the areas in which there are open runs, and of one more."""
    runs = Run.objects.filter(area=OuterRef("code"), finished_at=None)
    found = Area.objects.filter(Exists(runs))
    if also:
        found = found.union(Area.objects.filter(code=also.replace("\0", "")))
    return list(found.order_by("name", "code").values_list("code", "name"))


def messages_of(run: Run) -> list[Message]:
    return list(run.messages.order_by("-queued_at", "-pk"))


def open_incidents() -> list[Incident]:
    """Incidents that nobody has closed, oldest first."""
    return list(
        Incident.objects.filter(closed_at=None)
        .select_related("job", "run", "owner")
        .order_by("opened_at", "pk")
    )


def run_by_key(pk: int) -> Run:
    return get_object_or_404(Run, pk=pk)


def booking_to_record(run: Run) -> Booking | None:
    """The earliest live booking of the run for which attendance is not yet recorded."""
    return (
        Booking.objects.filter(
            application__run=run, given_up_at=None, waiting_since=None, attendees__attended=None
        )
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


def parts_through_time(application: Application) -> list[Contact]:
    """Every part that somebody has or had, in the order of beginning."""
    return list(application.contacts.select_related("person").order_by("since", "pk"))


def contact_of(application: Application, pk: int) -> Contact:
    return get_object_or_404(
        Contact.objects.select_related("person", "application__run"), application=application, pk=pk
    )


def open_invitations(application: Application) -> list[Invitation]:
    """Those that wait for an answer, oldest first."""
    rows = application.invitations.filter(state=Invitation.OPEN).select_related("invited_by")
    return list(rows.order_by("invited_at", "pk"))


def part_by_key(pk: int) -> Contact | None:
    return (
        Contact.objects.select_related("person", "application__subject", "application__run")
        .filter(pk=pk)
        .first()
    )


def invitation_of(application: Application, pk: int) -> Invitation:
    return get_object_or_404(
        Invitation.objects.select_related("application__run"), application=application, pk=pk
    )


def open_invitation_of(application: Application, pk: int) -> Invitation:
    return get_object_or_404(Invitation, application=application, pk=pk, state=Invitation.OPEN)


def invitation_by_key(pk: int) -> Invitation:
    rows = Invitation.objects.select_related("application__run", "application__subject", "invited_by")
    return get_object_or_404(rows, pk=pk)


def _hand_overs() -> QuerySet[HandOver]:
    return HandOver.objects.select_related(
        "application__run", "application__subject", "leaver__person", "proposed_by"
    )


def open_hand_over(application: Application) -> HandOver | None:
    return _hand_overs().filter(application=application, state=HandOver.OPEN).first()


def hand_over_by_key(pk: int) -> HandOver:
    return get_object_or_404(_hand_overs(), pk=pk)


def person_by_email(email: str) -> Person:
    return get_object_or_404(Person, email__iexact=email)


def open_question(run: Run) -> Item | None:
    """The question who leads here, while it is open."""
    return Item.objects.filter(kind=Item.WHO_LEADS, run=run, closed_at=None).select_related("subject").first()


def message_of(run: Run, pk: int) -> Message:
    return get_object_or_404(run.messages, pk=pk)


def act_with_letter(run: Run, act_id: int) -> AwardBodyAct:
    """An act of the run of which the letter is kept."""
    return get_object_or_404(AwardBodyAct.objects.exclude(letter=""), pk=act_id, application__run=run)
