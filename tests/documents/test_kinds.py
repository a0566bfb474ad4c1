"""Kinds of question beyond text: what each accepts, lacks, refuses, and how it reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from documents.fields import DraftForm
from documents.plain_text import plain_answer
from documents.vocabulary import (
    CriterionLevel,
    Date,
    File,
    Form,
    Goal,
    GoalReview,
    Group,
    LongText,
    Measured,
    Number,
    Question,
    Section,
    ShortText,
    Table,
)
from tests.documents.meadow import MeadowPlan, MeadowReport
from workflow.journey import WrongDeclaration

MEASURED = Measured("Players", missing="Count them.")
DATE = Date("Day", missing="Name a day.", earliest="2018-01-01", latest="2020-12-31")
TABLE = Table(
    "Partners",
    missing="Name one.",
    row="Partner",
    least=2,
    most=3,
    columns={
        "who": ShortText("Who", missing="say who."),
        "hours": Number("Hours", required=False),
        "why": LongText("Why", required=False),
    },
)
FILES = File("Pictures", missing="Choose one.", most=2)
KINDS: list[Question] = [MEASURED, DATE, TABLE, FILES, *MeadowPlan.questions.values(), MeadowReport.goal_1]

LACKS = [
    (MEASURED, {"number": "34", "of": "210", "counted": "pupils"}, []),
    (MEASURED, {"number": "1,034", "of": "2 100", "counted": "pupils"}, []),
    (MEASURED, {}, ["Count them."]),
    (MEASURED, {"number": "34"}, [
        "Say what the number for “Players” is out of, like 34 out of 210.",
        "Say what you counted for “Players”, like “pupils who learn an instrument”.",
    ]),
    (MEASURED, {"number": "16%", "of": "many", "counted": "pupils"}, [
        "Write “How many” for “Players” as a number, like 34, not as a percentage.",
        "Write “Out of how many” for “Players” as a number, like 210.",
    ]),
    (MEASURED, {"number": "9", "of": "8", "counted": "pupils"}, [
        "For “Players” you counted 9 out of 8: look at the two numbers again.",
    ]),
    (MEASURED, "34 of 210", [
        "Give the number for “Players”.", "Say what the number for “Players” is out of, like 34 out of 210.",
    ]),
    (DATE, "2018-03-27", []),
    (DATE, "", ["Name a day."]),
    (DATE, "31/2/2019", ["There is no day “31/2/2019”: write the day, month and year of “Day”, like 27 3 2018."]),
    (DATE, "2017-12-31", ["“Day” cannot be before 1 January 2018."]),
    (DATE, "2021-01-01", ["“Day” cannot be after 31 December 2020."]),
    (TABLE, [], ["Name one."]),
    (TABLE, [{"who": "A"}, {"who": "B", "hours": "3"}], []),
    (TABLE, [{"who": "A"}, {}], ["Fill in at least 2 rows of “Partners”: there are 1."]),
    (TABLE, [{"who": "A"}, {"hours": "x"}], [
        "Partners, partner 2: say who.", "Partners, partner 2: write “Hours” as a whole number, like 120.",
    ]),
    (TABLE, [{"who": "A"}] * 4, ["Leave out 1 of the rows of “Partners”: there is room for 3."]),
    (FILES, [], ["Choose one."]),
    (FILES, ["a", "b"], []),
    (FILES, ["a", "b", "c"], ["Choose at most 2 files for “Pictures”: there are 3."]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "value", "problems"), LACKS)
def test_an_answer_says_what_it_lacks(question, value, problems):
    assert question.problems(value) == problems


def test_answers_read_as_people_say_them():
    assert MEASURED.in_words({"number": "34", "of": "210", "counted": "pupils"}) == "34 of 210 pupils"
    assert DATE.in_words("2018-03-27") == "27 March 2018"
    assert DATE.in_words("31/2/2019") == "31/2/2019"
    assert TABLE.in_words([{"who": "A", "hours": "3"}, {}, {"who": "B"}]) == "A; 3\nB"
    assert FILES.in_words(["a"]) == "1 file"
    assert FILES.in_words(["a", "b", "c"]) == "3 files"


REFUSED = [
    (MEASURED, "34", "a number, what it is out of"),
    (MEASURED, {"number": 3}, "in numbers and words"),
    (MEASURED, {"counted": "word " * 20_000}, "longer than can be kept"),
    (DATE, ["2018"], "a day, a month and a year"),
    (DATE, "9" * 20_000, "a day, a month and a year"),
    (TABLE, {"who": "A"}, "row by row"),
    (TABLE, [{"whom": "A"}], "rows of 3 boxes"),
    (TABLE, [{"who": "A"}] * 201, "201 rows, more than can be kept"),
    (TABLE, [{"why": "word " * 20_000}], "20,000 words long, more than can be kept"),
    (FILES, "a", "answered by files"),
    (FILES, [3], "answered by files"),
    (FILES, ["a"] * 201, "201 files, more than can be kept"),
    (MeadowPlan.goal_1, {"baseline": "many"}, "a number, what it is out of"),
]


@pytest.mark.parametrize(("question", "value", "words"), REFUSED, ids=[it[2] for it in REFUSED])
def test_what_cannot_be_kept_is_refused_with_a_sentence(question, value, words):
    assert words in question.refusal(value)


FAULTS = [
    (Table("It", required=False), "columns={'name': question, …}"),
    (
        Table("It", required=False, least=3, most=2, columns={"a": ShortText("A", required=False)}),
        "3 to 2 rows",
    ),
    (Table("It", required=False, columns={"a": MEASURED}), "no simple question"),
    (Table("It", required=False, columns={"a": ShortText("A")}), "a column 'a' that is required"),
    (Date("It", required=False, earliest="soon"), "'soon', which is no day"),
    (File("It", required=False, kinds=["film"]), "picture, pdf, office"),
    (File("It", required=False, most=0), "most=… from 1"),
    (Measured("It", required=False, most=0), "most=… above nought"),
    (Goal("It", required=False, parts={"aim": ShortText("A", required=False)}), "no part 'baseline'"),
    (
        GoalReview("It", required=False, parts={"a": ShortText("A", required=False)}),
        "of=('form-code', 'question')",
    ),
    (Group("It", required=False, parts={"a": TABLE}), "a group holds plain questions only"),
    (
        Group("It", required=False, parts={"a": ShortText("A", required=False)}, instead={"a": "b"}),
        "name two of its parts",
    ),
]


@pytest.mark.parametrize(("question", "cure"), FAULTS, ids=[cure for _, cure in FAULTS])
def test_a_faulty_question_is_refused_with_its_cure(question, cure):
    with pytest.raises(WrongDeclaration) as refused:
        type("Paper", (Form,), {"code": "paper", "title": "Paper", "part": Section("Part"), "it": question})

    assert cure in str(refused.value)


NAMES = st.sampled_from(["aim", "baseline", "number", "of", "counted", "who", "name", "level"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(value=JSON)
def test_no_shape_of_answer_is_a_fault(value):
    for question in [*KINDS, CriterionLevel("Level", required=False)]:
        read = question.in_words(value)
        refusal = question.refusal(value)
        assert isinstance(read, str)
        assert isinstance(question.prose(value), str)
        assert all(isinstance(it, str) for it in question.problems(value) + question.warnings(value))
        assert refusal == "" or refusal.endswith((".", "again."))
        if question.is_blank(value):
            assert read == ""


TYPED = st.one_of(
    st.text(),
    st.sampled_from(
        [
            "31",
            "2",
            "2019",
            "March",
            "\x00",
            "👩🏽‍🎨",
            "שלום \u202e",
            "a/b/c",
            "word " * 200,
            "-1",
            "12%",
            " ",
            "x\ud83d",
        ]
    ),
)
NAMES_OF_BOXES = [
    "soil", "sown-day", "sown-month", "sown-year", "flowers-0-name", "flowers-0-many", "flowers-0-where", "flowers-7-name",
    "flowers-x-name", "flowers-99999-name", "pictures", "goal_1", "goal_1-aim", "goal_1-baseline", "goal_1-baseline-number",
    "goal_1-baseline-of", "goal_2-criterion",
]  # fmt: skip


@given(typed=st.dictionaries(st.sampled_from(NAMES_OF_BOXES), TYPED))
def test_whatever_is_typed_is_kept_as_typed_or_refused_with_a_sentence(typed):
    data = QueryDict(mutable=True)
    data.update(typed)
    for section in MeadowPlan.sections.values():
        draft = DraftForm(MeadowPlan, section, data=data)
        for name, value in draft.given().items():
            question = MeadowPlan.questions[name]
            refusal = question.refusal(value)
            assert refusal == "" or len(refusal) > 20
            if not refusal:
                assert question.refusal(plain_answer(value)) == ""
        draft.is_valid()
        str(draft)
    assert DraftForm(MeadowPlan, MeadowPlan.ground, data=data).given()["soil"] == typed.get("soil", "")


def draft(form: type[Form], section: Section, **typed: Any) -> dict[str, Any]:
    data = QueryDict(mutable=True)
    data.update({name.replace("__", "-"): value for name, value in typed.items()})
    return DraftForm(form, section, data=data).given()


@pytest.mark.parametrize(
    ("day", "month", "year", "kept"),
    [
        ("27", "3", "2018", "2018-03-27"),
        ("27", "March", "2018", "2018-03-27"),
        ("31", "2", "2019", "31/2/2019"),
        ("", "", "", ""),
        ("1", "", "2018", "1//2018"),
        ("soon", "after", "easter", "soon/after/easter"),
        ("1", "1", "18", "1/1/18"),
    ],
)
def test_a_day_is_kept_as_a_day_or_as_typed(day, month, year, kept):
    typed = draft(MeadowPlan, MeadowPlan.ground, sown__day=day, sown__month=month, sown__year=year)

    assert typed["sown"] == kept
    shown = str(DraftForm(MeadowPlan, MeadowPlan.ground, initial={"sown": kept})["sown"])
    assert all(f'value="{part}"' in shown for part in (day, year) if part)


def test_rows_are_read_in_order_and_empty_ones_dropped():
    typed = draft(
        MeadowPlan,
        MeadowPlan.ground,
        flowers__2__name="Daisy",
        flowers__0__name="Poppy",
        flowers__1__many=" ",
    )

    assert [row["name"] for row in typed["flowers"]] == ["Poppy", "Daisy"]


def test_files_that_the_page_did_not_offer_are_left_alone():
    assert "pictures" not in draft(MeadowPlan, MeadowPlan.ground)


def test_files_that_are_offered_are_ticked_and_chosen():
    form = DraftForm(
        MeadowPlan,
        MeadowPlan.ground,
        initial={"pictures": ["b"]},
        offered={"pictures": [("a", "Poppies.jpg"), ("b", "Daisies.jpg")]},
    )
    data = QueryDict("pictures-shown=1&pictures=a&pictures=b")

    assert str(form["pictures"]).count("checked") == 1
    assert "Poppies.jpg" in str(form["pictures"])
    assert DraftForm(MeadowPlan, MeadowPlan.ground, data=data).given()["pictures"] == ["a", "b"]
