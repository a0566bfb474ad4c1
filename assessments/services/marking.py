"""What a reader does: write a draft of the marks, and finish."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from assessments import flows
from assessments.models import Assessment, CriterionMark
from assessments.queries import Marks, marks_of
from assessments.rubric import Rubric
from assessments.services.concluding import conclude_if_due
from assessments.services.rules import locked_assessments, locked_review, must_be_open_and_theirs
from documents.plain_text import plain
from workflow.refusals import NotReady
from workflow.state import change


class MarksIncomplete(NotReady):
    """Levels or reasons are still missing. ``missing`` has a sentence for each place, '' being the whole."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(*missing.values())
        self.missing = missing


@dataclass(frozen=True)
class Judgement:
    """What a reader writes: level and reason by criterion, and of the whole. A draft may leave any of it empty."""

    marks: Marks = field(default_factory=dict)
    level: str = ""
    reason: str = ""


@transaction.atomic
def save_marks(assessment: Assessment, *, judgement: Judgement, person: Any, now: dt.datetime) -> Assessment:
    """Keep a draft as it stands, complete or not. Raises NotYours, ReviewIsOver or NotThisStep."""
    assessment = locked_assessments(assessment.review).get(pk=assessment.pk)
    must_be_open_and_theirs(assessment, person)
    rubric = assessment.review.rubric
    CriterionMark.objects.bulk_create(
        [
            CriterionMark(assessment=assessment, criterion=criterion.code, level=level, reason=plain(reason))
            for criterion in rubric.criteria
            for level, reason in [judgement.marks.get(criterion.code, ("", ""))]
            if rubric.is_level(level) or not level
        ],
        update_conflicts=True,
        unique_fields=["assessment", "criterion"],
        update_fields=["level", "reason"],
    )
    assessment.level = judgement.level if rubric.is_level(judgement.level) else ""
    assessment.reason, assessment.saved_at = plain(judgement.reason), now
    assessment.save(update_fields=["level", "reason", "saved_at"])
    return assessment


@transaction.atomic
def finish(assessment: Assessment, *, person: Any, now: dt.datetime) -> Assessment:
    """Hand the assessment in. When it is the second one, the readers are compared and the review goes on.

    Raises NotYours, ReviewIsOver, NotThisStep or MarksIncomplete.
    """
    review = locked_review(assessment.review)
    assessment = locked_assessments(review).get(pk=assessment.pk)
    must_be_open_and_theirs(assessment, person)
    if missing := missing_from(review.rubric, _written(assessment)):
        raise MarksIncomplete(missing)
    change(assessment, "finish", now=now, actor=person, fields=["done_at"], done_at=now)
    flows.perform(review, flows.READING[assessment.slot], person=person)
    conclude_if_due(review, now=now)
    return assessment


def missing_from(rubric: Rubric, judgement: Judgement) -> dict[str, str]:
    """What a judgement still lacks, in sentences by criterion; '' stands for the whole."""
    missing = {}
    for criterion in rubric.criteria:
        level, reason = judgement.marks.get(criterion.code, ("", ""))
        if sentence := _lacking(level, reason, f"“{criterion.label}”"):
            missing[criterion.code] = sentence
    if sentence := _lacking(judgement.level, judgement.reason, "the submission as a whole"):
        missing[""] = sentence
    return missing


def _lacking(level: str, reason: str, of: str) -> str:
    if not level:
        return f"Choose a level for {of}{'' if reason else ' and say why'}."
    return "" if reason else f"Say why you chose this level for {of}."


def _written(assessment: Assessment) -> Judgement:
    return Judgement(marks_of(assessment), assessment.level, assessment.reason)
