"""What guards may want to know of an assessment. Each loads in one query for any number of runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.models import Decision, Feedback, Review
from assessments.rubric import get_rubric
from workflow.journey import Fact
from workflow.models import Run


@dataclass(frozen=True)
class Outcome:
    """What was decided: the level's code, and whether it is an award."""

    level: str
    is_award: bool


def _outcomes(runs: Sequence[Run]) -> Mapping[int, Outcome | None]:
    rows = Decision.objects.filter(run__in=[run.pk for run in runs], set_aside_at=None).values_list(
        "run_id", "level", "review__rubric_code"
    )
    return {run: Outcome(level, get_rubric(rubric).is_award(level)) for run, level, rubric in rows}


def _written(runs: Sequence[Run]) -> Mapping[int, bool]:
    rows = Feedback.objects.filter(decision__run__in=[run.pk for run in runs], decision__set_aside_at=None)
    return dict.fromkeys(rows.values_list("decision__run_id", flat=True), True)


def _allocated(runs: Sequence[Run]) -> Mapping[int, bool]:
    rows = Review.objects.filter(run__in=[run.pk for run in runs], allocated_at__isnull=False).exclude(
        outcome=Review.ABANDONED
    )
    return dict.fromkeys(rows.values_list("run_id", flat=True), True)


OUTCOME: Fact[Outcome | None] = Fact("outcome", load=_outcomes, absent=None)
FEEDBACK_IS_WRITTEN: Fact[bool] = Fact("feedback_is_written", load=_written, absent=False)
READERS_ARE_ALLOCATED: Fact[bool] = Fact("readers_are_allocated", load=_allocated, absent=False)
