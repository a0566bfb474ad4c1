"""What would be done with one line: begin a journey midway, change one that is here, or nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from awards.intakes.journeys.columns import COMPARED, EARLIER, PLACE, label
from awards.intakes.journeys.here import Here
from awards.intakes.journeys.steps import ANCHORS, BEGINS_WITH, LEVELS
from awards.intakes.journeys.wanted import Wanted
from awards.intakes.registry import CHANGED, NEW, REJECTED, UNCHANGED, ExaminedLine
from awards.models import Person, RegisterEntry, School
from awards.register.phases import phase_of
from workflow.calendar import Calendar
from workflow.journey import State
from workflow.presenters import day as in_words
from workflow.services import Arrival, due_on_arrival, faults_of_arrival


@dataclass(frozen=True)
class Plan(ExaminedLine):
    """A line with all that is needed to do it. ``changes`` are the columns that become what the line says."""

    wanted: Wanted | None = None
    entry: RegisterEntry | None = None
    school: School | None = None
    here: Here | None = None
    officer: Person | None = None
    changes: tuple[str, ...] = ()

    @property
    def digest_text(self) -> str:
        """All that decides what is done, as one text."""
        return json.dumps(
            [
                self.number,
                self.fate,
                self.sentence,
                self.entry.urn if self.entry else None,
                self.school.pk if self.school else None,
                [self.here.run.pk, self.here.run.seq] if self.here else None,
                self.changes,
                dict(self.wanted.values) if self.wanted else None,
            ]
        )


def planned(
    plan: Plan, journeys: Sequence[Here], *, today: dt.date, calendars: Mapping[str, Calendar]
) -> Plan:
    """Decide what becomes of a line whose school is known, given the journeys that the school has here."""
    wanted = plan.wanted
    if wanted is None:
        return plan
    plan = replace(plan, facts=_facts(plan, wanted, calendars))
    here = _meant(wanted, journeys)
    if isinstance(here, str):
        return replace(plan, fate=REJECTED, sentences=(here,))
    if here is None:
        faults = faults_of_arrival(wanted.journey, arrival_of(plan), today=today)
        return replace(plan, fate=REJECTED if faults else NEW, sentences=tuple(faults))
    return _compared(replace(plan, here=here), wanted, here, today=today)


def arrival_of(plan: Plan) -> Arrival:
    """Where the engine is to bring a line's run in."""
    wanted = plan.wanted
    if wanted is None:
        raise ValueError("A line that could not be read brings nothing in.")
    return Arrival(
        state=wanted.state,
        started_on=wanted.day("registered"),
        entered_on=wanted.day("since"),
        due_on=wanted.day("due"),
        label=name_of(plan),
        area=area_of(plan),
        kind=phase_of(plan.entry),
        officer=plan.officer,
    )


def name_of(plan: Plan) -> str:
    if plan.school:
        return plan.school.subject.name
    return plan.entry.name if plan.entry else plan.title


def area_of(plan: Plan) -> str:
    if plan.school and plan.school.subject.area_id:
        return plan.school.subject.area_id
    return (plan.entry.area_id or "") if plan.entry else ""


def _meant(wanted: Wanted, journeys: Sequence[Here]) -> Here | str | None:
    """The journey that a line is about; None for one that is not here yet; a sentence where that cannot be."""
    of_programme = [here for here in journeys if here.run.journey_code == wanted.journey.code]
    if reference := wanted.values["reference"]:
        named = [here for here in of_programme if here.values["reference"] == reference.casefold()]
        if not named:
            return f"“{reference}” is not the reference of a journey of this school. Clear it, or look at the line again."
        return named[0]
    if not of_programme:
        return None
    here = of_programme[0]
    ended, registered = here.run.finished_at, wanted.day("registered")
    if ended and registered and registered > timezone.localdate(ended):
        return None
    return here


def _compared(plan: Plan, wanted: Wanted, here: Here, *, today: dt.date) -> Plan:
    differing = [key for key in COMPARED if wanted.values[key] and wanted.values[key] != here.values[key]]
    if here.run.edition != wanted.journey.edition:
        return replace(plan, fate=REJECTED, sentences=(_other_edition(here),))
    if not differing:
        return replace(plan, fate=UNCHANGED)
    if here.began_here:
        return replace(plan, fate=REJECTED, sentences=(_is_kept_here(here),))
    said_before = here.application.listed
    anew = [key for key in differing if wanted.values[key] != said_before.get(key, "")]
    sentences = [_stays(key, here) for key in differing if key not in anew and key not in (*PLACE, *EARLIER)]
    if here.has_moved and any(key in (*PLACE, *EARLIER) for key in differing):
        anew = [key for key in anew if key not in (*PLACE, *EARLIER)]
        sentences.append(_has_moved(here))
    if faults := _faults_of_place(plan, wanted, anew, today=today):
        return replace(plan, fate=REJECTED, sentences=tuple(faults))
    changes = tuple(anew)
    twice = (
        BEGINS_WITH.get(wanted.state.name) in changes
    )  # the day of the step has a column of its own as well
    told = [key for key in changes if not (key == "since" and twice)]
    sentences = [_change(key, wanted, here) for key in told] + sentences
    return replace(plan, fate=CHANGED if changes else UNCHANGED, sentences=tuple(sentences), changes=changes)


