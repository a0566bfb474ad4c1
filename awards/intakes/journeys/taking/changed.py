"""One journey that is here already becomes what the list says now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from awards.intakes.journeys.awards_held import change_award, follow_step
from awards.intakes.journeys.columns import AWARD, LEAD, OFFICER, PLACE, SECOND
from awards.intakes.journeys.here import Here
from awards.intakes.journeys.plans import Plan, arrival_of, said
from awards.intakes.journeys.wanted import Wanted
from awards.models import Application, Contact, Person
from awards.services.people.leads import take_the_lead
from awards.services.people.parts import begin_part, close_part, lock_run
from workflow.models import Run
from workflow.services import bring_in_again


def change_one(plan: Plan, people: Mapping[str, Person], *, by: Person | None, now: dt.datetime) -> None:
    """Do what differs, and keep what the line says for the next list. Raises what the engine refuses."""
    wanted, here = plan.wanted, plan.here
    if wanted is None or here is None:
        return
    lock_run(here.application)
    changes = set(plan.changes)
    if changes & set(PLACE):
        bring_in_again(here.run, arrival_of(plan), actor=by, now=now)
        follow_step(wanted, here)
    if changes & set(LEAD):
        person = people[wanted.values["lead_email"]]
        take_the_lead(here.application, person=person, by=by, now=now)
    if changes & set(SECOND):
        _change_second(here, people[wanted.values["second_email"]], by=by, now=now)
    if changes & set(AWARD):
        change_award(wanted, here, now=now)
    if changes & set(OFFICER):
        Run.objects.filter(pk=here.run.pk).update(officer=plan.officer)
    _keep(here.application, wanted)


def _change_second(here: Here, person: Person, *, by: Person | None, now: dt.datetime) -> None:
    if before := here.contacts.get(Contact.SECOND):
        close_part(before, by=by, now=now)
    begin_part(here.application, person=person, role=Contact.SECOND, now=now)


def _keep(application: Application, wanted: Wanted) -> None:
    application.listed = {**application.listed, **said(wanted)}
    application.save(update_fields=["listed"])
