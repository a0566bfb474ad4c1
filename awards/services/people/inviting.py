"""Invitations: somebody is asked by mail to work on a school's journey, and says yes or no."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from awards.models import Application, Contact, Invitation, Person
from awards.services.people.accounts import keep_safe, person_with
from awards.services.people.leads import take_the_lead
from awards.services.people.letters import write
from awards.services.people.parts import begin_part, lock_run, present_lead
from documents.plain_text import one_line
from workflow import messages
from workflow.refusals import Refused
from workflow.state import change

PURPOSE = "invitation"
LINK_LASTS = dt.timedelta(days=30)  # our default, no public source
MOST_WAITING = 20  # open invitations of one application: our default, no public source


@dataclass(frozen=True)
class Colleague:
    """Somebody by name and address."""

    name: str
    email: str


class CannotInvite(Refused):
    """Somebody leads there already, or too many invitations wait."""


class InvitationIsOver(Refused):
    """It was taken up, declined or taken back, or has run out."""


@transaction.atomic
def invite(
    application: Application, *, role: str, name: str, email: str, by: Person | None, now: dt.datetime
) -> Invitation:
    """Ask somebody by mail to take a part: a lead, second contact, editor or finance contact (``Contact.ROLES``).

    Asked again for the same part and address while it is open, the mail goes once more (at most once a minute) and the
    link lasts anew. Nothing says whether the address has an account. Raises CannotInvite.
    """
    lock_run(application)
    email = email.strip().lower()
    _refuse_second_lead(application, role=role, email=email)
    invitation, is_new = Invitation.objects.update_or_create(
        application=application,
        role=role,
        email=email,
        state=Invitation.OPEN,
        defaults={"name": one_line(name)[:150], "invited_by": by, "invited_at": now},
    )
    if is_new and application.invitations.filter(state=Invitation.OPEN).count() > MOST_WAITING:
        raise CannotInvite(
            f"{MOST_WAITING} invitations are waiting for an answer. Take back those that are not needed, then go on."
        )
    write(
        "invitation",
        application,
        to=email,
        key=f"invitation:{invitation.pk}:{now:%Y%m%d%H%M}",
        now=now,
        name=invitation.name,
        role=invitation.get_role_display().lower(),
        asker=_asker(by),
        link=messages.personal_link("awards:invitation", PURPOSE, invitation.pk),
        days=LINK_LASTS.days,
    )
    return invitation


@transaction.atomic
def accept(invitation: Invitation, *, now: dt.datetime, signed_in: Person | None = None) -> Contact:
    """Take up an invitation, by its link: the person, where there is none, and the part. ``signed_in``: in that browser.

    Raises InvitationIsOver, CannotInvite when somebody else leads by now, and AccountIsClosed.
    """
    locked = _locked_open(invitation, now=now)
    _refuse_second_lead(locked.application, role=locked.role, email=locked.email)
    person = person_with(locked.email, name=locked.name)
    keep_safe(person, reads_mail=True, signed_in=signed_in)
    change(locked, "accept", now=now, actor=person, fields=["accepted_by"], accepted_by=person)
    if locked.role == Contact.LEAD:
        return take_the_lead(locked.application, person=person, by=person, now=now)
    return begin_part(locked.application, person=person, role=locked.role, now=now)


@transaction.atomic
def decline(invitation: Invitation, *, now: dt.datetime) -> Invitation:
    """Say no to an invitation, by its link; whoever asked is told. Raises InvitationIsOver."""
    locked = _locked_open(invitation, now=now)
    change(locked, "decline", now=now)
    if locked.invited_by is not None and locked.invited_by.is_active:
        write(
            "invitation_declined",
            locked.application,
            to=locked.invited_by.email,
            key=f"invitation-declined:{locked.pk}",
            now=now,
            name=locked.invited_by.name,
            who=locked.name,
            role=locked.get_role_display().lower(),
        )
    return locked


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Person, now: dt.datetime) -> Invitation:
    """Take an invitation back; its link no longer works. Raises InvitationIsOver when it is not open."""
    lock_run(invitation.application)
    locked = _locked(invitation)
    if locked.state != Invitation.OPEN:
        raise InvitationIsOver(why_over(locked, now=now))
    change(locked, "withdraw", now=now, actor=by)
    return locked


def why_over(invitation: Invitation, *, now: dt.datetime) -> str:
    """Why an invitation can no longer be taken up, in words; empty while it can."""
    if invitation.state == Invitation.OPEN:
        is_old = now - invitation.invited_at > LINK_LASTS
        return "This invitation has run out. Ask the person who sent it for a new one." if is_old else ""
    return {
        Invitation.ACCEPTED: "This invitation was taken up already. Sign in to go on.",
        Invitation.DECLINED: "This invitation was declined. Ask for a new one if that was a mistake.",
        Invitation.WITHDRAWN: "This invitation was taken back. Ask the person who sent it if that surprises you.",
    }[invitation.state]


def _asker(by: Person | None) -> str:
    return by.name if by else ""


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("application__run", "application__subject", "invited_by")
        .get(pk=invitation.pk)
    )


def _locked_open(invitation: Invitation, *, now: dt.datetime) -> Invitation:
    lock_run(invitation.application)
    locked = _locked(invitation)
    if why := why_over(locked, now=now):
        raise InvitationIsOver(why)
    return locked


def _refuse_second_lead(application: Application, *, role: str, email: str) -> None:
    lead = present_lead(application)
    if role == Contact.LEAD and lead is not None and lead.person.email.lower() != email:
        raise CannotInvite(f"{lead.person} leads here now. The lead passes on by a hand-over.")
