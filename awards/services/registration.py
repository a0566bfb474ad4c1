"""A school registers for a programme, by itself or through the office."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from awards.invoices.billing import Debtor
from awards.models import (
    Application,
    AwardBodyAct,
    Contact,
    Person,
    RegisterEntry,
    School,
    SchoolUrn,
    Subject,
)
from awards.register.eligibility import Verdict, eligibility
from awards.register.phases import phase_of
from awards.roles import OFFICER, SCHOOL_LEAD, office_posts
from awards.services.award_body import Letter, Told, kinds_of, record_act
from awards.services.money import change_billing, invoice_fee
from awards.services.people import Colleague, invite
from workflow.journey import Journey
from workflow.models import Run
from workflow.refusals import NotYours, Refused
from workflow.registry import get_journey
from workflow.services import start


class CannotRegister(Refused):
    """The school cannot register, or already has."""


def edition_for_registration() -> type[Journey]:
    """The edition of Artsmark on which a school that registers now begins (``ARTSMARK_EDITION``)."""
    try:
        return get_journey("artsmark", settings.ARTSMARK_EDITION)
    except KeyError as error:
        raise ImproperlyConfigured(
            f"ARTSMARK_EDITION is '{settings.ARTSMARK_EDITION}', and Artsmark has no such edition."
        ) from error


def award_body_registers(journey: type[Journey]) -> bool:
    """Whether schools register with the award body, so that the office only records it."""
    return AwardBodyAct.REGISTERED in kinds_of(journey)


@transaction.atomic
def register_school(
    entry: RegisterEntry,
    *,
    journey: type[Journey],
    lead: Person,
    now: dt.datetime,
    pupils: int | None = None,
    second: Colleague | None = None,
    payer: Debtor | None = None,
    order_number: str = "",
) -> Application:
    """Start a school's journey, with the person as its lead, and raise its fee when the pupil number is known.

    ``pupils`` is the number on roll that the lead gives where the register has none. ``second`` is invited to carry on
    if the lead leaves. ``payer`` pays in place of the school, ``order_number`` is whoever pays their own.
    Raises CannotRegister for a type of setting that the scheme does not take, and for a school already on this journey.
    """
    if second is not None and second.email == lead.email.lower():
        raise CannotRegister(
            "Your second contact is somebody else than you: give their address, or leave both lines empty."
        )
    school = _eligible(entry, now=now)
    application = _begin(school, journey=journey, by=lead, role=SCHOOL_LEAD.code, now=now, pupils=pupils)
    Contact.objects.create(
        application=application, person=lead, role=Contact.LEAD, since=timezone.localdate(now)
    )
    change_billing(application, payer=payer, order_number=order_number, by=lead, now=now)
    invoice_fee(application, now=now)
    if second is not None:
        invite(application, role=Contact.SECOND, name=second.name, email=second.email, by=lead, now=now)
    return application


@transaction.atomic
def register_for(
    setting: RegisterEntry | School,
    *,
    journey: type[Journey],
    lead: Colleague,
    by: Person,
    now: dt.datetime,
    happened_on: dt.date | None = None,
    pupils: int | None = None,
    second: Colleague | None = None,
    reference: str = "",
    letter: Letter | None = None,
    note: str = "",
) -> Application:
    """An officer registers a setting: from its paper form, or because the award body registered it. Who leads is invited.

    A school without a URN is given as such. ``happened_on`` is the day of the form or of the letter (default: today).
    Where the award body registers, its act is kept, with ``reference`` and ``letter``.
    Raises CannotRegister for a school already on this journey, and where the office registers for one that the scheme
    does not take; NotReady for a day to come or one of long ago without a note.
    """
    if second is not None and second.email == lead.email:
        raise CannotRegister(
            "The second contact is somebody else than the lead: give their own address, or leave both lines empty."
        )
    if not office_posts(by).exists():
        raise NotYours("Registering a school for somebody else is for the office to do.")
    on = happened_on or timezone.localdate(now)
    school = _school_for_office(setting, journey, now=now) if isinstance(setting, RegisterEntry) else setting
    application = _begin(
        school, journey=journey, by=by, role=OFFICER.code, now=now, pupils=pupils, on=on, note=note
    )
    for role, colleague in ((Contact.LEAD, lead), (Contact.SECOND, second)):
        if colleague is not None:
            invite(application, role=role, name=colleague.name, email=colleague.email, by=by, now=now)
    invoice_fee(application, now=now)
    if award_body_registers(journey):
        told = Told(AwardBodyAct.REGISTERED, on, reference=reference)
        record_act(application, told, by=by, now=now, letter=letter, note=note)
    return application


def school_of(entry: RegisterEntry, *, today: dt.date) -> School:
    """The school that is known under a register entry; made at its first journey. Locks the entry.

    Raises CannotRegister for an entry whose school was handed over to its successor.
    """
    RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    urns = SchoolUrn.objects.filter(entry=entry).order_by(F("until").desc(nulls_first=True), "-pk")
    known = urns.select_related("school__subject").first()
    if known and known.until is not None:
        raise CannotRegister(
            f"{entry.name} has gone on under another URN. Search for the school by its present name, and register that."
        )
    if known:
        return known.school
    subject = Subject.objects.create(kind=Subject.SCHOOL, name=entry.name, area=entry.area)
    school = School.objects.create(subject=subject)
    SchoolUrn.objects.create(school=school, entry=entry, since=today)
    return school


def _eligible(entry: RegisterEntry, *, now: dt.datetime) -> School:
    verdict = eligibility(entry)
    if not verdict.may_register:
        raise CannotRegister(verdict.sentence)
    return school_of(entry, today=timezone.localdate(now))


def _school_for_office(entry: RegisterEntry, journey: type[Journey], *, now: dt.datetime) -> School:
    """What the award body registered is so. Otherwise the office decides where a school should ask it first."""
    verdict = eligibility(entry)
    if verdict.verdict == Verdict.NOT_ELIGIBLE and not award_body_registers(journey):
        raise CannotRegister(verdict.sentence)
    return school_of(entry, today=timezone.localdate(now))


def _begin(
    school: School,
    *,
    journey: type[Journey],
    by: Person,
    role: str,
    now: dt.datetime,
    pupils: int | None,
    on: dt.date | None = None,
    note: str = "",
) -> Application:
    subject = Subject.objects.select_for_update().get(pk=school.subject_id)
    _refuse_second(subject, journey)
    entry = RegisterEntry.objects.filter(school_urns__school=school, school_urns__until=None).first()
    run = start(
        journey,
        actor=by,
        role=role,
        now=now,
        happened_at=_moment_of(on, now=now),
        note=note,
        label=entry.name if entry else subject.name,
        area=subject.area_id or "",
        kind=phase_of(entry),
    )
    known = entry.pupils if entry and entry.pupils is not None else pupils
    return Application.objects.create(run=run, subject=subject, pupils=known)


def _moment_of(on: dt.date | None, *, now: dt.datetime) -> dt.datetime | None:
    """Noon of the day; None where it is today or not given."""
    if on is None or on == timezone.localdate(now):
        return None
    return timezone.make_aware(dt.datetime.combine(on, dt.time(12)))


def _refuse_second(subject: Subject, journey: type[Journey]) -> None:
    is_live = Run.objects.filter(
        application__subject=subject, journey_code=journey.code, finished_at=None
    ).exists()
    if is_live:
        raise CannotRegister(
            f"{subject.name} is already on its way through {journey.title}. Ask its lead, or us, to let you in."
        )
