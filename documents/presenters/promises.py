"""One page for governors: what was promised, what is done, what is owed, and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from documents.goals import Goal
from documents.models import Scrap, Signature
from documents.presenters.scrapbook import ScrapView, scrap_view
from documents.vocabulary import Form, GoalReview
from workflow.models import Run
from workflow.presenters import day

LATEST = 2  # entries of the scrapbook that are shown for each goal
LETTERS = 400  # of what is written so far: the page is one page


@dataclass(frozen=True)
class PromiseView:
    """One goal. ``now``: what is written of it so far; ``kept``: how much lies in the scrapbook, in words."""

    place: int
    aim: str
    criterion: str
    baseline: str
    now: Sequence[str]
    kept: str
    latest: Sequence[ScrapView]


@dataclass(frozen=True)
class OwedView:
    """What is asked of the school now. ``signatures``: who was asked to sign and has not yet."""

    step: str
    asks: str
    by: str
    signatures: Sequence[str]


def promise_views(
    goals: Sequence[Goal],
    reviews: Mapping[str, tuple[GoalReview, Any]],
    scraps: Sequence[Scrap],
) -> list[PromiseView]:
    """The goals, each with what is written and kept of it. ``reviews``: by goal, the question that looks back and its answer."""
    return [
        _promise(goal, reviews.get(goal.key), [it for it in scraps if it.goal == goal.key]) for goal in goals
    ]


def reviews_in(form: type[Form], values: Mapping[str, Any]) -> dict[str, tuple[GoalReview, Any]]:
    """By goal, the questions of a form that look back on one, with their answers."""
    return {
        question.of[1]: (question, values.get(name))
        for name, question in form.questions.items()
        if isinstance(question, GoalReview) and question.of
    }


def owed_view(run: Run, signatures: Sequence[Signature]) -> OwedView:
    state = run.declared_state
    return OwedView(
        state.outside_label,
        state.asks,
        day(run.due_on),
        [f"{it.name}, {it.role_label.lower()}" for it in signatures if it.state == Signature.ASKED],
    )


def _promise(goal: Goal, review: tuple[GoalReview, Any] | None, scraps: Sequence[Scrap]) -> PromiseView:
    return PromiseView(
        goal.place,
        goal.aim,
        goal.criterion_label,
        goal.baseline,
        _so_far(*review) if review else [],
        ""
        if not scraps
        else "One entry in the scrapbook"
        if len(scraps) == 1
        else f"{len(scraps)} entries in the scrapbook",
        [scrap_view(it) for it in scraps[:LATEST]],
    )


def _so_far(question: GoalReview, value: Any) -> list[str]:
    given = value if isinstance(value, dict) else {}
    wanted = list(dict.fromkeys(question.gathers.values())) or list(question.parts)
    said = [question.parts[name].in_words(given.get(name)) for name in wanted]
    return [shorten(words, LETTERS, placeholder=" …") for words in said if words]
