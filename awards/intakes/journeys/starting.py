"""The office says start: the post to schools that were brought in flows, and their leads are invited."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from awards.intakes.handling import AT_ONCE
from awards.models import Contact, Intake, Person
from awards.services.people import CannotInvite, invite
from workflow.models import Message, Run
from workflow.queue import Once, enqueue, task
from workflow.refusals import Refused
from workflow.stops import lift_batch

_INVITED = (Contact.LEAD, Contact.SECOND)


class AlreadyStarted(Refused):
    """These schools are written to already."""


@dataclass(frozen=True)
class Start:
    """What starting does: how many schools are still silent, who is invited, and what was held meanwhile."""

    schools: int
    people: int
    held: int
    without_lead: Sequence[Run]

    @property
    def is_open(self) -> bool:
        return self.schools > 0


def batch_of(intake: Intake) -> uuid.UUID | None:
    """The batch of stops that an intake left; None where it brought nothing in."""
    batch = intake.outcome.get("batch")
    return uuid.UUID(batch) if batch else None


def what_starting_does(intake: Intake) -> Start:
    """Look before starting; nothing is changed."""
    runs = _silent(intake)
    open_part = Q(application__contacts__until=None)
    leads = Count("application__contacts", filter=open_part & Q(application__contacts__role=Contact.LEAD))
    return Start(
        schools=runs.count(),
        people=_parts(intake).count(),
        held=Message.objects.filter(run__in=runs, state=Message.HELD).count(),
        without_lead=list(
            runs.filter(finished_at=None).annotate(leads=leads).filter(leads=0).order_by("label", "pk")
        ),
    )


@transaction.atomic
def start_writing(intake: Intake, *, by: Person, send_held: bool, now: dt.datetime) -> None:
    """Lift the stops of what an intake brought in, and invite leads and second contacts of what is still open.

    ``send_held``: what was held meanwhile is sent, otherwise dropped. Many are invited by the queue. Raises
    AlreadyStarted.
    """
    locked = Intake.objects.select_for_update().get(pk=intake.pk)
    batch, parts = batch_of(locked), list(_parts(locked).values_list("pk", flat=True))
    if batch is None or not _silent(locked).exists():
        raise AlreadyStarted("These schools are written to already.")
    lift_batch(batch, by=by, now=now, send=send_held)
    locked.outcome = {**locked.outcome, "started_on": timezone.localdate(now).isoformat()}
    locked.save(update_fields=["outcome"])
    if len(parts) > AT_ONCE:
        enqueue(invite_later, locked.pk, by.pk, now.isoformat(), key=f"start:{batch}", now=now)
    else:
        _invite(parts, by=by, now=now)


@task
def invite_later(once: Once, intake_id: int, person_id: int, started_at: str) -> None:
    """Invite the leads and second contacts of a long list."""
    with once.finishing():
        intake = Intake.objects.get(pk=intake_id)
        parts = Contact.objects.filter(
            application__run__in=_brought(intake),
            application__run__finished_at=None,
            until=None,
            role__in=_INVITED,
        )
        by = Person.objects.get(pk=person_id)
        _invite(list(parts.values_list("pk", flat=True)), by=by, now=dt.datetime.fromisoformat(started_at))


def _invite(parts: Sequence[int], *, by: Person, now: dt.datetime) -> None:
    contacts = Contact.objects.filter(pk__in=parts).select_related(
        "application__run", "application__subject", "person"
    )
    for contact in contacts.order_by("pk"):
        person = contact.person
        try:
            with transaction.atomic():
                invite(
                    contact.application,
                    role=contact.role,
                    name=str(person),
                    email=person.email,
                    by=by,
                    now=now,
                )
        except CannotInvite:
            continue  # somebody else leads there by now: nothing to ask


def _parts(intake: Intake) -> QuerySet[Contact]:
    return Contact.objects.filter(
        application__run__in=_silent(intake).filter(finished_at=None), until=None, role__in=_INVITED
    )


def _brought(intake: Intake) -> QuerySet[Run]:
    batch = batch_of(intake)
    return Run.objects.filter(mail_stops__batch=batch) if batch else Run.objects.none()


def _silent(intake: Intake) -> QuerySet[Run]:
    batch = batch_of(intake)
    if batch is None:
        return Run.objects.none()
    return Run.objects.filter(mail_stops__batch=batch, mail_stops__lifted_at=None)
