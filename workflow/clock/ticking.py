"""One tick of the clock: all that time brings about."""

from __future__ import annotations

import datetime as dt
import traceback
from dataclasses import dataclass

from django.utils import timezone

from workflow import incidents
from workflow.clock.asking import withdraw_pointless_prompts
from workflow.clock.daily import enqueue_daily
from workflow.clock.pointless import recall_pointless_reminders
from workflow.clock.sweeping import Swept, sweep
from workflow.messages import leave_due
from workflow.models import Run
from workflow.queue import Once, task
from workflow.stops import lift_due

BROKEN_OFF = "tick:all"  # the key of its incident
AT_MOST = 1_000  # runs that the schedule looks at in one tick: fewer than fit into the time of a job


@dataclass(frozen=True)
class Ticked:
    """What a tick did. recalled: reminders that had become pointless; withdrawn: prompts likewise. lifted: stops of the
    post whose day was over. released: mail whose time to leave had come. daily: parts of the day that were handed over.
    """

    swept: Swept
    recalled: int = 0
    withdrawn: int = 0
    lifted: int = 0
    released: int = 0
    daily: int = 0

    @property
    def counts(self) -> dict[str, int]:
        own = {name: value for name, value in vars(self).items() if name != "swept"}
        return {**vars(self.swept), **own}


def tick(*, now: dt.datetime, at_most: int | None = None) -> Ticked:
    """Do what is due: end pauses, take what the clock takes, remind, lift stops, let mail go, hand over the day's parts.

    Two at once do the work once. ``at_most``: how many runs are looked at; the rest waits for the next tick.
    """
    recalled = recall_pointless_reminders(now=now)
    withdrawn = withdraw_pointless_prompts(now=now)
    lifted = lift_due(now=now).stops
    swept = sweep(now=now, at_most=at_most)
    return Ticked(swept, recalled, withdrawn, lifted, leave_due(now=now), enqueue_daily(now=now))


def tick_now() -> dict[str, int]:
    """What the schedule calls every minute. A round that breaks off is an incident until one comes to its end."""
    now = timezone.now()
    try:
        ticked = tick(now=now, at_most=AT_MOST)
    except Exception:
        incidents.open_incident(
            BROKEN_OFF,
            summary="The clock broke off in the middle of its round",
            detail=f"It tries again every minute.\n\n{traceback.format_exc(limit=-8)}",
            now=now,
        )
        raise
    incidents.close(BROKEN_OFF, now=now)
    return ticked.counts


@task
def tick_again(once: Once) -> None:
    """One more round, asked for by a person."""
    tick_now()
    with once.finishing():
        pass  # each run was dealt with in its own transaction


def look_again(run_id: int, *, now: dt.datetime) -> None:
    """Have the clock look at a run in its next round, also one that was set aside until the next day."""
    Run.objects.filter(pk=run_id, finished_at=None).update(look_on=timezone.localdate(now))
