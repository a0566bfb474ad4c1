"""The person who takes every step, and the runs on which she may."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import Permission

from awards.models import Application, Contact, Person, Subject
from bench.models import Readiness
from workflow import services
from workflow.journey import Journey
from workflow.models import Run


def walker() -> Person:
    """The one who leads every run here and may change every row. Her permissions are read and kept in memory."""
    person, _ = Person.objects.get_or_create(email="walker@bench.example", defaults={"name": "Wilma Walker"})
    person.user_permissions.set(
        Permission.objects.filter(content_type__app_label="bench", codename="change_row")
    )
    return Person.objects.get(pk=person.pk)


def start_runs(journey: type[Journey], number: int, *, lead: Person, now: dt.datetime) -> list[Run]:
    """So many runs of the journey, each ready and led by the person."""
    subject, _ = Subject.objects.get_or_create(kind=Subject.ORGANISATION, name="Bench")
    runs = [services.start(journey, actor=None, now=now, label="Bench") for _ in range(number)]
    Readiness.objects.bulk_create(Readiness(run=run, is_ready=True) for run in runs)
    applications = Application.objects.bulk_create(Application(run=run, subject=subject) for run in runs)
    Contact.objects.bulk_create(
        Contact(application=application, person=lead, role=Contact.LEAD, since=now.date())
        for application in applications
    )
    return runs
