"""People in words: who works on a journey, how far a hand-over is, what a part means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from awards.models import Application, Contact, HandOver, Invitation, Item, Person
from awards.queries import contacts_of, open_invitations, parts_through_time
from awards.services.people import HEAD, LEAVER, SUCCESSOR, why_over
from awards.services.people.leading import stops_of
from awards.services.people.published import published_head, published_number
from workflow.presenters import day, short_day
from workflow.queries import stopped_addresses

_MEANS = {
    Contact.LEAD: "You lead: what is asked of the school comes to you, you say who works with you, and you submit.",
    Contact.SECOND: "You do all that the lead does, and carry on if the lead leaves.",
    Contact.EDITOR: "You write with the others. Submitting stays with the lead.",
    Contact.FINANCE: "Invoices for the school come to you by email, each with a link. You need no account for that.",
}
_ORDER = [code for code, _ in Contact.ROLES]


@dataclass(frozen=True)
class Member:
    """A line of the list: who, as what, since when, and what may be done. Empty addresses: nothing."""

    name: str
    role: str
    since: str
    until: str = ""
    email: str = ""
    end: str = ""
    address: str = ""
    is_me: bool = False
    trouble: str = ""


@dataclass(frozen=True)
class Waiting:
    """An invitation that waits for an answer."""

    name: str
    role: str
    email: str
    asked: str
    by: str
    trouble: str
    send_again: str
    withdraw: str


@dataclass(frozen=True)
class HandOverView:
    """How far a hand-over is. ``agreed``: the sides that have; ``lines``: what each has done, in words."""

    name: str
    email: str
    leaver: str
    why: str
    proposed: str
    agreed: frozenset[str]
    lines: tuple[str, ...]


def what_role_means(role: str) -> str:
    return _MEANS[role]


def landing_of(contact: Contact) -> str:
    """Where somebody goes who has just taken up a part: the brief or the journey; '' for whom mail is enough."""
    if contact.role == Contact.FINANCE:
        return ""
    page = "awards:brief" if contact.role == Contact.LEAD else "awards:run"
    return reverse(page, args=[contact.application.run.public_id])


def team_of(
    application: Application, person: Person, *, manages: bool, inside: bool, now: dt.datetime
) -> dict[str, Any]:
    """The lists of the page: present people, invitations that wait, past people. Addresses for those who manage."""
    parts = parts_through_time(application)
    invitations = open_invitations(application) if manages else []
    stopped = stopped_addresses(
        [part.person.email for part in parts if part.until is None] + [it.email for it in invitations]
    )
    run_id = application.run.public_id
    present = sorted(
        (part for part in parts if part.until is None),
        key=lambda part: (_ORDER.index(part.role), part.since, part.pk),
    )
    return {
        "members": [
            Member(
                name=part.person.name,
                role=part.get_role_display(),
                since=day(part.since),
                email=part.person.email if manages else "",
                end=reverse("awards:end_part", args=[run_id, part.pk])
                if manages or part.person == person
                else "",
                address=reverse("awards:part_address", args=[run_id, part.pk]) if inside else "",
                is_me=part.person == person,
                trouble=_trouble(part.person, stopped) if manages else "",
            )
            for part in present
        ],
        "invitations": [_waiting(it, stopped, run_id, now=now) for it in invitations],
        "past": _past(parts),
    }


def parts_that_end(contact: Contact) -> list[Invitation]:
    """The invitations that go when somebody's part ends, because they sent them and nobody took them up."""
    if contact.role not in (Contact.LEAD, Contact.SECOND):
        return []
    return [it for it in open_invitations(contact.application) if it.invited_by == contact.person]


def hand_over_view(hand_over: HandOver, *, now: dt.datetime) -> HandOverView:
    agreed = {
        LEAVER: hand_over.leaver_agreed_at,
        SUCCESSOR: hand_over.successor_agreed_at,
        HEAD: hand_over.head_agreed_at,
    }
    leaver = hand_over.leaver.person.name if hand_over.leaver else ""
    return HandOverView(
        name=hand_over.name,
        email=hand_over.email,
        leaver=leaver,
        why=hand_over.why,
        proposed=f"Proposed by {hand_over.proposed_by} on {day(hand_over.proposed_at)}"
        + (", more than 30 days ago: take it back and propose it anew." if _is_old(hand_over, now) else "."),
        agreed=frozenset(side for side, when in agreed.items() if when is not None),
        lines=tuple(_lines(hand_over, leaver, agreed)),
    )


def _is_old(hand_over: HandOver, now: dt.datetime) -> bool:
    return now - hand_over.proposed_at > dt.timedelta(days=30)


def _lines(hand_over: HandOver, leaver: str, agreed: Mapping[str, dt.datetime | None]) -> Iterable[str]:
    if leaver:
        yield _line(leaver, agreed[LEAVER])
    yield _line(hand_over.name, agreed[SUCCESSOR])
    if hand_over.head_email:
        yield _line(f"The head teacher ({hand_over.head_email})", agreed[HEAD])


def _line(who: str, when: dt.datetime | None) -> str:
    return f"{who} agreed on {day(when)}." if when else f"{who} was asked and has not answered yet."


def _trouble(person: Person, stopped: set[str]) -> str:
    if not person.is_active:
        return "Their account is closed."
    return "Mail to this address came back." if person.email.lower() in stopped else ""


def _waiting(invitation: Invitation, stopped: set[str], run_id: Any, *, now: dt.datetime) -> Waiting:
    trouble = "Mail to this address came back." if invitation.email in stopped else ""
    if not trouble and why_over(invitation, now=now):
        trouble = "It has run out: send it again, or take it back."
    return Waiting(
        name=invitation.name,
        role=invitation.get_role_display(),
        email=invitation.email,
        asked=day(invitation.invited_at),
        by=str(invitation.invited_by or ""),
        trouble=trouble,
        send_again=reverse("awards:invitation_again", args=[run_id, invitation.pk]),
        withdraw=reverse("awards:invitation_withdraw", args=[run_id, invitation.pk]),
    )


def _past(parts: Sequence[Contact]) -> list[Member]:
    over = sorted(
        (part for part in parts if part.until), key=lambda part: (part.until, part.pk), reverse=True
    )
    return [
        Member(
            name=part.person.name,
            role=part.get_role_display(),
            since=short_day(part.since),
            until=short_day(part.until),
        )
        for part in over
    ]


@dataclass(frozen=True)
class QuestionView:
    """ "Who leads here?": why it is asked, and what is known."""

    why: str
    since: str
    lead_name: str
    lead_email: str
    stops: tuple[str, ...]
    rows: list[dict[str, str]]


def question_view(application: Application, item: Item | None) -> QuestionView:
    contacts = contacts_of(application)
    lead = next((it.person for it in contacts if it.role == Contact.LEAD), None)
    seconds = [it.person for it in contacts if it.role == Contact.SECOND]
    stops = stops_of(lead.email) if lead else []
    return QuestionView(
        why=item.now if item else "",
        since=day(item.opened_at) if item else "",
        lead_name=lead.name if lead else "",
        lead_email=lead.email if lead else "",
        stops=tuple(f"{stop.words}, since {day(stop.since)}." for stop in stops),
        rows=[
            {"key": "Lead", "value": _with_address(lead)},
            {"key": "Second contact", "value": "\n".join(_with_address(it) for it in seconds)},
            {"key": "Head teacher in the register", "value": published_head(application)},
            {"key": "Telephone in the register", "value": published_number(application)},
        ],
    )


def _with_address(person: Person | None) -> str:
    return f"{person.name}, {person.email}" if person else ""
