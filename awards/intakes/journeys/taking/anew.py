"""Many journeys brought in midway, in a number of statements that does not grow with theirs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.utils import timezone

from awards.intakes.journeys.awards_held import award_of
from awards.intakes.journeys.plans import Plan, arrival_of, name_of, said
from awards.models import Application, Award, Contact, Person, School, SchoolUrn, Subject
from workflow.journey import Journey
from workflow.models import Run
from workflow.services import bring_in

AT_ONCE = 2_000  # runs that the engine is given together: its one statement grows faster than their number


def begin_all(
    plans: Sequence[Plan],
    people: Mapping[str, Person],
    *,
    by: Person | None,
    now: dt.datetime,
    batch: uuid.UUID,
) -> list[Application]:
    """Schools where they are new to us, runs, applications, people's parts and awards of all these lines."""
    today = timezone.localdate(now)
    subjects = _subjects(plans, today=today)
    runs = _runs(plans, by=by, now=now, batch=batch)
    applications = Application.objects.bulk_create(
        Application(
            run=runs[plan.number],
            subject=subjects[plan.number],
            pupils=plan.entry.pupils if plan.entry else None,
            listed=said(plan.wanted) if plan.wanted else {},
        )
        for plan in plans
    )
    Contact.objects.bulk_create(
        contact
        for plan, application in zip(plans, applications, strict=True)
        for contact in _contacts(plan, application, people, today=today)
    )
    _awards(plans, applications, now=now)
    return applications


def _subjects(plans: Sequence[Plan], *, today: dt.date) -> dict[int, Subject]:
    """The subject of each line, by its number."""
    known = {plan.number: plan.school.subject for plan in plans if plan.school}
    unknown = [plan for plan in plans if not plan.school and plan.entry]
    made = Subject.objects.bulk_create(
        Subject(kind=Subject.SCHOOL, name=name_of(plan), area=plan.entry.area if plan.entry else None)
        for plan in unknown
    )
    schools = School.objects.bulk_create(School(subject=subject) for subject in made)
    SchoolUrn.objects.bulk_create(
        SchoolUrn(school=school, entry=plan.entry, since=None)
        for plan, school in zip(unknown, schools, strict=True)
    )
    return known | {plan.number: subject for plan, subject in zip(unknown, made, strict=True)}


def _runs(plans: Sequence[Plan], *, by: Person | None, now: dt.datetime, batch: uuid.UUID) -> dict[int, Run]:
    together: dict[type[Journey], list[Plan]] = defaultdict(list)
    for plan in plans:
        if plan.wanted:
            together[plan.wanted.journey].append(plan)
    runs: dict[int, Run] = {}
    for journey, ours in together.items():
        for begin in range(0, len(ours), AT_ONCE):
            part = ours[begin : begin + AT_ONCE]
            brought = bring_in(journey, [arrival_of(plan) for plan in part], actor=by, now=now, batch=batch)
            runs |= {plan.number: run for plan, run in zip(part, brought, strict=True)}
    return runs


def _contacts(
    plan: Plan, application: Application, people: Mapping[str, Person], *, today: dt.date
) -> Iterator[Contact]:
    values = plan.wanted.values if plan.wanted else {}
    for role in (Contact.LEAD, Contact.SECOND):
        if email := values.get(f"{role}_email", ""):
            yield Contact(application=application, person=people[email], role=role, since=today)


def _awards(plans: Sequence[Plan], applications: Sequence[Application], *, now: dt.datetime) -> None:
    """One that we know already, of the same day, is not kept twice: it becomes the journey's own where it is."""
    given = [
        award_of(plan.wanted, application, now=now)
        for plan, application in zip(plans, applications, strict=True)
        if plan.wanted and plan.wanted.values["level"]
    ]
    subjects = [award.subject_id for award in given]
    known = {_day_of(award): award for award in Award.objects.filter(subject__in=subjects)}
    Award.objects.bulk_create(award for award in given if _day_of(award) not in known)
    owned = [
        (known[_day_of(award)], award.run)
        for award in given
        if award.run is not None and _day_of(award) in known and known[_day_of(award)].run_id is None
    ]
    for award, run in owned:
        award.run = run
    Award.objects.bulk_update([award for award, _ in owned], ["run"])


def _day_of(award: Award) -> tuple[int, str, dt.date]:
    return award.subject_id, award.journey_code, award.awarded_on
