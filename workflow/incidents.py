"""What went wrong where nobody was looking, made visible work for a person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from workflow.models import Incident, Job, Run


def open_incident(
    key: str,
    *,
    summary: str,
    now: dt.datetime,
    detail: str = "",
    job: Job | None = None,
    run: Run | None = None,
) -> Incident:
    """Open an incident, or renew the words of the one that is open for the key."""
    incident, _ = Incident.objects.update_or_create(
        key=key,
        closed_at=None,
        defaults={"summary": summary, "detail": detail, "job": job, "run": run},
        create_defaults={"summary": summary, "detail": detail, "job": job, "run": run, "opened_at": now},
    )
    return incident


def close(key: str, *, now: dt.datetime, by: Any = None) -> None:
    """Close the open incident for a key, if there is one."""
    Incident.objects.filter(key=key, closed_at=None).update(closed_at=now, closed_by=by)


def take_on(incident: Incident, *, by: Any) -> None:
    """Somebody sees to it from now on, also where somebody else did."""
    Incident.objects.filter(pk=incident.pk, closed_at=None).update(owner=by)


def give_back(incident: Incident, *, by: Any) -> None:
    """Whoever sees to it no longer does."""
    Incident.objects.filter(pk=incident.pk, closed_at=None, owner=by).update(owner=None)


def key_of_message(message_id: int) -> str:
    """The key of the incident of a message that failed."""
    return f"mail:{message_id}"


def message_key_of(incident: Incident) -> int | None:
    """The key of the message that an incident is about; None when it is about something else."""
    kind, _, key = incident.key.partition(":")
    return int(key) if kind in {"mail", "complaint"} and key.isdecimal() else None
