"""What somebody answers to a reminder by its link, and what follows."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from awards.models import Contact, HandOver, Item
from awards.services.people import propose
from awards.services.people.leading import ask_who_leads
from workflow import clock, requests
from workflow.models import ExtensionRequest, Respite
from workflow.refusals import NotReady
from workflow.tracking import activity, note_activity

QUIET_AT_MOST = dt.timedelta(days=42)  # our default, no public source
ASKED_FOR_QUIET = "not-now"


@transaction.atomic
def be_quiet_until(contact: Contact, *, day: dt.date, words: str, now: dt.datetime) -> Respite:
    """Send no reminders before a day. The office sees it, with what they wrote. What is due stays due.

    Raises NotReady for a day that is not to come, or too far away.
    """
    today = timezone.localdate(now)
    if day <= today:
        raise NotReady("That day is not in the future. Give a day after today.")
    if day > today + QUIET_AT_MOST:
        last = date_format(today + QUIET_AT_MOST, "j F Y")
        raise NotReady(f"We can be quiet until {last} at most. Ask for more time if you need longer.")
    run = contact.application.run
    respite = clock.rest(
        run, through=day - dt.timedelta(days=1), why=ASKED_FOR_QUIET, by=contact.person, now=now
    )
    said = f" They wrote: {words}" if words else ""
    clock.prompt(
        run,
        ASKED_FOR_QUIET,
        words=f"{contact.person} asked for no reminders before {date_format(day, 'j F Y')}.{said}",
        now=now,
    )
    note_activity([run.pk], what=activity.HEARD, now=now)
    return respite


@transaction.atomic
def somebody_else_leads(
    contact: Contact, *, name: str, email: str, words: str, now: dt.datetime
) -> HandOver | Item:
    """Somebody else leads now: where it is said who, a hand-over is proposed; else the office asks who leads.

    A reminder may have been passed on, so the link confirms nothing: whoever leads agrees by a mail of their own.
    Raises NoHandOver.
    """
    run = contact.application.run
    note_activity([run.pk], what=activity.HEARD, now=now)
    if email:
        return propose(
            contact.application,
            name=name or email,
            email=email,
            by=contact.person,
            now=now,
            why=words,
            by_link=True,
        )
    who = f" {name}?" if name else ""
    said = f" They wrote: {words}" if words else ""
    return ask_who_leads(run, why=f"{contact.person} says that somebody else leads now.{who}{said}", now=now)


def ask_for_more_time(
    contact: Contact, *, wanted_on: dt.date, reason: str, words: str, now: dt.datetime
) -> ExtensionRequest:
    """More time, asked for by link. Raises NotReady."""
    return requests.ask_for_time(
        contact.application.run,
        wanted_on=wanted_on,
        reason=reason,
        words=words,
        by=None,
        asked_as=contact.person.email,
        now=now,
    )
