"""Trying again what went wrong: for each kind of incident its own way, from one button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from workflow import incidents
from workflow.clock import look_again, tick_again
from workflow.messages import message_by_key, send_again
from workflow.models import Incident
from workflow.queue import enqueue, retry
from workflow.refusals import NotReady

JOB, MAIL, RUN_OF_THE_CLOCK, CLOCK = "job", "mail", "clock", "tick"

TryAgain = Callable[[Incident, Any, dt.datetime], None]


@dataclass(frozen=True)
class Remedy:
    """How a kind of incident is mended. ``label``: words of the button; ``told``: what is said once it was pressed.

    ``try_again(incident, by, now)`` raises a Refused that says what to do where it cannot be tried.
    """

    label: str
    told: str
    try_again: TryAgain


_remedies: dict[str, Remedy] = {}


def register_remedy(kind: str, remedy: Remedy) -> None:
    """Say how incidents are mended whose key begins with a word and a colon. Asked when the application is ready."""
    _remedies[kind] = remedy


def remedy_for(incident: Incident) -> Remedy | None:
    """How an incident can be tried again; None: a person sees to it in their own way. No query."""
    if incident.job_id is not None:
        return _remedies[JOB]
    return _remedies.get(incident.key.partition(":")[0])


@transaction.atomic
def try_again(incident: Incident, *, by: Any, now: dt.datetime) -> str:
    """Try again what an incident is about, and close it: it comes back if that fails. Answers what to tell.

    Raises NotReady where there is nothing to try, and what the remedy raises.
    """
    remedy = remedy_for(incident)
    if remedy is None:
        raise NotReady("Waymark cannot try this again. See to it, and mark it as seen to.")
    remedy.try_again(incident, by, now)
    incidents.close(incident.key, now=now, by=by)
    return remedy.told


def number_in(incident: Incident) -> int:
    """The key of what an incident is about. Raises NotReady for a key without one."""
    number = incident.key.partition(":")[2]
    if not number.isdecimal():
        raise NotReady("What this is about is not here any more. Mark it as seen to.")
    return int(number)


def _run_job(incident: Incident, by: Any, now: dt.datetime) -> None:
    if incident.job is not None:
        retry(incident.job)


def _send(incident: Incident, by: Any, now: dt.datetime) -> None:
    send_again(message_by_key(number_in(incident)), by=by, now=now)


def _look_again(incident: Incident, by: Any, now: dt.datetime) -> None:
    look_again(number_in(incident), now=now)


def _tick(incident: Incident, by: Any, now: dt.datetime) -> None:
    enqueue(tick_again, key=f"tick:{incident.pk}", now=now)


_COMES_BACK = "If it fails once more, it comes back here."
_TRIED = f"It is being tried again. {_COMES_BACK}"

register_remedy(JOB, Remedy("Try again", _TRIED, _run_job))
register_remedy(MAIL, Remedy("Send it again", "The email is on its way again.", _send))
register_remedy(
    RUN_OF_THE_CLOCK,
    Remedy("Have the clock look again", f"The clock looks at it within a minute. {_COMES_BACK}", _look_again),
)
register_remedy(CLOCK, Remedy("Try again", _TRIED, _tick))
