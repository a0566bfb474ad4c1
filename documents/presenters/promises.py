"""One page for governors: what was promised, what is done, what is owed, and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from documents.goals import Goal
from documents.markup import without_marks
from documents.models import Scrap, Signature
from documents.vocabulary import Form, GoalReview
from workflow.models import Run
from workflow.presenters import day

LETTERS_OF_A_PAGE = (
    2_400  # for all goals together of what was promised, and done, and changed: one sheet of A4
)
LETTERS_OF_A_LINE = 120


@dataclass(frozen=True)
class PromiseView:
    """One goal. ``now``: what is written of it so far; ``kept``: how much lies in the scrapbook, and the latest of it."""

    place: int
    aim: str
    criterion: str
    baseline: str
    now: Sequence[str]
    kept: str


@dataclass(frozen=True)
class OwedView:
    """What is asked of the school now. ``signatures``: who was asked to sign and has not yet.

    While others move, ``asks`` and ``by`` are '': what is asked of them would tell how far they are, such as that it is
    decided and not released.
    """

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
    room = LETTERS_OF_A_PAGE // (3 * len(goals)) if goals else 0
    return [
        _promise(goal, reviews.get(goal.key), [it for it in scraps if it.goal == goal.key], room)
        for goal in goals
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
    is_theirs = state.waits_for is run.journey.initial.waits_for and run.paused_at is None
    return OwedView(
        state.outside_label,
        state.asks if is_theirs else "",
        day(run.due_on) if is_theirs else "",
        [f"{it.name}, {it.role_label.lower()}" for it in signatures if it.state == Signature.ASKED],
    )


def _promise(
    goal: Goal, review: tuple[GoalReview, Any] | None, scraps: Sequence[Scrap], room: int
) -> PromiseView:
    return PromiseView(
        goal.place,
        _short(goal.aim, room),
        goal.criterion_label,
        _short(goal.baseline, LETTERS_OF_A_LINE),
        _so_far(*review, room) if review else [],
        _kept(scraps),
    )


def _kept(scraps: Sequence[Scrap]) -> str:
    if not scraps:
        return ""
    count = "One entry" if len(scraps) == 1 else f"{len(scraps)} entries"
    words = _short(scraps[0].words or scraps[0].changed, LETTERS_OF_A_LINE)
    return f"{count} in the scrapbook, the latest of {day(scraps[0].happened_on)}" + (
        f": {words}" if words else ""
    )


def _so_far(question: GoalReview, value: Any, room: int) -> list[str]:
    given = value if isinstance(value, dict) else {}
    wanted = list(dict.fromkeys(question.gathers.values())) or list(question.parts)
    said = [question.parts[name].in_words(given.get(name)) for name in wanted]
    return [_short(words, room) for words in said if words]


def _short(text: str, letters: int) -> str:
    """The words in one line, of so many letters at most."""
    return shorten(without_marks(text), letters, placeholder=" …")
