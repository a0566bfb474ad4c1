"""A line of the list, read: where it says a school stands, or the sentences why it cannot be read."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from awards.intakes.journeys.columns import COLUMNS, DAYS, IN_ORDER, label
from awards.intakes.journeys.steps import (
    BEGINS_WITH,
    LEVELS,
    is_own_award,
    journey_called,
    level_called,
    programmes,
    reached,
    state_called,
    steps_in_words,
)
from awards.intakes.tables import Line
from awards.intakes.values import UnreadableValue, read_date, read_email
from workflow.journey import Journey, State
from workflow.presenters import day as in_words

_LONGEST = {"lead_name": 150, "second_name": 150, "award_reference": 80}


@dataclass(frozen=True)
class Wanted:
    """What a line says, by column: days as ISO text, codes for step, edition and level; empty where it says nothing."""

    journey: type[Journey]
    state: State
    values: Mapping[str, str]

    def day(self, key: str) -> dt.date | None:
        return dt.date.fromisoformat(self.values[key]) if self.values.get(key) else None


def read_wanted(line: Line, *, today: dt.date) -> tuple[Wanted | None, list[str]]:
    """What a line says, and the sentences for what is wrong with it; with any of these it is not to be taken in."""
    cells = {key: " ".join(line.cells[column.name].split()) for key, column in COLUMNS.items()}
    journey = journey_called(cells["programme"], cells["edition"])
    if journey is None:
        return None, [_no_edition(cells)]
    state = state_called(journey, cells["step"])
    if state is None:
        return None, [_no_step(cells["step"], journey)]
    faults: list[str] = []
    values = {**cells, "programme": journey.code, "edition": journey.edition, "step": state.name}
    for key in DAYS:
        values[key] = _read(key, cells[key], _iso, faults)
    for key in ("lead_email", "second_email", "officer"):
        values[key] = _read(key, cells[key], read_email, faults)
    for key, longest in _LONGEST.items():
        values[key] = values[key][:longest]
    faults += _faults_of_people(values, cells)
    faults += _settle_since(values, state)
    faults += _settle_award(values, journey, state, cells["level"])
    faults += _faults_of_days(values, state, today=today)
    return Wanted(journey, state, values), faults


def _read(key: str, text: str, read: Callable[[str], str], faults: list[str]) -> str:
    if not text:
        return ""
    try:
        return read(text)
    except UnreadableValue as unreadable:
        faults.append(f"{label(key)}: {unreadable.reasons[0]}")
        return ""


def _iso(text: str) -> str:
    return read_date(text).isoformat()


def _no_edition(cells: Mapping[str, str]) -> str:
    known = ", ".join(f"“{journey.edition}”" for editions in programmes().values() for journey in editions)
    if not cells["edition"]:
        return f"The line does not say which edition the school is on. Write one of {known}."
    return f"We know no edition “{cells['edition']}”. Write one of {known}."


def _no_step(words: str, journey: type[Journey]) -> str:
    if not words:
        return f"The line does not say which step the school has reached. Write one of {steps_in_words(journey)}."
    return f"We know no step “{words}” in {journey.title}. Write one of {steps_in_words(journey)}."


def _faults_of_people(values: Mapping[str, str], cells: Mapping[str, str]) -> list[str]:
    faults = [
        f"{values[f'{who}_name']} has no email address, and cannot be written to. Give one, or clear the name."
        for who in ("lead", "second")
        if values[f"{who}_name"] and not cells[f"{who}_email"]
    ]
    if values["lead_email"] and values["lead_email"] == values["second_email"]:
        faults.append("Lead and second contact have the same email address: give two people, or only a lead.")
    return faults


def _settle_since(values: dict[str, str], state: State) -> list[str]:
    """One day on which the step began, whichever column says it."""
    key = BEGINS_WITH.get(state.name, "")
    if not key:
        return []
    since, begun = values["since"], values[key]
    values["since"] = values[key] = since or begun
    if since and begun and since != begun:
        return [
            f"It is at this step since {_words(since)}, but “{label(key)}” says {_words(begun)}. Clear one of the two."
        ]
    return []


def _settle_award(values: dict[str, str], journey: type[Journey], state: State, level: str) -> list[str]:
    values["level"] = level_called(level)
    if level and not values["level"]:
        return [f"We know no level “{level}”. Write {', '.join(LEVELS.values())}, or leave it empty."]
    if values["level"] and not values["awarded_on"]:
        return [f"It says {LEVELS[values['level']]}, but not when that was awarded. Give the day."]
    if not values["level"] and (values["awarded_on"] or is_own_award(state)):
        return [f"It was awarded, but the line does not say which level. Write {', '.join(LEVELS.values())}."]
    if not values["level"] and (values["expires_on"] or values["award_reference"]):
        return [
            "It has an expiry or a reference of an award, but no award. Give level and day, or clear them."
        ]
    if values["awarded_on"] and not values["expires_on"]:
        months = journey.settings["award_months"].value
        on = dt.date.fromisoformat(values["awarded_on"])
        values["expires_on"] = (on + relativedelta(months=months)).isoformat()
    if values["awarded_on"] and values["expires_on"] <= values["awarded_on"]:
        return [
            f"The award of {_words(values['awarded_on'])} cannot expire on {_words(values['expires_on'])}."
        ]
    return []


def _faults_of_days(values: Mapping[str, str], state: State, *, today: dt.date) -> list[str]:
    faults = [
        f"{label(key)}: {_words(values[key])} lies in the future. Give a day up to today, or leave it empty."
        for key in (*IN_ORDER, "since")
        if values[key] > today.isoformat() and not (key == "since" and state.name in BEGINS_WITH)
    ]
    way = [key for key in IN_ORDER if key != "awarded_on" or is_own_award(state)]
    known = [key for key in way if values[key]]
    faults += [
        f"“{label(later)}” ({_words(values[later])}) comes before “{label(earlier)}” ({_words(values[earlier])}). "
        "Look at the two days again."
        for earlier, later in itertools.pairwise(known)
        if values[later] < values[earlier]
    ]
    ahead = [key for key in known if key not in reached(state, IN_ORDER)]
    faults += [
        f"It is at “{state.label}”, but “{label(key)}” says {_words(values[key])}. Move the step on, or clear the day."
        for key in ahead
    ]
    begun = known[-1] if known else ""
    if state.name not in BEGINS_WITH and begun and values["since"] and values["since"] < values[begun]:
        faults.append(
            f"It is at this step since {_words(values['since'])}, but “{label(begun)}” says {_words(values[begun])}."
        )
    return faults


def _words(iso: str) -> str:
    return in_words(dt.date.fromisoformat(iso))
