"""Lets the clock tick on days, and tells what came of it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from workflow.clock import tick
from workflow.models import Message, Prompt, ReminderSent, Run

DAY = dt.timedelta(days=1)


def at(day, hour=10):
    day = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def tick_through(begins, ends):
    """A tick on each day, both included."""
    day, last = dt.date.fromisoformat(begins), dt.date.fromisoformat(ends)
    while day <= last:
        tick(now=at(day))
        day += DAY


def tick_on(*days):
    return [tick(now=at(day)) for day in days][-1]


def mails(**chosen):
    """Day, rung and addressee of each reminder, in order."""
    return [
        (
            f"{timezone.localdate(mail.queued_at):%m-%d}",
            mail.key.split(":")[4],
            mail.to_email.partition("@")[0],
        )
        for mail in Message.objects.filter(is_reminder=True, **chosen).order_by("queued_at", "pk")
    ]


def fates(run):
    rows = ReminderSent.objects.filter(run=run).order_by("due_on", "pk")
    return [(sent.rung, sent.fate) for sent in rows]


def asked(run):
    return list(Prompt.objects.filter(run=run, done_at=None).order_by("pk").values_list("code", "words"))


def look_on(run):
    return Run.objects.get(pk=run.pk).look_on
