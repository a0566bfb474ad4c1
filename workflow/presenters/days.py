"""Days and times in words."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format

from workflow.models import Run

DAYS_UNTIL_MONTHS = 90  # a longer time is said in months
DAYS_IN_A_MONTH = 30.4


def day(when: dt.date | dt.datetime | None) -> str:
    """ "3 March 2026", in the office's own time."""
    if when is None:
        return ""
    local = timezone.localtime(when) if isinstance(when, dt.datetime) else when
    return date_format(local, "j F Y")


def short_day(when: dt.date | dt.datetime | None) -> str:
    """ "3 Mar 2026", for tables."""
    if when is None:
        return ""
    return date_format(timezone.localtime(when) if isinstance(when, dt.datetime) else when, "j M Y")


def moment(when: dt.datetime) -> str:
    """ "3 March 2026, 14:05"."""
    return date_format(timezone.localtime(when), "j F Y, H:i")


def waiting_since(run: Run, *, now: dt.datetime) -> str:
    """ "since 3 March 2026, 12 days"; for a run brought in without its day "since before 3 March 2026"."""
    if not run.entered_is_known:
        return f"since before {day(run.entered_at)}"
    days = (timezone.localdate(now) - timezone.localdate(run.entered_at)).days
    length = "1 day" if days == 1 else f"{days} days"
    return f"since {day(run.entered_at)}, {length}" if days else "since today"


def here_since(run: Run) -> str:
    """ "3 Mar 2026" or "before 3 Mar 2026", for tables."""
    return short_day(run.entered_at) if run.entered_is_known else f"before {short_day(run.entered_at)}"


def left_until(due: dt.date | None, *, today: dt.date) -> str:
    """ "about 22 months from today", "23 days from today", "today", "3 days ago"."""
    if due is None:
        return ""
    days = (due - today).days
    if days == 0:
        return "today"
    if days > DAYS_UNTIL_MONTHS:
        return f"about {round(days / DAYS_IN_A_MONTH)} months from today"
    unit = "day" if abs(days) == 1 else "days"
    return f"{days} {unit} from today" if days > 0 else f"{-days} {unit} ago"
