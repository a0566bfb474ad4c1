"""What makes a run stalled. Derived from dates, never stored. A run whose clock stands still is not stalled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from workflow.models import Activity, Run, StepPace
from workflow.registry import all_journeys


@dataclass(frozen=True)
class Kind:
    """A way to be stalled. ``label`` is the office's word for it; ``by`` orders such runs, the worst first."""

    code: str
    label: str
    by: str = "entered_at"


OVERDUE = Kind("overdue", "Overdue", by="due_on")
SLOW = Kind("slow", "Unusually slow for the step", by="slow_on")
OVER_ALLOWANCE = Kind("allowance", "Over the time the edition allows", by="slow_on")
SILENT = Kind("silent", "Silent")
KINDS = (OVERDUE, SLOW, OVER_ALLOWANCE, SILENT)


@dataclass(frozen=True)
class Stalled:
    """That a run is stalled in a way, and for how many days."""

    kind: Kind
    days: int
    than_most: bool = False  # of slow: by the spells of others, not by the edition's allowance


def is_stalled(kind: Kind, *, now: dt.datetime, silent_days: int, outside: Collection[str]) -> Q:
    """The runs that are stalled in a way. Only runs that wait for somebody ``outside`` can be silent."""
    today = timezone.localdate(now)
    running = Q(finished_at=None, paused_at=None)
    if kind is OVERDUE:
        return running & Q(due_on__lt=today)
    if kind is SLOW:
        return running & Q(slow_on__lt=today)
    if kind is OVER_ALLOWANCE:
        return running & Q(entered_is_known=True) & _over_allowance(now)
    before = now - dt.timedelta(days=silent_days)
    heard = Activity.objects.filter(run=OuterRef("pk"), last_at__gte=before)
    return running & Q(waits_for__in=outside, entered_at__lt=before) & ~Q(Exists(heard))


def why_stalled(
    run: Run,
    *,
    now: dt.datetime,
    silent_days: int,
    outside: Collection[str],
    last_at: dt.datetime | None,
    pace: StepPace | None,
) -> list[Stalled]:
    """In which ways a run is stalled, the worst first. ``last_at``: of its activity; ``pace``: of its step, where known."""
    if run.finished_at or run.paused_at:
        return []
    today, found = timezone.localdate(now), []
    if run.due_on and run.due_on < today:
        found.append(Stalled(OVERDUE, (today - run.due_on).days))
    if run.slow_on and run.slow_on < today:
        found.append(Stalled(SLOW, (today - run.slow_on).days, than_most=pace is not None))
    allowance = run.declared_state.allowance
    here = (today - timezone.localdate(run.entered_at)).days
    if allowance and run.entered_is_known and here > allowance and not _says_so(found):
        found.append(Stalled(OVER_ALLOWANCE, here - allowance))
    heard = max(run.entered_at, last_at) if last_at else run.entered_at
    quiet = (now - heard).days
    if run.waits_for in outside and quiet >= silent_days:
        found.append(Stalled(SILENT, quiet))
    return found


def _says_so(found: Collection[Stalled]) -> bool:
    return any(one.kind is SLOW and not one.than_most for one in found)


def _over_allowance(now: dt.datetime) -> Q:
    over = Q(pk__in=[])
    for journey in all_journeys():
        for name, state in journey.states.items():
            if state.allowance:
                first = timezone.localdate(now) - dt.timedelta(days=state.allowance)
                begin = timezone.make_aware(dt.datetime.combine(first, dt.time()))
                over |= Q(
                    journey_code=journey.code, edition=journey.edition, state=name, entered_at__lt=begin
                )
    return over
