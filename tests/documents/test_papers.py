"""The papers that ship: whole, consistent, and fit for those who fill them in."""

from __future__ import annotations

import pytest

from awards.papers import artsmark_2018, enquiry
from awards.papers.artsmark_2018 import CASE_STUDY, COMMITMENT, CRITERIA, SELF_ASSESSMENT
from documents.fields import strict_form
from documents.registry import get_form
from documents.vocabulary import LEVELS, CriterionLevel, Form, Group, LongText, Question

PAPERS = [
    *(vars(artsmark_2018)[name] for name in ("SELF_ASSESSMENT", "COMMITMENT", "CASE_STUDY")),
    enquiry.ENQUIRY,
]

GOAL = {"aim": "All play.", "plan": "Point 3.", "criterion": "curriculum", "baseline": "34 of 210"}


def plain_questions(form: type[Form]) -> list[Question]:
    found: list[Question] = []
    for question in form.questions.values():
        found += question.parts.values() if isinstance(question, Group) else [question]
    return found


@pytest.mark.parametrize("form", PAPERS)
def test_a_paper_is_found_by_its_code(form):
    assert get_form(form.code) is form


@pytest.mark.parametrize("form", PAPERS)
def test_every_long_answer_has_a_limit_that_a_teacher_can_meet(form):
    assert all(question.words <= 500 for question in plain_questions(form) if isinstance(question, LongText))


def test_the_self_assessment_asks_for_a_level_on_each_of_the_eight_criteria():
    asked = [it for it in SELF_ASSESSMENT.questions.values() if isinstance(it, CriterionLevel)]

    assert list(SELF_ASSESSMENT.questions) == [code for code, _ in CRITERIA]
    assert [it.label for it in asked] == [label for _, label in CRITERIA]
    assert [code for code, _ in LEVELS] == ["below", "silver", "gold", "platinum"]


def test_a_commitment_needs_one_goal_with_a_baseline():
    assert "goal_2" not in COMMITMENT.problems({})
    assert COMMITMENT.problems({})["goal_1"] == ["Say which goals you have set yourselves: at least one."]
    assert COMMITMENT.problems({"goal_1": {**GOAL, "baseline": ""}})["goal_1"] == [
        "Your first goal: name a baseline: what it is like now."
    ]
    assert "goal_1" not in COMMITMENT.problems({"goal_1": GOAL})


def test_the_case_study_looks_back_on_each_goal_of_the_commitment():
    recalled = [it.recalls for it in CASE_STUDY.questions.values() if it.recalls]

    assert recalled == [(COMMITMENT.code, f"goal_{number}") for number in (1, 2, 3)]
    assert all(question in COMMITMENT.questions for _, question in recalled)


def test_an_enquiry_is_taken_with_what_it_needs():
    form = strict_form(enquiry.ENQUIRY)(
        {
            "name": "Ada\x00 Asker",
            "email": "ada@school.example",
            "organisation": "",
            "about": "artsmark",
            "message": "How do we begin?\r\n",
        }
    )

    assert form.is_valid()
    assert form.cleaned_data == {
        "name": "Ada Asker",
        "email": "ada@school.example",
        "organisation": "",
        "about": "artsmark",
        "message": "How do we begin?",
    }


def test_an_enquiry_that_lacks_something_says_what():
    form = strict_form(enquiry.ENQUIRY)({"email": "ada", "about": "lava", "message": "word " * 501})

    assert form.errors == {
        "name": ["Write your name, so that we know whom we answer."],
        "email": ["Write “Your email address” as an email address, like name@school.example."],
        "about": ["Choose one of the answers offered for “What is it about?”."],
        "message": ["Shorten “What would you like to know?” to 500 words: it has 501."],
    }


def test_a_form_with_groups_is_no_single_page():
    with pytest.raises(TypeError, match="write it as a document"):
        strict_form(COMMITMENT)
