"""The papers that ship: whole, consistent, and fit for those who fill them in."""

from __future__ import annotations

import pytest

from awards.demo.answers import answers_for
from awards.papers import artsmark_2018, enquiry
from awards.papers.artsmark_2018 import CASE_STUDY, COMMITMENT, CRITERIA, SELF_ASSESSMENT, SELF_ASSESSMENT_NOW
from documents.fields import strict_form
from documents.registry import get_form
from documents.vocabulary import LEVELS, CriterionLevel, Form, Group, LongText, Question

PAPERS = [
    *(
        vars(artsmark_2018)[name]
        for name in ("SELF_ASSESSMENT", "SELF_ASSESSMENT_NOW", "COMMITMENT", "CASE_STUDY")
    ),
    enquiry.ENQUIRY,
]

GOAL = {
    "aim": "All play.",
    "plan": "Point 3.",
    "criterion": "curriculum",
    "baseline": {"number": "34", "of": "210", "counted": "pupils"},
}


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
    assert COMMITMENT.problems({"goal_1": {**GOAL, "baseline": {}}})["goal_1"] == [
        "Your first goal: name a baseline: what it is like now, as a number or in a few words."
    ]
    assert "goal_1" not in COMMITMENT.problems({"goal_1": GOAL})
    in_words = {**GOAL, "baseline": {}, "baseline_words": "Nobody plays."}
    assert "goal_1" not in COMMITMENT.problems({"goal_1": in_words})


def test_the_case_study_looks_back_on_each_goal_of_the_commitment():
    recalled = [it.recalls for it in CASE_STUDY.questions.values() if it.recalls]

    assert recalled == [(COMMITMENT.code, f"goal_{number}") for number in (1, 2, 3, 4, 5)]
    assert all(question in COMMITMENT.questions for _, question in recalled)


def test_the_case_study_asks_about_the_goals_that_were_set_and_wants_each():
    asked = CASE_STUDY.fitted([(COMMITMENT.code, "goal_1"), (COMMITMENT.code, "goal_3")])

    assert [name for name in asked.questions if name.startswith(("goal", "evidence", "files"))] == [
        "goal_1", "evidence_1", "files_1", "goal_3", "evidence_3", "files_3",
    ]  # fmt: skip
    assert list(asked.sections) == ["first_goal", "third_goal", "whole_school", "criteria_now", "afterwards"]
    assert asked.problems({})["goal_3"] == ["Say what became of your third goal."]
    assert "files_3" not in asked.problems({})
    assert asked.version == CASE_STUDY.version


def test_a_case_study_without_a_known_commitment_asks_for_one_goal_and_offers_five():
    problems = CASE_STUDY.fitted().problems({})

    assert "goal_1" in problems
    assert not {"goal_2", "goal_5", "evidence_2"} & problems.keys()
    assert "goal_5" in CASE_STUDY.fitted().questions


def test_the_second_self_assessment_shows_the_first_beside_each_criterion():
    assert [it.recalls for it in SELF_ASSESSMENT_NOW.questions.values()] == [
        (SELF_ASSESSMENT.code, code) for code in SELF_ASSESSMENT.questions
    ]


def test_the_hardest_questions_have_a_weak_and_a_strong_example():
    shown = [it for form in PAPERS for it in form.questions.values() if it.example]

    assert len(shown) >= 10
    assert all(it.example.weak and it.example.strong and it.example.because for it in shown if it.example)


WARNS = [
    (COMMITMENT, {"values": "Engagement rose by 40%."}, "values", "for “40%”, say how many of how many"),
    (COMMITMENT, {"equality": "All are welcome."}, "equality", "public sector equality duty"),
    (COMMITMENT, {"offer": "Our SENCO leads."}, "offer", "Spell out “SENCO” once"),
    (COMMITMENT, {"offer": "Year 4 learn the ukulele."}, "offer", "This speaks of “Year 4” only"),
    (CASE_STUDY, {"reflection": "Next year we will dance."}, "reflection", "“we will” speaks of plans"),
    (CASE_STUDY, {"goal_1": {"effect": "They enjoyed it."}}, "goal_1", "Say more about the effect"),
    (CASE_STUDY, {"voices": "A pupil, Ada Lovel, sang."}, "voices", "“Ada Lovel” looks like the full name"),
]


@pytest.mark.parametrize(("form", "answers", "question", "words"), WARNS, ids=[it[3] for it in WARNS])
def test_a_weak_answer_is_warned_of_and_not_stopped(form, answers, question, words):
    (warning,) = form.warnings(answers)[question]

    assert words in warning
    assert not any(words in it for it in form.problems(answers).get(question, []))


def test_the_answers_of_the_demonstration_lack_nothing_and_earn_no_warning():
    given = [(COMMITMENT.code, "goal_1"), (COMMITMENT.code, "goal_2")]
    for form in (SELF_ASSESSMENT, SELF_ASSESSMENT_NOW, COMMITMENT, CASE_STUDY):
        asked, answers = form.fitted(given), answers_for(form)
        assert (asked.problems(answers), asked.warnings(answers)) == ({}, {})


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
