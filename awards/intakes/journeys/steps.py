"""The words by which an office's spreadsheet may name a programme, an edition, a step or a level."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.conf import settings

from awards.intakes.tables.columns import plain_heading
from awards.rubrics.artsmark_2018 import BELOW, RUBRIC
from workflow.journey import Journey, Phase, State
from workflow.registry import all_journeys, get_journey

# What offices write for a step, beside the words of the edition itself. By the state's name, which editions share.
SYNONYMS = {
    "registered": ("registration", "new", "signed up", "awaiting development day", "awaiting day"),
    "day_booked": ("booked", "development day booked"),
    "day_attended": ("development day", "development day attended", "attended", "writing soc", "planning"),
    "commitment_submitted": ("soc submitted", "statement of commitment submitted", "soc received"),
    "commitment_sent_back": ("soc returned", "soc sent back", "statement of commitment returned"),
    "delivering": ("soc accepted", "commitment accepted", "statement of commitment accepted", "delivery"),
    "case_study_submitted": ("case study received", "statement of impact submitted", "soi submitted"),
    "case_study_sent_back": ("case study returned", "statement of impact returned"),
    "in_assessment": ("assessment", "with assessors", "being assessed"),
    "awarded": ("award", "achieved", "completed"),
    "no_level": ("no level", "not achieved", "no award"),
    "withdrawn": ("withdrew", "dropped out"),
}

# The day that a step began with, where the list has a column for it.
BEGINS_WITH = {
    "registered": "registered",
    "day_attended": "day_attended",
    "commitment_submitted": "commitment_submitted",
    "delivering": "commitment_accepted",
    "case_study_submitted": "case_study_submitted",
    "awarded": "awarded_on",
}
ANCHORS = {
    "registered": "it registered on",
    "day_attended": "the day was on",
    "commitment_submitted": "it came on",
    "commitment_sent_back": "we asked on",
    "delivering": "it was accepted on",
    "case_study_submitted": "it came on",
    "case_study_sent_back": "we asked on",
    "in_assessment": "it began on",
}
"""How to name the day from which a due date counts."""

_REACHED = {  # how many of the days in order a step has behind it at most
    "registered": 1,
    "day_booked": 1,
    "day_attended": 2,
    "commitment_submitted": 3,
    "commitment_sent_back": 3,
    "delivering": 4,
    "case_study_submitted": 5,
    "case_study_sent_back": 5,
    "in_assessment": 5,
    "decided": 5,
}

LEVELS = {level.code: level.label for level in RUBRIC.levels if level is not BELOW}


def reached(state: State, days: Iterable[str]) -> set[str]:
    """Of the days in their order, those that a school at this step can have behind it."""
    ordered = list(days)
    return set(ordered[: _REACHED.get(state.name, len(ordered))])


def programmes() -> dict[str, list[type[Journey]]]:
    """The journeys into which schools can be brought midway: editions by programme code."""
    found: dict[str, list[type[Journey]]] = {}
    for journey in all_journeys():
        if journey.brought_in is not None:
            found.setdefault(journey.code, []).append(journey)
    return found


def journey_called(programme: str, edition: str) -> type[Journey] | None:
    """The edition that is meant. A year alone means that year in the way of this office (in-house or recorded)."""
    wanted = plain_heading(edition)
    editions = _editions_of(programme)
    for journey in editions:
        if wanted in (plain_heading(journey.edition), plain_heading(f"{journey.title} {journey.edition}")):
            return journey
    _, _, variant = settings.ARTSMARK_EDITION.partition("-")
    return next(
        (
            journey
            for journey in editions
            if journey.edition.partition("-") == (edition.strip(), "-", variant) and variant
        ),
        None,
    )


def state_called(journey: type[Journey], words: str) -> State | None:
    """The state that is meant: by its name, its words for staff or for schools, or what offices usually write."""
    return _states_by_words(journey.code, journey.edition).get(plain_heading(words))


@cache
def _states_by_words(code: str, edition: str) -> dict[str, State]:
    journey = get_journey(code, edition)
    usual = {
        plain_heading(word): journey.states[name]
        for name, words in SYNONYMS.items()
        if name in journey.states
        for word in words
    }
    own = {
        plain_heading(word): state
        for state in reversed(journey.states.values())
        for word in (state.outside, state.label, state.name)
    }
    return {words: state for words, state in (usual | own).items() if words}


def steps_in_words(journey: type[Journey]) -> str:
    """The steps into which schools can be brought, for a sentence."""
    into = journey.brought_in.into_names if journey.brought_in else ()
    return ", ".join(f"“{journey.states[name].label}”" for name in into)


def level_called(words: str) -> str:
    """The code of a level, empty where there is none of that name."""
    wanted = plain_heading(words).removeprefix("artsmark").removesuffix("award")
    return next((code for code, label in LEVELS.items() if wanted in (code, plain_heading(label))), "")


def is_own_award(state: State) -> bool:
    """Whether the award of a line is that of the journey itself, and not an earlier one."""
    return state.phase is Phase.ACHIEVED


def _editions_of(programme: str) -> list[type[Journey]]:
    wanted = plain_heading(programme)
    known = programmes()
    if not wanted:
        return next(iter(known.values())) if len(known) == 1 else known.get("artsmark", [])
    return next(
        (
            editions
            for code, editions in known.items()
            if wanted in (plain_heading(code), plain_heading(editions[0].title))
        ),
        [],
    )
