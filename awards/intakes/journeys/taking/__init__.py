"""Does what was examined: new journeys set by set, changed ones one by one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from awards.intakes.handling import OthersMeanwhile
from awards.intakes.journeys.columns import LEAD, SECOND
from awards.intakes.journeys.plans import Plan
from awards.intakes.journeys.taking.anew import begin_all
from awards.intakes.journeys.taking.changed import change_one
from awards.intakes.journeys.taking.people import people_for
from awards.intakes.registry import CHANGED, NEW
from awards.models import Application, Person, RegisterEntry, SchoolUrn
from workflow.stops import stop_mail_many

WHY = "brought-in"


def take_in(plans: Iterable[Plan], *, file_name: str, by: Person | None, now: dt.datetime) -> dict[str, Any]:
    """Bring in what is new, with its post stopped, and change what differs. In the caller's transaction.

    Raises OthersMeanwhile when a school began a journey by itself in this very moment, and what the engine refuses.
    """
    plans = list(plans)
    new = [plan for plan in plans if plan.fate == NEW]
    changed = [plan for plan in plans if plan.fate == CHANGED]
    _hold_the_schools(new)
    people = people_for([*new, *(plan for plan in changed if {*LEAD, *SECOND} & set(plan.changes))])
    batch = uuid.uuid4()
    applications = begin_all(new, people, by=by, now=now, batch=batch)
    stop_mail_many(
        [application.run for application in applications],
        why=WHY,
        words=f"Brought in from {file_name}: nothing is written to the school before the office says so."[
            :250
        ],
        by=by,
        now=now,
        batch=batch,
    )
    for plan in changed:
        change_one(plan, people, by=by, now=now)
    return {"new": len(new), "changed": len(changed), "batch": str(batch)}


def _hold_the_schools(plans: Sequence[Plan]) -> None:
    """Nobody registers one of these schools until we are through; nobody did since they were looked at."""
    entries = [plan.entry.pk for plan in plans if plan.entry]
    list(RegisterEntry.objects.select_for_update().filter(pk__in=entries).order_by("pk").values_list("pk"))
    unknown = [plan.entry.pk for plan in plans if plan.entry and plan.school is None]
    known = [plan.school.pk for plan in plans if plan.school]
    seen = {plan.here.run.pk for plan in plans if plan.here}
    has_come = SchoolUrn.objects.filter(entry__in=unknown, until=None).exists()
    began = Application.objects.filter(subject__in=known, run__finished_at=None).exclude(run__in=seen)
    codes = {plan.wanted.journey.code for plan in plans if plan.wanted}
    if has_come or began.filter(run__journey_code__in=codes).exists():
        raise OthersMeanwhile(
            "One of these schools registered here in this very moment. Nothing was taken in: look again."
        )
