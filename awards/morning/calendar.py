"""The days that bound a morning. One query each."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from awards.morning.parts import Days
from workflow.calendars import calendars_for

AHEAD = dt.timedelta(days=7)  # as the list's filter “in the next 7 days”


def days_of(now: dt.datetime) -> Days:
    """Of the present moment."""
    today = timezone.localdate(now)
    since = calendars_for([""])[""].add_working_days(today, -1)
    return Days(today, since, today + AHEAD)


def is_working_day(day: dt.date) -> bool:
    """Whether the office works on a day."""
    return calendars_for([""])[""].is_working_day(day)


def next_working_day(day: dt.date) -> dt.date:
    """The first working day after a day."""
    return calendars_for([""])[""].add_working_days(day, 1)
