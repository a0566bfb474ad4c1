"""Begins a run."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from workflow.deadlines import Entered, deadlines
from workflow.journey import SYSTEM, Journey
from workflow.models import Run, TransitionRecord
from workflow.records import GENESIS, Entry, Place, Words, new_run_ids, new_salt, write_first
from workflow.refusals import NotReady
from workflow.services.places import place, wrong_times


@transaction.atomic
def start(
    journey: type[Journey],
    *,
    actor: Any,
    now: dt.datetime,
    role: str = SYSTEM.code,
    happened_at: dt.datetime | None = None,
    note: str = "",
    label: str = "",
    area: str = "",
    kind: str = "",
    officer: Any = None,
) -> Run:
    """Start a run in the journey's first state, with its first record. Raises NotReady for a wrong time.

    Who may start is for the caller to decide: there is no run yet on which anybody could hold a role.
    """
    happened = happened_at or now
    if reasons := wrong_times(happened, now=now, note=note):
        raise NotReady(*reasons)
    (run_id,) = new_run_ids(1)
    entry = Entry(
        run_id=run_id,
        seq=1,
        previous=GENESIS,
        kind=TransitionRecord.STARTED,
        transition="",
        source="",
        target=journey.initial.name,
        actor_id=actor.pk if actor else None,
        role=role if actor else SYSTEM.code,
        happened_at=happened,
        recorded_at=now,
        note=note,
        salt=new_salt(),
    )
    words = words_of(journey, label=label, area=area, kind=kind, officer=officer)
    entered = Entered(run_id, journey, journey.initial, timezone.localdate(happened), area)
    (deadline,) = deadlines([entered])
    due_on = deadline.day if deadline else None
    here = place(journey.initial, started_at=happened, entered_at=happened, due_on=due_on)
    (run,) = begin([entry], [here], words=[words])
    return run


def words_of(journey: type[Journey], *, label: str, area: str, kind: str, officer: Any) -> Words:
    """What a new run is called."""
    return Words(
        public_id=uuid.uuid4(),
        journey_code=journey.code,
        edition=journey.edition,
        label=label,
        area=area,
        kind_of_run=kind,
        officer_id=officer.pk if officer else None,
    )


def begin(entries: Sequence[Entry], places: Sequence[Place], *, words: Sequence[Words]) -> list[Run]:
    """Write first records and their runs, and read the runs, in the order given."""
    write_first(entries, places, words)
    runs = Run.objects.in_bulk([entry.run_id for entry in entries])
    return [runs[entry.run_id] for entry in entries]
