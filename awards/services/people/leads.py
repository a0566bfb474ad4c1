"""The lead of a school's journey passes to somebody. For callers who hold the run's lock."""

from __future__ import annotations

import datetime as dt

from awards.models import Application, Contact, HandOver, Item, Person
from awards.remarks import NEW_LEAD
from awards.services.people.parts import begin_part, close_part, open_leads, take_back_invitations
from workflow.services import annotate
from workflow.state import change

HANDED_OVER = "handed_over"


def take_the_lead(
    application: Application,
    *,
    person: Person,
    by: Person | None,
    now: dt.datetime,
    note: str = "",
) -> Contact:
    """Make somebody the lead. Whoever led before has no part any more; what else was asked about the lead is settled.

    Does nothing to somebody who leads already, but settles it all the same.
    """
    before = list(open_leads(application).exclude(person=person))
    is_new = not open_leads(application).filter(person=person).exists()
    for contact in before:
        close_part(contact, by=by, now=now)
    contact = begin_part(application, person=person, role=Contact.LEAD, now=now)
    take_back_invitations(application.invitations.filter(role=Contact.LEAD), by=by, now=now)
    _withdraw_hand_overs(application, by=by, now=now)
    _settle_who_leads(application, by=by, now=now)
    if is_new:
        words = note or _from_to(before, person)
        annotate(application.run, NEW_LEAD, actor=by, now=now, note=words)
    return contact


def _from_to(before: list[Contact], person: Person) -> str:
    names = " and ".join(contact.person.name for contact in before)
    return f"{person.name} leads now, after {names}." if names else f"{person.name} leads now."


def _withdraw_hand_overs(application: Application, *, by: Person | None, now: dt.datetime) -> None:
    for hand_over in application.hand_overs.select_for_update().filter(state=HandOver.OPEN):
        change(hand_over, "withdraw", now=now, actor=by)


def _settle_who_leads(application: Application, *, by: Person | None, now: dt.datetime) -> None:
    Item.objects.filter(kind=Item.WHO_LEADS, run=application.run_id, closed_at=None).update(
        closed_at=now, closed_by=by, outcome=HANDED_OVER
    )
