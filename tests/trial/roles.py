"""Roles of the trial journey: kept in the run's own opaque words, so that they need no tables."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from workflow.journey import Party, Role
from workflow.models import Run

TEAM = Party("team", "Team")
OFFICE = Party("office", "Office")


def _led_by(person: Any) -> QuerySet[Run]:
    return Run.objects.filter(kind=_lead(person))


def _in_the_care_of(person: Any) -> QuerySet[Run]:
    return Run.objects.filter(officer_id=person.pk)


def _lead(person: Any) -> str:
    return f"led by {person.pk}"


def make_lead(person: Any, *runs: Run) -> None:
    Run.objects.filter(pk__in=[run.pk for run in runs]).update(kind=_lead(person))


def make_officer(person: Any, *runs: Run) -> None:
    Run.objects.filter(pk__in=[run.pk for run in runs]).update(officer=person)


LEAD = Role("trial_lead", "Team lead", _led_by)
OFFICER = Role("trial_officer", "Officer", _in_the_care_of)
