"""Who works on an application, and as what: parts that begin and end."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from awards.models import Application, Contact, Invitation, Person
from workflow.models import Run
from workflow.refusals import Refused
from workflow.state import change

WRITERS = (Contact.LEAD, Contact.SECOND, Contact.EDITOR)
"""Parts that let somebody write, the widest first: nobody needs two of them."""


class CannotEnd(Refused):
    """The part is over already, or somebody has to take it over first."""


def lock_run(application: Application) -> Run:
    """The run, locked: whoever changes the people of an application waits here for the other."""
    return Run.objects.select_for_update(of=("self",), no_key=True).get(pk=application.run_id)


def open_leads(application: Application) -> QuerySet[Contact]:
    return application.contacts.filter(role=Contact.LEAD, until=None).select_related("person").order_by("pk")


def present_lead(application: Application) -> Contact | None:
    """The lead who can act: one whose account is closed leads no more."""
    return open_leads(application).filter(person__is_active=True).first()


def begin_part(application: Application, *, person: Person, role: str, now: dt.datetime) -> Contact:
    """Give somebody a part, if they have not got it. A wider one takes the place of a narrower one."""
    today = timezone.localdate(now)
    mine = application.contacts.filter(person=person, until=None)
    if role in WRITERS:
        mine.filter(role__in=WRITERS[WRITERS.index(role) + 1 :]).update(until=today)
    contact, _ = mine.get_or_create(
        application=application, person=person, role=role, until=None, defaults={"since": today}
    )
    return contact


@transaction.atomic
def end_part(contact: Contact, *, by: Person | None, now: dt.datetime) -> Contact:
    """End somebody's part from this moment. Invitations that they sent and nobody took up go with it.

    Raises CannotEnd for a part that has ended, and for the last lead.
    """
    lock_run(contact.application)
    locked = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("person", "application")
        .get(pk=contact.pk)
    )
    if locked.until is not None:
        raise CannotEnd(f"{locked.person} has no part here any more.")
    if locked.role == Contact.LEAD and not open_leads(locked.application).exclude(pk=locked.pk).exists():
        raise CannotEnd(f"{locked.person} leads here. Hand the lead over to somebody else first.")
    close_part(locked, by=by, now=now)
    return locked


def close_part(contact: Contact, *, by: Person | None, now: dt.datetime) -> None:
    """End a part whatever it is. For callers who hold the run's lock and see to who comes after."""
    contact.until = timezone.localdate(now)
    contact.save(update_fields=["until"])
    still_manages = contact.application.contacts.filter(
        person=contact.person, role__in=[Contact.LEAD, Contact.SECOND], until=None
    ).exists()
    if not still_manages:
        take_back_invitations(
            contact.application.invitations.filter(invited_by=contact.person), by=by, now=now
        )


def take_back_invitations(invitations: QuerySet[Invitation], *, by: Person | None, now: dt.datetime) -> None:
    """Withdraw those that are open."""
    for invitation in invitations.select_for_update().filter(state=Invitation.OPEN).order_by("pk"):
        change(invitation, "withdraw", now=now, actor=by)