def _faults_of_place(plan: Plan, wanted: Wanted, anew: Iterable[str], *, today: dt.date) -> list[str]:
    if not set(PLACE).intersection(anew):
        return []
    return faults_of_arrival(wanted.journey, arrival_of(plan), today=today)


def _other_edition(here: Here) -> str:
    return (
        f"{here.run.label} is on the edition “{here.run.edition}” here. A list cannot move it to another: "
        "write that edition, or ask whoever looks after Waymark."
    )


def _is_kept_here(here: Here) -> str:
    began = in_words(here.run.started_at)
    if here.run.finished_at:
        return (
            f"{here.run.label}’s journey ended here on {in_words(here.run.finished_at)} as "
            f"“{here.run.declared_state.label}”. If it has begun a new one, give the day on which it registered."
        )
    return f"{here.run.label} registered here itself on {began}, so nothing of it is taken from a list."


def _has_moved(here: Here) -> str:
    if here.run.finished_at:
        return (
            f"Its journey ended here on {in_words(here.run.finished_at)} as “{here.run.declared_state.label}”. "
            "If it has begun a new one, give the day on which it registered."
        )
    return f"It has moved on here since, and is at “{here.run.declared_state.label}”: step and days stay as they are."


def _stays(key: str, here: Here) -> str:
    return f"{label(key)}: was changed here since, and stays “{_shown(key, here.values[key], here)}”."


def _change(key: str, wanted: Wanted, here: Here) -> str:
    was = _shown(key, here.values[key], here)
    becomes = _shown(key, wanted.values[key], here)
    return f"{label(key)}: {becomes}, was {was}." if was else f"{label(key)}: {becomes}."


def _shown(key: str, value: str, here: Here) -> str:
    if key == "step":
        state: State | None = here.run.journey.states.get(value)
        return state.label if state else value
    if key == "level":
        return LEVELS.get(value, value)
    try:
        return in_words(dt.date.fromisoformat(value))
    except ValueError:
        return value


def _facts(plan: Plan, wanted: Wanted, calendars: Mapping[str, Calendar]) -> tuple[tuple[str, str], ...]:
    values = wanted.values
    since = wanted.day("since")
    facts = [
        ("Edition", f"{wanted.journey.title} {wanted.journey.edition}"),
        (
            "Step",
            f"{wanted.state.label}, since {in_words(since)}"
            if since
            else f"{wanted.state.label}, day not known",
        ),
        ("Due", due_in_words(plan, wanted, calendars)),
        ("Lead", _person(values, "lead")),
        ("Second contact", _person(values, "second")),
    ]
    if values["level"]:
        facts.append(("Award", _award(wanted)))
    if plan.officer:
        facts.append(("Officer", str(plan.officer)))
    return tuple((name, value) for name, value in facts if value)


def due_in_words(plan: Plan, wanted: Wanted, calendars: Mapping[str, Calendar]) -> str:
    """Until when something is due, and why then."""
    state, since = wanted.state, wanted.day("since")
    due = due_on_arrival(wanted.journey, arrival_of(plan), calendars=calendars)
    if wanted.day("due"):
        return f"{in_words(due)}, as agreed"
    if due and state.due and since:
        anchor = ANCHORS.get(state.name, "the step began on")
        return f"{in_words(due)}, because {state.due.because}, and {anchor} {in_words(since)}"
    if state.due:
        return "no date, because it is not known when the step began"
    return "" if state.final else "nothing, the edition sets no date for this step"


def _person(values: Mapping[str, str], who: str) -> str:
    email = values[f"{who}_email"]
    if not email:
        return "nobody: there will be nobody to write to" if who == "lead" else ""
    return f"{values[f'{who}_name']}, {email}".removeprefix(", ")


def _award(wanted: Wanted) -> str:
    on, until = wanted.day("awarded_on"), wanted.day("expires_on")
    return f"{LEVELS[wanted.values['level']]}, {in_words(on)} to {in_words(until)}"


def said(wanted: Wanted) -> dict[str, Any]:
    """What is kept of a line, to see by the next list what that one changes."""
    return {key: wanted.values[key] for key in COMPARED if wanted.values[key]}
