"""Forms as code: what is refused when a form is declared, and what an answer lacks."""

from __future__ import annotations

from typing import Any

import pytest

from documents.registry import all_forms, get_form, register
from documents.vocabulary import (
    Choice,
    CriterionLevel,
    Declaration,
    Email,
    Form,
    Group,
    LongText,
    Number,
    Question,
    Section,
    ShortText,
)
from tests.documents.world import WHOLE, Plan
from workflow.journey import WrongDeclaration


def form(**attributes: Any) -> type[Form]:
    return type("Paper", (Form,), {"code": "paper", "title": "Paper", **attributes})


def one(question: Question) -> type[Form]:
    return form(part=Section("Part"), it=question)


FAULTS = [
    (
        {"code": "Paper 1", "part": Section("Part"), "it": ShortText("It", missing="Say it.")},
        "code = 'small-letters",
    ),
    (
        {"code": "p" * 41, "part": Section("Part"), "it": ShortText("It", missing="Say it.")},
        "longer than 40 letters",
    ),
    ({"title": "", "part": Section("Part"), "it": ShortText("It", missing="Say it.")}, "write title = '…'"),
    ({"part": Section("Part")}, "add a section and a question"),
    ({"it": ShortText("It", missing="Say it."), "part": Section("Part")}, "put a Section(…) before it"),
    ({"part": Section(""), "it": ShortText("It", missing="Say it.")}, "write Section('…')"),
    (
        {"part": Section("Part"), "it": ShortText("It", missing="Say it."), "rest": Section("Rest")},
        "put a question below it, or drop it",
    ),
    ({"part": Section("Part"), "it": ShortText("It")}, "write missing='…' or required=False"),
    ({"part": Section("Part"), "it": ShortText("", missing="Say it.")}, "say what is asked"),
    ({"part": Section("Part"), "i" * 41: ShortText("It", missing="Say it.")}, "choose a shorter name"),
    (
        {"part": Section("Part"), "it": LongText("It", words=0, missing="Say it.")},
        "write words=… above nought",
    ),
    (
        {"part": Section("Part"), "it": ShortText("It", letters=0, missing="Say it.")},
        "write letters=… above nought",
    ),
    (
        {"part": Section("Part"), "it": Number("It", least=5, most=4, missing="Say it.")},
        "most=… is below least=…",
    ),
    (
        {"part": Section("Part"), "it": Choice("It", choices=[("a", "A")], missing="Say it.")},
        "choices=[(code, label), …]",
    ),
    (
        {"part": Section("Part"), "it": Choice("It", choices=[("a", "A"), ("a", "B")], missing="Say it.")},
        "give each a code of its own",
    ),
    ({"part": Section("Part"), "it": Group("It", missing="Say it.")}, "write parts={'name': question, …}"),
    (
        {"part": Section("Part"), "it": Group("It", missing="Say it.", parts={"a": ShortText("A")})},
        "has a part 'a' that is required but has no sentence",
    ),
    (
        {
            "part": Section("Part"),
            "it": Group("It", missing="Say it.", parts={"a": CriterionLevel("A", missing="Say a.")}),
        },
        "a group holds plain questions only",
    ),
]


@pytest.mark.parametrize(("attributes", "cure"), FAULTS, ids=[cure for _, cure in FAULTS])
def test_a_faulty_declaration_is_refused_with_its_cure(attributes, cure):
    with pytest.raises(WrongDeclaration) as refused:
        form(**attributes)

    assert "Paper cannot be a form:" in str(refused.value)
    assert cure in str(refused.value)


def test_questions_belong_to_the_section_above_them():
    assert [it.name for it in Plan.questions_in(Plan.why)] == ["reason", "soil"]
    assert Plan.section_of(Plan.trees) is Plan.how


def test_a_subclass_keeps_the_order_and_may_say_things_anew():
    class Short(Plan):
        code = "orchard-plan-short"
        reason = LongText("Why?", missing="Say why.")

    assert list(Short.questions) == list(Plan.questions)
    assert Short.questions["reason"].label == "Why?"


def test_the_version_follows_the_wording():
    assert one(ShortText("It", missing="Say it.")).version == one(ShortText("It", missing="Say it.")).version
    assert one(ShortText("It", missing="Say it.")).version != one(ShortText("It?", missing="Say it.")).version
    assert len(Plan.version) == 64


def test_a_form_is_found_by_its_code():
    assert get_form("orchard-plan") is Plan
    assert Plan in all_forms()


def test_a_second_form_of_one_code_is_refused():
    with pytest.raises(WrongDeclaration, match="give it another code"):
        register(one(ShortText("It", missing="Say it.")).__class__("Other", (Plan,), {}))


def test_a_whole_answer_lacks_nothing():
    assert Plan.problems(WHOLE) == {}


def test_an_empty_document_says_what_it_lacks_in_the_order_of_the_form():
    assert Plan.problems({}) == {
        "reason": ["Say why you want an orchard."],
        "soil": ["Choose what the ground is like."],
        "trees": ["Say how many trees."],
        "goal": ["Name a goal."],
        "promise": ["Tick that you will water it."],
    }


LACKS = [
    (LongText("It", words=3, missing="Say it."), "one two three", []),
    (
        LongText("It", words=3, missing="Say it."),
        "one two three four",
        ["Shorten “It” to 3 words: it has 4."],
    ),
    (LongText("It", missing="Say it."), " \n ", ["Say it."]),
    (ShortText("It", letters=3, missing="Say it."), "four", ["Shorten “It” to 3 letters: it has 4."]),
    (Email("It", missing="Say it."), "name@school.example", []),
    (
        Email("It", missing="Say it."),
        "name@school",
        ["Write “It” as an email address, like name@school.example."],
    ),
    (Number("It", missing="Say it."), "1,200", []),
    (Number("It", missing="Say it."), "about 50", ["Write “It” as a whole number, like 120."]),
    (Number("It", least=1, missing="Say it."), "0", ["“It” cannot be below 1."]),
    (Number("It", most=5, missing="Say it."), "6", ["“It” cannot be above 5."]),
    (Number("It", required=False), "", []),
    (Declaration("It", missing="Tick it."), False, ["Tick it."]),
    (Declaration("It", missing="Tick it."), True, []),
    (
        CriterionLevel("It", required=False),
        {"level": "gold"},
        ["It: say in a line or two what makes you choose that level."],
    ),
    (CriterionLevel("It", required=False), {}, []),
]


@pytest.mark.parametrize(("question", "value", "problems"), LACKS)
def test_an_answer_says_what_it_lacks(question, value, problems):
    assert question.problems(value) == problems


def test_a_choice_that_is_not_offered_is_refused():
    assert Plan.soil.refusal("lava") == "Choose one of the answers offered for “What is the ground like?”."
    assert Plan.soil.refusal("") == ""
    assert Plan.goal.refusal({"aim": "Shade", "other": "x"}) == "“Your goal” is answered part by part."
    assert Plan.promise.refusal("yes") == "“We will water it.” is ticked or not."


def test_answers_read_as_people_say_them():
    assert Plan.soil.in_words("clay") == "Heavy clay"
    assert Plan.promise.in_words(True) == "Yes"
    assert (
        Plan.shade.in_words({"level": "below", "note": "Two trees."}) == "Working towards Silver\nTwo trees."
    )
