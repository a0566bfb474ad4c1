"""Why a journey stands out, and whose time its age was, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from awards.parties import OUTSIDE, PARTIES
from workflow.history import lines_of, stays_in
from workflow.models import Activity, Run, StepPace, TransitionRecord
from workflow.presenters import day
from workflow.tracking import OVER_ALLOWANCE, OVERDUE, SLOW, Stalled, age_of, pace_of, why_stalled

_DONE = {
    "signed_in": "signed in",
    "saved": "wrote something",
    "handed_in": "handed something in",
    "heard": "was heard: a call, a visit or a reply",
}
_PARTIES = {party.code: party.label for party in PARTIES}


def paces(runs: Iterable[Run]) -> dict[tuple[str, str, str], StepPace]:
    """The paces of the steps in which runs stand. One query."""
    return dict(pace_of((run.journey_code, run.edition, run.state) for run in runs))


def reasons_of(
    run: Run, *, paces: Mapping[tuple[str, str, str], StepPace], now: dt.datetime, activity: Activity | None
) -> list[str]:
    """Why a journey stands out, the worst first; nothing where it does not."""
    found = why_stalled(
        run,
        now=now,
        silent_days=settings.SILENT_DAYS,
        outside=OUTSIDE,
        last_at=activity.last_at if activity else None,
        pace=paces.get((run.journey_code, run.edition, run.state)),
    )
    return [_in_words(one, run) for one in found]


def activity_of(run: Run) -> Activity | None:
    """What came with the run; None where nobody has done anything yet."""
    found: Activity | None = getattr(run, "activity", None)
    return found


def tracking_parts(run: Run, records: Sequence[TransitionRecord], *, now: dt.datetime) -> dict[str, Any]:
    """For the run's page at the office: why it stands out, when they were last heard of, and its age. Two queries."""
    activity = activity_of(run)
    return {
        "stands_out": reasons_of(run, paces=paces([run]), now=now, activity=activity),
        "last_heard": f"{day(activity.last_at)}: {_DONE.get(activity.what, activity.what)}"
        if activity
        else "",
        "age": age_rows(run, records, now=now),
    }


def age_rows(run: Run, records: Iterable[TransitionRecord], *, now: dt.datetime) -> list[dict[str, str]]:
    """Whose time it was: a line for each party and for pauses."""
    age = age_of(run, stays_in(lines_of(records)), now=now)
    lines = [
        (f"Waiting on {_PARTIES.get(code, code).lower()}", days)
        for code, days in age.by_party.items()
        if code in _PARTIES and days
    ]
    lines += [("Paused", age.paused), ("Before it was brought in here", age.unknown), ("In all", age.total)]
    return [{"key": key, "value": _days(days)} for key, days in lines if days]


def _in_words(one: Stalled, run: Run) -> str:
    if one.kind is OVERDUE:
        return f"{_days(one.days)} late"
    if one.kind is SLOW and one.than_most:
        others = "schools at this step" if run.waits_for == "school" or run.area else "at this step"
        return f"Longer than 9 of 10 {others}"
    if one.kind is SLOW and not run.declared_state.allowance:
        return "Slow for this step"
    if one.kind in (SLOW, OVER_ALLOWANCE):
        return f"Over the {run.declared_state.allowance} days for this step"
    return f"Silent for {_days(one.days)}"


def _days(number: int) -> str:
    return f"{number:,} day" if number == 1 else f"{number:,} days"
