"""Incidents in words: what went wrong, how long ago, who sees to it, and what there is to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from awards.models import Person
from workflow.incidents import message_key_of
from workflow.mending import remedy_for
from workflow.models import Incident


@dataclass(frozen=True)
class IncidentLine:
    """An open incident. ``again``: words of the button that tries it again, or empty; ``look``: a page to look at first."""

    incident: Incident
    age: str
    owner: str
    is_mine: bool
    again: str
    look: str


def incident_lines(incidents: list[Incident], *, person: Person, now: dt.datetime) -> list[IncidentLine]:
    """Incidents for one person's page."""
    return [
        IncidentLine(
            incident=incident,
            age=age_in_words(incident.opened_at, now=now),
            owner=str(incident.owner) if incident.owner else "",
            is_mine=incident.owner_id == person.pk,
            again=remedy.label if (remedy := remedy_for(incident)) else "",
            look=_look(incident),
        )
        for incident in incidents
    ]


def _look(incident: Incident) -> str:
    key = message_key_of(incident)
    return reverse("workflow:message", args=[key]) if key else ""


def age_in_words(since: dt.datetime, *, now: dt.datetime) -> str:
    days = (timezone.localdate(now) - timezone.localdate(since)).days
    if days <= 0:
        return "today"
    return "since yesterday" if days == 1 else f"for {days} days"
