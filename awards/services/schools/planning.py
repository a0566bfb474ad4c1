"""What handing a school's journeys over to its successor would do, or why it cannot be done. Changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from awards.models import Application, Award, Contact, Invitation, Invoice, RegisterEntry, School, SchoolUrn
from awards.register.successors import Successors, Way, successors_of
from awards.services.money import owed_on
from documents.models import Signature
from documents.queries import signatures_under_open_documents
from workflow.refusals import Refused


class CannotHandOver(Refused):
    """No successor can be told from the register, or the two schools stand in each other's way."""


@dataclass(frozen=True)
class Asked:
    """Somebody who works on a journey under way, and is invited again as the same."""

    application: Application
    role: str
    role_label: str
    name: str
    email: str


@dataclass(frozen=True)
class Debt:
    """An invoice that is not paid: it stays with its debtor."""

    invoice: Invoice
    owed: Decimal
    debtor: str


@dataclass(frozen=True)
class Plan:
    """A hand-over before the button. ``into``: the school here that the successor is already, None where it is none yet.

    ``staying`` are awards that the successor holds one of, of the same programme and day: they stay with the old school.
    """

    school: School
    leaving: RegisterEntry
    to: RegisterEntry
    way: Way
    since: dt.date
    into: School | None
    live: Sequence[Application]
    ended: Sequence[Application]
    awards: Sequence[Award]
    staying: Sequence[Award]
    people: Sequence[Asked]
    debts: Sequence[Debt]
    signatures: Sequence[Signature]
    reasons: Sequence[str]

    @property
    def applications(self) -> Sequence[Application]:
        return [*self.live, *self.ended]


def plan_hand_over(school: School, *, to: int, now: dt.datetime) -> Plan:
    """What handing over to the school of a URN comes to. ``reasons`` say what stands in the way, if anything.

    Raises CannotHandOver when the register's links do not lead there from the school's present URN.
    """
    present = present_urn(school)
    if present is None:
        raise CannotHandOver(
            f"{school.subject.name} has no URN now: it has been handed over already, or never was in the register."
        )
    entry, way = _chosen(present.entry, successors_of(present.entry_id), to)
    into = School.objects.filter(urns__entry=entry, urns__until=None).select_related("subject").first()
    applications = list(
        Application.objects.filter(subject=school.subject).select_related("run", "subject").order_by("pk")
    )
    live = [it for it in applications if it.run.finished_at is None]
    awards = list(Award.objects.filter(subject=school.subject).order_by("awarded_on", "pk"))
    staying = _staying(awards, into)
    return Plan(
        school=school,
        leaving=present.entry,
        to=entry,
        way=way,
        since=_since(way, entry, today=timezone.localdate(now)),
        into=into,
        live=live,
        ended=[it for it in applications if it.run.finished_at is not None],
        awards=[award for award in awards if award not in staying],
        staying=staying,
        people=_people(live),
        debts=_debts(applications, school),
        signatures=list(signatures_under_open_documents(it.run for it in live)),
        reasons=_reasons(live, school, into),
    )


def present_urn(school: School) -> SchoolUrn | None:
    """Under which URN a school is known now."""
    return school.urns.filter(until=None).select_related("entry").first()


def why_no_successor(entry: RegisterEntry, successors: Successors) -> str:
    """Why there is nobody to hand over to, in a sentence; empty where there is."""
    if successors.ends:
        return ""
    if successors.circles:
        return (
            f"The register’s links from {entry.name} go round in a circle: {successors.circles[0].words}. So they do not"
            " say which school goes on. Ask the school, and tell the register’s helpdesk; once the links are put right"
            " and imported, hand over here."
        )
    if successors.ways:
        return (
            f"The register leads from {entry.name} to a school that is not open, or not in our copy of the register:"
            f" {successors.ways[0].words}. Import today’s file of the register, or wait until that school opens."
        )
    return (
        f"The register names no successor of {entry.name}. Import today’s links file; if there is none in it either,"
        " ask the school what becomes of it."
    )


def _chosen(leaving: RegisterEntry, successors: Successors, urn: int) -> tuple[RegisterEntry, Way]:
    for end, way in successors.ends:
        if end.urn == urn and end.entry is not None:
            return end.entry, way
    raise CannotHandOver(
        why_no_successor(leaving, successors)
        or f"By the register {leaving.name} is not followed by the school with URN {urn}. Choose one that is named here."
    )


def _since(way: Way, entry: RegisterEntry, *, today: dt.date) -> dt.date:
    """The day of the link to it, or that it opened; not in the future."""
    linked = next((stage.since for stage in way.stages if stage.urn == entry.pk), None)
    return min(linked or entry.opened_on or today, today)


def _staying(awards: Sequence[Award], into: School | None) -> list[Award]:
    if into is None:
        return []
    held = set(Award.objects.filter(subject=into.subject).values_list("journey_code", "awarded_on"))
    return [award for award in awards if (award.journey_code, award.awarded_on) in held]


def _people(live: Sequence[Application]) -> list[Asked]:
    """Those with a part now, and those whose invitation is open; each once."""
    by_pk = {application.pk: application for application in live}
    contacts = Contact.objects.filter(application__in=live, until=None, person__is_active=True)
    invitations = Invitation.objects.filter(application__in=live, state=Invitation.OPEN)
    found = [
        Asked(
            by_pk[it.application_id], it.role, it.get_role_display(), it.person.name, it.person.email.lower()
        )
        for it in contacts.select_related("person").order_by("pk")
    ]
    found += [
        Asked(by_pk[it.application_id], it.role, it.get_role_display(), it.name, it.email.lower())
        for it in invitations.order_by("pk")
    ]
    return list({(it.application.pk, it.role, it.email): it for it in reversed(found)}.values())[::-1]


def _debts(applications: Sequence[Application], school: School) -> list[Debt]:
    unpaid = Invoice.objects.filter(application__in=applications).exclude(state__in=Invoice.NOTHING_OWED)
    return [
        Debt(invoice, owed_on(invoice), invoice.billed_to or school.subject.name)
        for invoice in unpaid.order_by("pk")
    ]


def _reasons(live: Sequence[Application], school: School, into: School | None) -> list[str]:
    if into is None:
        return []
    theirs = Application.objects.filter(subject=into.subject, run__finished_at=None)
    codes = set(theirs.values_list("run__journey_code", flat=True))
    titles = {it.run.journey.title for it in live if it.run.journey_code in codes}
    return [
        f"{school.subject.name} and {into.subject.name} are both on their way through {title}. End one of the two"
        " journeys first, or let it come to its end; then hand over."
        for title in sorted(titles)
    ]
