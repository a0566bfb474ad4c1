"""Rubrics as code, and the faults of journeys that have submissions judged by them."""

from __future__ import annotations

import pytest

from assessments.agreement import SAME_LEVEL, Agreement, agreement_of
from assessments.checks import check_reviews
from assessments.effects import open_review
from assessments.rubric import Criterion, Level, Rubric, get_rubric, register
from awards.rubrics import artsmark_2018
from tests.assessments.world import OFFICER, RUBRIC, Garden
from workflow import registry
from workflow.journey import NOBODY, SYSTEM, Journey, Phase, Setting, State, Transition, WrongDeclaration

LEVELS = (Level("below", "Below"), Level("high", "High"))
WORDS = {"below": "Low.", "high": "High."}


def rubric(**changes):
    return Rubric(
        **{"code": "r", "title": "R", "levels": LEVELS, "criteria": [Criterion("a", "A", WORDS)], **changes}
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"levels": LEVELS[:1], "criteria": [Criterion("a", "A", {"below": "Low."})]}, "at least one award"),
        ({"criteria": []}, "it judges nothing"),
        ({"criteria": [Criterion("a", "A", WORDS), Criterion("a", "B", WORDS)]}, "stands twice among a, a"),
        ({"criteria": [Criterion("a", "A", {"below": "Low."})]}, "does not say what high looks like"),
        ({"criteria": [Criterion("a", "A", {**WORDS, "top": "T"})]}, "describes top, which is no level"),
        ({"code": ""}, "must have 1 to 40 letters"),
    ],
)
def test_faulty_rubric_is_refused_with_the_mending(changes, fault):
    with pytest.raises(WrongDeclaration, match=fault):
        rubric(**changes)


def test_rubric_is_found_by_its_code_and_no_two_share_one():
    assert get_rubric("garden") is RUBRIC
    assert register(RUBRIC) is RUBRIC
    with pytest.raises(WrongDeclaration, match="Two rubrics have the code 'garden'"):
        register(rubric(code="garden"))


@pytest.mark.parametrize(
    ("levels", "hint"),
    [
        (["green", "green", "below"], "green"),
        (["evergreen", "evergreen", "below"], "evergreen"),
        (["evergreen", "green", "below"], "green"),
        (["evergreen", "below", "below"], "below"),
    ],
)
def test_hint_is_the_level_that_more_than_half_reach(levels, hint):
    marked = dict(zip(["beds", "trees", "ponds"], levels, strict=True))

    assert RUBRIC.hint(marked).code == hint


def test_hint_of_eight_wants_five():
    criteria = [criterion.code for criterion in artsmark_2018.RUBRIC.criteria]

    four = {code: "gold" if place < 4 else "silver" for place, code in enumerate(criteria)}
    five = {code: "gold" if place < 5 else "silver" for place, code in enumerate(criteria)}

    assert artsmark_2018.RUBRIC.hint(four).code == "silver"
    assert artsmark_2018.RUBRIC.hint(five).code == "gold"


def test_hint_waits_until_every_criterion_has_a_level():
    assert RUBRIC.hint({"beds": "green", "trees": "green"}) is None


def test_artsmark_has_eight_criteria_and_four_levels_of_which_three_are_awards():
    levels = [level.code for level in artsmark_2018.RUBRIC.levels]

    assert levels == ["below", "silver", "gold", "platinum"]
    assert [artsmark_2018.RUBRIC.is_award(level) for level in levels] == [False, True, True, True]
    assert len(artsmark_2018.RUBRIC.criteria) == 8


class Plain(Journey):
    """A journey with the least states that a review needs."""

    code = "review-faults"
    edition = "trial"
    title = "Faults"
    here = State("Here", initial=True, phase=Phase.DELIVERING, waits_for=NOBODY)
    judged = State("Judged", phase=Phase.DECIDING, waits_for=NOBODY)
    end = State("End", phase=Phase.ENDED, waits_for=NOBODY, final=True)
    submit = Transition("Submit", here, judged, by=OFFICER)
    decide = Transition("Decide", judged, end, by=SYSTEM)


def faults_of(monkeypatch, journey):
    monkeypatch.setattr(registry, "_journeys", {journey.key(): journey})
    return [fault.msg for fault in check_reviews(None)]


def test_review_must_end_in_a_transition_of_waymarks_own(monkeypatch):
    class ByHand(Plain):
        submit = Transition(
            "Submit", Plain.here, Plain.judged, by=OFFICER, effects=[open_review(RUBRIC, then="decide")]
        )
        decide = Transition("Decide", Plain.judged, Plain.end, by=OFFICER)

    assert faults_of(monkeypatch, ByHand) == [
        "ByHand.submit opens a review whose decision takes 'decide', which cannot be taken then."
    ]


def test_leaving_assessment_another_way_must_call_the_review_off(monkeypatch):
    class LeftOpen(Plain):
        submit = Transition(
            "Submit", Plain.here, Plain.judged, by=OFFICER, effects=[open_review(RUBRIC, then="decide")]
        )
        leave = Transition("Leave", Plain.judged, Plain.end, by=OFFICER)

    assert faults_of(monkeypatch, LeftOpen) == [
        "LeftOpen.leave leaves 'judged' and would leave a review open."
    ]


def test_edition_may_name_its_rule_of_agreement():
    lenient = Agreement("any", "Whatever they say", lambda levels: True)

    class Lenient(Plain):
        agreement = Setting(lenient)

    assert agreement_of(Garden) is SAME_LEVEL
    assert agreement_of(Lenient) is lenient
    assert [SAME_LEVEL.is_met(levels) for levels in (["a", "a"], ["a", "b"])] == [True, False]
