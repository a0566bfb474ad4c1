"""The office's log of calls, visits and e-mails. Never shown to the subject."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from awards.models import Application, ContactLog, Person
from workflow import clock
from workflow.calendars import calendars_for
from workflow.models import Run
from workflow.refusals import Refused
from workflow.tracking import activity, note_activity

REST = 5  # school days
IN_TOUCH = "contact"


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
    """Write one line down: what was said, with whom, and what comes next by when. Raises CannotLog.

    After a call, a visit or an email reminders rest for five school days (our default, no public source).
    """
    if not line.strip():
        raise CannotLog("Write in a line what was said.")
    if next_on and not next_step.strip():
        raise CannotLog("Say what is to be done on that day, or leave the day empty.")
    if happened_at and happened_at > now:
        raise CannotLog("That lies in the future. Give a time up to now.")
    if kind != ContactLog.NOTE:
        note_activity([application.run_id], what=activity.HEARD, now=happened_at or now)
        _let_rest(application.run, since=timezone.localdate(happened_at or now), by=by, now=now)
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


def _let_rest(run: Run, *, since: dt.date, by: Person, now: dt.datetime) -> None:
    if run.finished_at is None:
        calendar = calendars_for([run.area])[run.area]
        clock.rest(run, through=calendar.add_term_days(since, REST), why=IN_TOUCH, by=by, now=now)


@transaction.atomic
def mark_done(entry: ContactLog, *, now: dt.datetime) -> None:
    """The next step of a line is done. Done twice it stays as it was."""
    ContactLog.objects.filter(pk=entry.pk, next_done_at=None).exclude(next_step="").update(next_done_at=now)
