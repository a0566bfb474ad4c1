"""What moves do to assessments, for journeys to name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments import services
from assessments.rubric import Rubric
from workflow.journey import Effect, Step


@dataclass(frozen=True, eq=False)
class OpenReview(Effect):
    """The effect that begins a review. ``then`` is the transition by which the journey goes on with the decision."""

    then: str = ""


def open_review(rubric: Rubric, *, then: str) -> Effect:
    """Have the submission judged by the rubric; Waymark itself takes the transition ``then`` with the decision.

    Undone, the review is called off.
    """

    def do(steps: Sequence[Step]) -> None:
        services.open_reviews(steps, rubric=rubric, then=then)

    return OpenReview(f"open_review({rubric.code})", do, undo=services.abandon_reviews, then=then)


def _abandon(steps: Sequence[Step]) -> None:
    services.abandon_reviews(steps)


def _resume(steps: Sequence[Step]) -> None:
    services.resume_reviews(steps)


abandon_reviews = Effect("abandon_reviews", _abandon, undo=_resume)
