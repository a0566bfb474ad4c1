"""The office's log of calls, visits and e-mails. Never shown to the subject."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from awards.models import Application, ContactLog, Person
from workflow.refusals import Refused
from workflow.tracking import activity, note_activity


class CannotLog(Refused):
    """A line that says too little, or happened in the future."""


@transaction.atomic
def log_contact(
    application: Application,
    *,
    kind: str,
    line: str,
    by: Person,
    now: dt.datetime,
    with_whom: str = "",
    next_step: str = "",
    next_on: dt.date | None = None,
    happened_at: dt.datetime | None = None,
) -> ContactLog:
    """Write one line down: what was said, with whom, and what comes next by when. Raises CannotLog."""
    if not line.strip():
        raise CannotLog("Write in a line what was said.")
    if next_on and not next_step.strip():
        raise CannotLog("Say what is to be done on that day, or leave the day empty.")
    if happened_at and happened_at > now:
        raise CannotLog("That lies in the future. Give a time up to now.")
    note_activity([application.run_id], what=activity.HEARD, now=happened_at or now)
    return ContactLog.objects.create(
        subject=application.subject,
        application=application,
        kind=kind,
        with_whom=with_whom.strip(),
        line=line.strip(),
        next_step=next_step.strip(),
        next_on=next_on,
        happened_at=happened_at or now,
        written_by=by,
        written_at=now,
    )


@transaction.atomic
def mark_done(entry: ContactLog, *, now: dt.datetime) -> None:
    """The next step of a line is done. Done twice it stays as it was."""
    ContactLog.objects.filter(pk=entry.pk, next_done_at=None).exclude(next_step="").update(next_done_at=now)
