"""What a careful reader remarks on: names of children, percentages, abbreviations, plans, one year group; and rules."""

from __future__ import annotations

import time

import pytest

from documents.vocabulary import Form, LongText, Rule, Section, lacks
from documents.vocabulary.remarks import (
    abbreviations,
    one_year_group,
    percentages_without_numbers,
    plans,
    pupils_named,
)
from tests.documents.meadow import WHOLE, MeadowPlan
from workflow.journey import WrongDeclaration


@pytest.mark.parametrize(
    "text",
    [
        "A pupil, Ada Lovel, sang alone.",
        "Then Sam Fielding (Y4) picked up a violin.",
        "We saw how Leroy Brown, aged 9, led the section.",
        "One boy called Tom O’Brien spoke for the first time.",
        "In Year 5 Zoë Müller-Lane choreographed a dance.",
        "The child Anna Nowak drew for an hour.",
        "Kai Ogden in Year 2 joined the choir.",
    ],
)
def test_the_full_name_of_a_child_is_seen(text):
    assert len(pupils_named(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The artist Mary Smith worked with Year 4.",
        "Mrs Jane Doe teaches Year 4.",
        "In Year 6 Black Country Museum lent us a loom.",
        "Pupils from West Midlands schools met in March.",
        "Year 4 Spring Term: children of the Old Foundry performed Romeo Juliet.",
        "A visit to Tate Modern with Reception.",
        "Every pupil. Then Joan Miró was studied.",
        "A girl in Year 4 said that she would go on.",
        "Birmingham Royal Ballet came to class 3.",
    ],
)
def test_other_names_are_left_alone(text):
    assert pupils_named(text) == []


def test_a_percentage_wants_its_number_in_the_same_answer():
    assert percentages_without_numbers("Up by 40% and 12 per cent.") == ["40%", "12 per cent"]
    assert percentages_without_numbers("40% (84 of 210) sing.") == []
    assert percentages_without_numbers("84 pupils out of the 210 sing, 40%.") == []


def test_an_abbreviation_is_spelled_out_somewhere():
    assert abbreviations("The SENCO and the SLT met the BBC.", "senior leaders (SLT)") == ["SENCO"]
    assert abbreviations("Our TAs help.", "TA (teaching assistant)") == []
    assert abbreviations("ALL OF THIS IS WRITTEN IN CAPITALS", "") == []


def test_plans_and_a_single_year_group_are_seen():
    assert plans("We will sing. Pupils are going to dance. We sang.") == ["We will", "Pupils are going to"]
    assert one_year_group("Year 4 sang; Y4 also danced.") == ["Year 4"]
    assert one_year_group("Year 4 sang, as every class did.") == []
    assert one_year_group("Years 3 to 5, above all Year 4.") == []


@pytest.mark.parametrize(
    "text", ["1,1" * 13_000, "AB CD Ef gh " * 3_300, "Ab Cd " * 6_600, " " * 40_000, "we " * 13_000]
)
def test_the_longest_answer_is_looked_at_in_a_moment(text):
    began = time.perf_counter()
    for look in (percentages_without_numbers, plans, one_year_group, pupils_named):
        look(text)
    abbreviations(text, text)

    assert time.perf_counter() - began < 2


def test_a_rule_that_blocks_is_a_problem_and_another_a_warning():
    answers = {**WHOLE, "soil": "Clay."}

    assert MeadowPlan.problems(answers) == {"soil": ["Say where the water comes from."]}
    assert MeadowPlan.warnings(answers) == {"soil": ["Think of the birds."]}
    assert MeadowPlan.warnings(WHOLE) == {}
    assert MeadowPlan.warnings({}) == {}


def test_a_rule_that_looks_at_nothing_asked_is_refused():
    with pytest.raises(WrongDeclaration, match="looks at 'that', which is not asked"):
        type(
            "Paper",
            (Form,),
            {
                "code": "paper",
                "title": "Paper",
                "part": Section("Part"),
                "it": LongText("It", required=False),
                "rules": (Rule("x", "X.", ("that",), lacks("y")),),
            },
        )
