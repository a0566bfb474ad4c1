"""A school's journeys and award go on with the school that follows it: a conversion to an academy, a merger.

A URN is a legal establishment, not a school through time (register of 22 April 2025: 16,777 URNs have a successor). What
was written, promised and awarded stays with the journey; people come again by invitation, because nobody knows who works
at the new school; whoever signed has signed for the old one; a debt stays with its debtor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format

from awards.models import (
    Application,
    Award,
    Contact,
    ContactLog,
    HandOver,
    Invoice,
    Item,
    Person,
    Post,
    RegisterEntry,
    School,
    SchoolUrn,
    Subject,
)
from awards.register.changes import OF_THE_REGISTER
from awards.register.phases import phase_of
from awards.remarks import INTERESTS_AGAIN, SCHOOL_HANDED_OVER
from awards.services.people import invite, withdraw_hand_over
from awards.services.people.parts import close_part
from awards.services.schools.planning import Asked, CannotHandOver, Plan, plan_hand_over
from documents.services import end_signatures
from workflow.models import Run
from workflow.services import annotate_many

HANDED_OVER = "handed_over"


@transaction.atomic
def hand_over(school: School, *, to: int, by: Person, now: dt.datetime, leaving: int | None = None) -> Plan:
    """Hand a school's journeys and awards over to the one of a URN. All of it or nothing; there is no way back.

    Where the successor is no school here yet, this one goes on under the new URN; otherwise journeys and awards move to
    it. ``leaving``: the URN that the page showed as the present one. Raises CannotHandOver, and what ``invite`` raises.
    """
    _lock(school, to)
    plan = plan_hand_over(school, to=to, now=now)
    if leaving is not None and plan.leaving.pk != leaving:
        raise CannotHandOver(f"{school.subject.name} was handed over already. Look at its page again.")
    if plan.reasons:
        raise CannotHandOver(*plan.reasons)
    _keep_debtors(plan)
    _end_parts(plan.live, by=by, now=now)
    _end_posts(plan)
    for application in plan.live:
        end_signatures(application.run, by=by, now=now)
    subject = _go_on(plan)
    _rename(plan, subject)
    _remark(plan, by=by, now=now)
    _close_items(plan, by=by, now=now)
    _invite_again(plan.people, by=by, now=now)
    return plan


def words_of(plan: Plan) -> str:
    """ "Oak School (URN 103165) goes on as The Oak Academy (URN 149872) since 1 September 2026." """
    return (
        f"{plan.leaving.name} (URN {plan.leaving.pk}) goes on as {plan.to.name} (URN {plan.to.pk})"
        f" since {date_format(plan.since, 'j F Y')}."
    )


def _lock(school: School, to: int) -> None:
    """Both schools' journeys, then their entries, then the schools themselves: a registration waits, or is seen here."""
    both = Q(pk=school.pk) | Q(school__urns__entry=to, school__urns__until=None)
    subjects = sorted(set(Subject.objects.filter(both).values_list("pk", flat=True)))
    runs = Run.objects.filter(application__subject__in=subjects)
    list(runs.select_for_update(of=("self",), no_key=True).order_by("pk"))
    present = SchoolUrn.objects.filter(school=school, until=None).values_list("entry", flat=True)
    list(RegisterEntry.objects.select_for_update().filter(pk__in=[*present, to]).order_by("pk"))
    list(Subject.objects.select_for_update().filter(pk__in=subjects).order_by("pk"))


def _go_on(plan: Plan) -> Subject:
    """The school under its new URN, or what it has moved to the school that is there already."""
    _end_urn(plan)
    if plan.into is None:
        SchoolUrn.objects.create(school=plan.school, entry=plan.to, since=plan.since)
        return plan.school.subject
    moved = [application.pk for application in plan.applications]
    Application.objects.filter(pk__in=moved).update(subject=plan.into.subject)
    ContactLog.objects.filter(application__in=moved).update(subject=plan.into.subject)
    Award.objects.filter(pk__in=[award.pk for award in plan.awards]).update(subject=plan.into.subject)
    return plan.into.subject


def _end_urn(plan: Plan) -> None:
    """Known here only after the school had gone on already: then nobody knows since when it was called so."""
    present = SchoolUrn.objects.select_for_update().get(school=plan.school, until=None)
    present.until = plan.since
    if present.since is not None and present.since > plan.since:
        present.since = None
    present.save(update_fields=["since", "until"])


def _rename(plan: Plan, subject: Subject) -> None:
    """The name of today for what is under way; what has ended is called as it was."""
    runs = [application.run_id for application in plan.live]
    Run.objects.filter(pk__in=runs).update(
        label=plan.to.name, area=plan.to.area_id or "", kind=phase_of(plan.to)
    )
    if plan.into is None:
        Subject.objects.filter(pk=subject.pk).update(name=plan.to.name, area=plan.to.area)


def _keep_debtors(plan: Plan) -> None:
    """A debt is written down under the name of today before that name changes."""
    Invoice.objects.filter(pk__in=[debt.invoice.pk for debt in plan.debts], billed_to="").update(
        billed_to=plan.school.subject.name
    )


def _end_parts(live: Sequence[Application], *, by: Person, now: dt.datetime) -> None:
    for hand in HandOver.objects.filter(application__in=live, state=HandOver.OPEN).order_by("pk"):
        withdraw_hand_over(hand, by=by, now=now)
    for contact in (
        Contact.objects.filter(application__in=live, until=None)
        .select_related("person", "application")
        .order_by("pk")
    ):
        close_part(contact, by=by, now=now)


def _end_posts(plan: Plan) -> None:
    """Head and chair answered for the old school."""
    posts = Post.objects.filter(subject=plan.school.subject, until=None)
    posts.filter(since__lte=plan.since).update(until=plan.since)
    for post in posts.filter(until=None):
        post.until = post.since
        post.save(update_fields=["until"])


def _remark(plan: Plan, *, by: Person, now: dt.datetime) -> None:
    live = [application.run for application in plan.live]
    ended = [application.run for application in plan.ended]
    detail = {"from": plan.leaving.pk, "to": plan.to.pk}
    annotate_many([*live, *ended], SCHOOL_HANDED_OVER, actor=by, now=now, note=words_of(plan), detail=detail)
    annotate_many(live, INTERESTS_AGAIN, actor=by, now=now, detail=detail)


def _close_items(plan: Plan, *, by: Person, now: dt.datetime) -> None:
    Item.objects.filter(
        subject=plan.school.subject, kind__in=OF_THE_REGISTER, closed_at=None, entry=plan.leaving
    ).update(closed_at=now, closed_by=by, outcome=HANDED_OVER, note=words_of(plan))


def _invite_again(people: Sequence[Asked], *, by: Person, now: dt.datetime) -> None:
    for asked in people:
        invite(
            Application.objects.get(pk=asked.application.pk),
            role=asked.role,
            name=asked.name,
            email=asked.email,
            by=by,
            now=now,
        )
