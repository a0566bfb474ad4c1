"""Incidents in words: what went wrong, how long ago, who sees to it, and what there is to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from awards.models import Person
from workflow.incidents import message_key_of
from workflow.models import Incident


@dataclass(frozen=True)
class IncidentLine:
    """An open incident. ``mend``: words of the button that mends it; ``look``: a page to look at first, or empty."""

    incident: Incident
    age: str
    owner: str
    is_mine: bool
    mend: str
    look: str


def incident_lines(incidents: list[Incident], *, person: Person, now: dt.datetime) -> list[IncidentLine]:
    """Incidents for one person's page."""
    return [
        IncidentLine(
            incident=incident,
            age=_age(incident.opened_at, now=now),
            owner=str(incident.owner) if incident.owner else "",
            is_mine=incident.owner_id == person.pk,
            mend="Try again" if incident.job else "It is seen to",
            look=_look(incident),
        )
        for incident in incidents
    ]


def _look(incident: Incident) -> str:
    key = message_key_of(incident)
    return reverse("workflow:message", args=[key]) if key else ""


def _age(since: dt.datetime, *, now: dt.datetime) -> str:
    days = (timezone.localdate(now) - timezone.localdate(since)).days
    if days <= 0:
        return "today"
    return "since yesterday" if days == 1 else f"for {days} days"
