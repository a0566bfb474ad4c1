"""Brings in runs that were under way before they were kept here."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from workflow.calendar import Calendar
from workflow.deadlines import Entered, deadlines
from workflow.journey import SYSTEM, BroughtIn, Journey, State
from workflow.models import Run, TransitionRecord
from workflow.records import GENESIS, Entry, Place, new_run_ids, new_salt
from workflow.refusals import NotReady, NotYours, held_roles
from workflow.services.places import place
from workflow.services.starting import begin, words_of
from workflow.services.writing import bring_up_to_date, locked, next_entry, write

HISTORY = "not held"


@dataclass(frozen=True)
class Arrival:
    """Where a run stands that is brought in. A day that is None is not known.

    started_on: when it began. entered_on: since when it is in its state. due_on: agreed elsewhere, stands instead of
    the rule's. The others are the run's words.
    """

    state: State
    started_on: dt.date | None
    entered_on: dt.date | None
    due_on: dt.date | None = None
    label: str = ""
    area: str = ""
    kind: str = ""
    officer: Any = None
    note: str = ""


@transaction.atomic
def bring_in(
    journey: type[Journey],
    arrivals: Sequence[Arrival],
    *,
    actor: Any,
    now: dt.datetime,
    batch: uuid.UUID | None = None,
) -> list[Run]:
    """Begin runs midway, each by one record that says that its earlier history is not held. No effect is done.

    All or none, in the order given; the number of statements does not grow with theirs. ``actor`` None is Waymark
    itself. Raises NotReady with a sentence for each arrival that cannot be, NotYours when the actor may not bring in.
    """
    by = _declared(journey)
    today = timezone.localdate(now)
    if faults := [
        fault for arrival in arrivals for fault in faults_of_arrival(journey, arrival, today=today)
    ]:
        raise NotReady(*faults)
    if not arrivals:
        return []
    entries = [
        Entry(
            run_id=run_id,
            seq=1,
            previous=GENESIS,
            kind=TransitionRecord.BROUGHT_IN,
            transition="",
            source="",
            target=arrival.state.name,
            actor_id=actor.pk if actor else None,
            role=by.by.code if actor else SYSTEM.code,
            happened_at=_happened(arrival, now=now),
            recorded_at=now,
            detail=_detail(arrival),
            batch=batch,
            note=arrival.note.strip(),
            salt=new_salt(),
        )
        for run_id, arrival in zip(new_run_ids(len(arrivals)), arrivals, strict=True)
    ]
    words = [
        words_of(journey, label=arrival.label, area=arrival.area, kind=arrival.kind, officer=arrival.officer)
        for arrival in arrivals
    ]
    runs = begin(entries, _places(journey, arrivals, now=now), words=words)
    _must_hold(by, runs, actor)
    return runs


@transaction.atomic
def bring_in_again(run: Run, arrival: Arrival, *, actor: Any, now: dt.datetime) -> TransitionRecord:
    """Put right where a run was brought in, by one more record. Its words (label and the like) stay: they are the caller's.

    Raises NotReady when the run has gone on since, or for an arrival that cannot be; NotYours.
    """
    (found,) = locked([run])
    by = _declared(found.journey)
    _must_hold(by, [found], actor)
    kinds = set(found.records.order_by().values_list("kind", flat=True))
    if TransitionRecord.BROUGHT_IN not in kinds or kinds - {
        TransitionRecord.BROUGHT_IN,
        TransitionRecord.NOTED,
    }:
        raise NotReady(
            f"{found.label or 'This'} has its own history here since it was brought in, so where it stands is no longer"
            " taken from a list. Open it and take the next step there."
        )
    if faults := faults_of_arrival(found.journey, arrival, today=timezone.localdate(now)):
        raise NotReady(*faults)
    entry = next_entry(
        found,
        kind=TransitionRecord.BROUGHT_IN,
        target=arrival.state.name,
        actor=actor,
        role=by.by.code,
        happened=_happened(arrival, now=now),
        now=now,
        detail=_detail(arrival),
        note=arrival.note,
    )
    places = _places(found.journey, [replace(arrival, area=found.area)], now=now)
    records = write([found], entries=[entry], places=places)
    bring_up_to_date([run], written=[found])
    return records[run.pk]


def due_on_arrival(
    journey: type[Journey], arrival: Arrival, *, calendars: Mapping[str, Calendar]
) -> dt.date | None:
    """Until when what is asked of an arrival is due: the day agreed elsewhere, else the rule's where the day is known.

    ``calendars``: by area, as ``calendars_for`` reads them for many.
    """
    return _due_on(journey, [arrival], calendars=calendars)[0]


def faults_of_arrival(journey: type[Journey], arrival: Arrival, *, today: dt.date) -> list[str]:
    """Why an arrival cannot be, in sentences; none: it can. For previews, and asked again when it is brought in."""
    who = arrival.label or "One of them"
    faults = []
    into = _declared(journey).into_names
    if arrival.state.name not in into or journey.states[arrival.state.name].retired:
        places = ", ".join(
            f"“{journey.states[name].label}”" for name in into if not journey.states[name].retired
        )
        faults.append(f"{who} cannot be brought in at “{arrival.state.label}”. Choose one of {places}.")
    for words, on in (("It began", arrival.started_on), ("It came to this step", arrival.entered_on)):
        if on and on > today:
            faults.append(f"{who}: “{words}” lies in the future. Give a day up to today, or leave it empty.")
    if arrival.started_on and arrival.entered_on and arrival.entered_on < arrival.started_on:
        faults.append(f"{who} came to this step before it began. Look at the two days again.")
    return faults


def _declared(journey: type[Journey]) -> BroughtIn:
    if journey.brought_in is None:
        raise NotReady(
            f"Nothing can be brought into {journey.title}, {journey.edition}: start it at its beginning."
        )
    return journey.brought_in


def _must_hold(brought_in: BroughtIn, runs: Sequence[Run], actor: Any) -> None:
    if actor is None:
        return
    held = held_roles(actor, runs, [brought_in.by])
    if not all(held.values()):
        raise NotYours(f"Bringing in what is under way is for the {brought_in.by.label.lower()} to do.")


def _happened(arrival: Arrival, *, now: dt.datetime) -> dt.datetime:
    return _beginning_of(arrival.entered_on) if arrival.entered_on else now


def _detail(arrival: Arrival) -> dict[str, Any]:
    detail: dict[str, Any] = {
        "history": HISTORY,
        "entered_on": arrival.entered_on.isoformat() if arrival.entered_on else None,
        "started_on": arrival.started_on.isoformat() if arrival.started_on else None,
    }
    return detail | ({"due_on": arrival.due_on.isoformat()} if arrival.due_on else {})


def _due_on(
    journey: type[Journey], arrivals: Sequence[Arrival], *, calendars: Mapping[str, Calendar] | None = None
) -> list[dt.date | None]:
    """The history of an arrival is not held, so its rule counts from entering."""
    entered = [
        Entered(0, journey, journey.states[arrival.state.name], arrival.entered_on, arrival.area, anchors={})
        for arrival in arrivals
    ]
    found = deadlines(entered, calendars=calendars)
    return [
        arrival.due_on or (deadline.day if deadline else None)
        for arrival, deadline in zip(arrivals, found, strict=True)
    ]


def _places(journey: type[Journey], arrivals: Sequence[Arrival], *, now: dt.datetime) -> list[Place]:
    due = _due_on(journey, arrivals)
    return [_place(journey, arrival, due_on=day, now=now) for arrival, day in zip(arrivals, due, strict=True)]


def _place(journey: type[Journey], arrival: Arrival, *, due_on: dt.date | None, now: dt.datetime) -> Place:
    entered = _happened(arrival, now=now)
    return place(
        journey.states[arrival.state.name],
        started_at=_beginning_of(arrival.started_on) if arrival.started_on else entered,
        entered_at=entered,
        entered_is_known=arrival.entered_on is not None,
        due_on=due_on,
    )


def _beginning_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
