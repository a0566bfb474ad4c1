"""A small journey whose forms have every kind of question, rules, and goals that are looked back on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from documents.effects import freeze
from documents.guards import complete
from documents.registry import register as register_form
from documents.tasks import scrapbook, write
from documents.vocabulary import (
    Choice,
    Date,
    File,
    Form,
    Goal,
    GoalReview,
    LongText,
    Measured,
    Number,
    Rule,
    Section,
    ShortText,
    Table,
    lacks,
)
from tests.trial.orchard import EDITOR, OFFICER, READER
from workflow.journey import NOBODY, Journey, Party, Phase, State, Transition
from workflow.models import Run
from workflow.registry import register
from workflow.services import start

SCHOOL = Party("school", "School")
KINDS_OF_MEADOW = (("wet", "Wet"), ("dry", "Dry"))


def _goal(label: str, *, required: bool = False) -> Goal:
    return Goal(
        label,
        required=required,
        missing="Name a goal." if required else "",
        instead={"baseline": "baseline_words"},
        parts={
            "aim": LongText("What will be different?", words=20, missing="say what will be different."),
            "plan": LongText("Where does it stand in your plan?", words=20, required=False),
            "criterion": Choice("Which kind?", choices=KINDS_OF_MEADOW, missing="choose the kind."),
            "baseline": Measured("What is it like now?", missing="name a baseline."),
            "baseline_words": ShortText("Or in words", required=False),
        },
    )


@register_form
class MeadowPlan(Form):
    code = "meadow-plan"
    title = "Meadow plan"
    rules = (
        Rule("water", "Say where the water comes from.", ("soil",), lacks("water", "rain"), blocks=True),
        Rule("birds", "Think of the birds.", ("soil", "goal_1"), lacks("bird")),
    )

    ground = Section("The ground")
    soil = LongText("What is the ground like?", missing="Say what the ground is like.")
    sown = Date("When was it sown?", latest="2030-12-31", missing="Say when it was sown.")
    flowers = Table(
        "Flowers",
        missing="Name a flower.",
        row="Flower",
        least=1,
        most=4,
        columns={
            "name": ShortText("Name", missing="name it."),
            "many": Number("How many", missing="say how many."),
            "where": Choice("Where", choices=KINDS_OF_MEADOW, required=False),
        },
    )
    pictures = File("Pictures", required=False, most=2)
    goals = Section("Goals")
    goal_1 = _goal("Your first goal", required=True)
    goal_2 = _goal("Your second goal")


def _review(label: str, goal: str, *, required: bool = False) -> GoalReview:
    return GoalReview(
        label,
        required=required,
        missing=f"Say what became of {goal}.",
        of=(MeadowPlan.code, goal),
        gathers={"words": "effect", "changed": "effect"},
        parts={"effect": LongText("What changed?", missing="say what changed.")},
    )


@register_form
class MeadowReport(Form):
    code = "meadow-report"
    title = "Meadow report"

    first = Section("Your first goal")
    goal_1 = _review("Your first goal", "goal_1", required=True)
    second = Section("Your second goal")
    goal_2 = _review("Your second goal", "goal_2")
    whole = Section("The whole meadow")
    today = LongText("What is it like?", missing="Say what it is like.")


@register
class Meadow(Journey):
    code = "meadow"
    edition = "trial"
    title = "Meadow"
    office = (OFFICER,)
    readers = (READER,)
    editors = (EDITOR,)
    papers = {MeadowReport.code: "Meadow story"}

    sowing = State(
        "Sowing",
        initial=True,
        phase=Phase.PLANNING,
        waits_for=SCHOOL,
        asks="Sow it.",
        tasks=[write(MeadowPlan)],
    )
    growing = State(
        "Growing",
        phase=Phase.DELIVERING,
        waits_for=SCHOOL,
        asks="Look.",
        tasks=[scrapbook, write(MeadowReport)],
    )
    mown = State("Mown", phase=Phase.ACHIEVED, waits_for=NOBODY, final=True)

    sow = Transition(
        "Sow", sowing, growing, by=EDITOR, guards=[complete(MeadowPlan)], effects=[freeze(MeadowPlan)]
    )
    mow = Transition(
        "Mow", growing, mown, by=EDITOR, guards=[complete(MeadowReport)], effects=[freeze(MeadowReport)]
    )


GOAL: dict[str, Any] = {
    "aim": "Poppies and birds.",
    "criterion": "dry",
    "baseline": {"number": "3", "of": "40", "counted": "yards in flower"},
}
WHOLE: dict[str, Any] = {
    "soil": "Clay, with water from the roof, for birds.",
    "sown": "2026-03-01",
    "flowers": [{"name": "Poppy", "many": "40"}],
    "goal_1": GOAL,
}


def meadow(world: Any, now: dt.datetime, label: str = "Meadow School") -> Run:
    """A run whose documents the world's editor writes."""
    return start(
        Meadow,
        actor=None,
        now=now,
        label=label,
        kind=f"written by {world.editor.pk}",
        officer=world.officer,
        area=f"read {world.reader.pk}",
    )
