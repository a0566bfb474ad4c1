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
