"""Every journey of the office as lines of its list: what is exported is taken back unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from awards.intakes.journeys.columns import COLUMNS
from awards.intakes.journeys.here import Here, all_journeys_here
from awards.intakes.journeys.steps import LEVELS

HEADINGS = [column.name for column in COLUMNS.values()]


def exported_lines() -> Iterator[list[str]]:
    """The journeys in the order in which they came, cells in the order of ``HEADINGS``; read in parts."""
    for here in all_journeys_here():
        yield list(_in_words(here).values())


def _in_words(here: Here) -> dict[str, str]:
    values = dict(here.values)
    journey = here.run.journey
    return values | {
        "programme": journey.title,
        "step": journey.states[values["step"]].label,
        "level": LEVELS.get(values["level"], ""),
    }
