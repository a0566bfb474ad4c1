"""A school registers for a programme."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from awards.models import Application, Contact, Person, RegisterEntry, School, SchoolUrn, Subject
from awards.register.eligibility import eligibility
from awards.roles import SCHOOL_LEAD
from awards.services.money import invoice_fee
from workflow.journey import Journey
from workflow.models import Run
from workflow.refusals import Refused
from workflow.services import start


class CannotRegister(Refused):
    """The school cannot register, or already has."""


@transaction.atomic
def register_school(
    entry: RegisterEntry,
    *,
    journey: type[Journey],
    lead: Person,
    now: dt.datetime,
    pupils: int | None = None,
) -> Application:
    """Start a school's journey, with the person as its lead, and raise its fee when the pupil number is known.

    ``pupils`` is the number on roll that the lead gives where the register has none.
    Raises CannotRegister for a type of setting that the scheme does not take, and for a school already on this journey.
    """
    verdict = eligibility(entry)
    if not verdict.may_register:
        raise CannotRegister(verdict.sentence)
    school = school_of(entry, today=timezone.localdate(now))
    _refuse_second(school, journey)
    run = start(
        journey,
        actor=lead,
        role=SCHOOL_LEAD.code,
        now=now,
        label=entry.name,
        area=entry.area_id or "",
        kind=Subject.SCHOOL,
    )
    application = Application.objects.create(
        run=run, subject=school.subject, pupils=entry.pupils if entry.pupils is not None else pupils
    )
    Contact.objects.create(
        application=application, person=lead, role=Contact.LEAD, since=timezone.localdate(now)
    )
    invoice_fee(application, now=now)
    return application


def school_of(entry: RegisterEntry, *, today: dt.date) -> School:
    """The school that is known under a register entry; made at its first journey. Locks the entry."""
    RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    known = SchoolUrn.objects.filter(entry=entry, until=None).select_related("school__subject").first()
    if known:
        return known.school
    subject = Subject.objects.create(kind=Subject.SCHOOL, name=entry.name, area=entry.area)
    school = School.objects.create(subject=subject)
    SchoolUrn.objects.create(school=school, entry=entry, since=today)
    return school


def _refuse_second(school: School, journey: type[Journey]) -> None:
    is_live = Run.objects.filter(
        application__subject=school.subject, journey_code=journey.code, finished_at=None
    ).exists()
    if is_live:
        raise CannotRegister(
            f"{school.subject.name} is already on its way through {journey.title}. Ask its lead, or us, to let you in."
        )
