"""What assessors say that answers often lack, as rules: they warn, and stop nothing.

From the assessors' tips and the regional advice on the framework: numbers behind percentages, no unexplained
abbreviations, the whole school and not a year group, what happened and not what is planned, activity tied to effect,
the equality duty named.
"""

from __future__ import annotations

from collections.abc import Sequence

from documents.vocabulary import Rule, in_one, lacks, shorter_than
from documents.vocabulary.remarks import abbreviations, one_year_group, percentages_without_numbers, plans

FEWEST_WORDS_OF_EFFECT = 12  # our default, no public source


def percentage(looks_at: Sequence[str]) -> Rule:
    return Rule(
        "percentage",
        "A percentage needs the number behind it: for {found}, say how many of how many, like “84 of 210 pupils”.",
        looks_at,
        in_one(percentages_without_numbers),
    )


def abbreviation(looks_at: Sequence[str]) -> Rule:
    return Rule(
        "abbreviation",
        "Spell out {found} once, for a reader who has never been to your school.",
        looks_at,
        abbreviations,
    )


def year_group(looks_at: Sequence[str]) -> Rule:
    return Rule(
        "year-group",
        "This speaks of {found} only. Say what the arts are for the other years, or why you chose this one.",
        looks_at,
        in_one(one_year_group),
    )


def plan(looks_at: Sequence[str]) -> Rule:
    return Rule(
        "plan",
        "Only what has happened counts here. {found} speaks of plans: say what was done, or move it to “What will you"
        " keep?”.",
        looks_at,
        in_one(plans),
    )


def equality_duty(looks_at: Sequence[str]) -> Rule:
    return Rule(
        "equality-duty",
        "Say how you meet the public sector equality duty: it is often forgotten, and readers look for it.",
        looks_at,
        lacks("equality duty", "PSED", "Equality Act", "equality objective"),
    )


def effect(looks_at: Sequence[str], *, part: str) -> Rule:
    return Rule(
        "effect",
        "Say more about the effect: what can children do, or what do they do, that they could or did not before?",
        looks_at,
        shorter_than(FEWEST_WORDS_OF_EFFECT),
        part=part,
    )
