"""The same way as a journey, and a shorter one to race on."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from awards.parties import OFFICE
from awards.roles import SCHOOL_EDITOR, SCHOOL_LEAD
from bench.models import Readiness
from bench.steps import STATES
from documents.registry import register as register_form
from documents.tasks import write
from documents.vocabulary import Form, LongText, Section
from workflow.due import Due
from workflow.journey import NOBODY, Fact, Facts, Guard, Journey, Phase, State, Transition
from workflow.models import Run
from workflow.registry import register

LONG_GUARD = 0.005  # seconds: as in the comparison of engines, so that two callers do meet


def _load_readiness(runs: Sequence[Run]) -> Mapping[int, bool]:
    return dict(Readiness.objects.filter(run__in=runs).values_list("run_id", "is_ready"))


READY: Fact[bool] = Fact("ready", _load_readiness, absent=False)


def _unready(facts: Facts) -> Sequence[str]:
    return [] if facts[READY] else ["It is not ready yet."]


def _unready_after_a_while(facts: Facts) -> Sequence[str]:
    time.sleep(LONG_GUARD)
    return _unready(facts)


IS_READY = Guard("is_ready", (READY,), _unready)
IS_READY_AFTER_A_WHILE = Guard("is_ready_after_a_while", (READY,), _unready_after_a_while)


def _state(label: str, **words: Any) -> State:
    return State(label, Phase.DELIVERING, OFFICE, asks="Take the next step.", **words)


def _eight_steps() -> dict[str, Any]:
    states = [
        _state(name, initial=name == STATES[0], due=Due(days=10), allowance=30) for name in STATES[:-1]
    ] + [State(STATES[-1], Phase.ENDED, NOBODY, final=True)]
    moves = {
        f"step_{number}": Transition(
            f"Step {number}", states[number], states[number + 1], by=SCHOOL_LEAD, guards=[IS_READY]
        )
        for number in range(len(STATES) - 1)
    }
    return {
        "code": "bench-eight",
        "edition": "1",
        "title": "Eight steps",
        "office": (SCHOOL_LEAD,),
        **dict(zip(STATES, states, strict=True)),
        **moves,
    }


EightSteps: type[Journey] = register(type("EightSteps", (Journey,), _eight_steps()))


@register
class Race(Journey):
    """One step, and a guard that takes a while."""

    code = "bench-race"
    edition = "1"
    title = "Race"

    here = _state("Here", initial=True)
    there = State("There", Phase.ENDED, NOBODY, final=True)
    go = Transition("Go", here, there, by=SCHOOL_LEAD, guards=[IS_READY_AFTER_A_WHILE])


QUESTIONS = ("values", "offer", "leading", "reach", "change")


@register_form
class Sheet(Form):
    """Five long questions: what a hundred people write at."""

    code = "bench-sheet"
    title = "Bench sheet"

    all = Section("All")
    values = LongText("What do you stand for?", required=False)
    offer = LongText("What do you offer?", required=False)
    leading = LongText("Who leads it?", required=False)
    reach = LongText("Whom do you reach?", required=False)
    change = LongText("What changed?", required=False)


@register
class Writing(Journey):
    """A journey in which a sheet is written."""

    code = "bench-writing"
    edition = "1"
    title = "Writing"
    office = (SCHOOL_LEAD,)
    editors = (SCHOOL_EDITOR,)

    writing = State(
        "Writing", Phase.PLANNING, OFFICE, initial=True, asks="Write.", allowance=30, tasks=[write(Sheet)]
    )
    written = State("Written", Phase.ENDED, NOBODY, final=True)

    finish = Transition("Finish", writing, written, by=SCHOOL_LEAD)
