"""The verbs of assessment. Each locks the run, then the review, and acts in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from assessments import flows
from assessments.models import Assessment, Assessor, CriterionMark, Decision, Feedback, Review
from assessments.queries import Marks, is_released, marks_of
from assessments.roles import MODERATOR
from assessments.rubric import Rubric
from documents.plain_text import plain
from workflow import incidents
from workflow.access import editors, office, roles_held
from workflow.journey import Step
from workflow.models import Run
from workflow.refusals import NotReady, NotYours, Refused
from workflow.state import change


class ReviewIsOver(Refused):
    """The review was called off or has come to its end."""


class NotThisStep(Refused):
    """The review waits for something else."""


class WrongReaders(NotReady):
    """The readers chosen cannot read this submission."""


class MarksIncomplete(NotReady):
    """Levels or reasons are still missing. ``missing`` has a sentence for each place, '' being the whole."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(*missing.values())
        self.missing = missing


class FeedbackIsReleased(Refused):
    """The school has its outcome, so the feedback stands."""


@dataclass(frozen=True)
class Judgement:
    """What a reader writes: level and reason by criterion, and of the whole. A draft may leave any of it empty."""

    marks: Marks = field(default_factory=dict)
    level: str = ""
    reason: str = ""


def open_reviews(steps: Sequence[Step], *, rubric: Rubric, then: str) -> list[Review]:
    """Open a review for each run that moved; a decision that stood for it is set aside."""
    reviews = []
    for step in steps:
        Decision.objects.filter(run=step.run, set_aside_at=None).update(set_aside_at=step.now)
        reviews.append(flows.begin(step.run, rubric=rubric, then=then, record=step.record, now=step.now))
    return reviews


def abandon_reviews(steps: Sequence[Step]) -> None:
    """Call off the open review of each run that moved. What was marked is kept; a decision not yet taken is set aside."""
    by_run = {step.run.pk: step for step in steps}
    for review in _locked_reviews(run__in=list(by_run), closed_at=None):
        step = by_run[review.run_id]
        for assessment in _locked_assessments(review).filter(state=Assessment.OPEN):
            change(assessment, "set_aside", now=step.now, actor=step.actor)
        Decision.objects.filter(review=review).update(set_aside_at=step.now)
        review.closed_at, review.closed_by, review.outcome = step.now, step.record, Review.ABANDONED
        review.save(update_fields=["closed_at", "closed_by", "outcome"])
        flows.cancel(review)
        incidents.close(_held_up(review), now=step.now, by=step.actor)


def resume_reviews(steps: Sequence[Step]) -> list[Review]:
    """Open a new review for each run that stands again where its last one was called off. Readers are chosen anew."""
    resumed = []
    for step in steps:
        last = Review.objects.filter(run=step.run).order_by("-pk").first()
        if last is not None and last.outcome == Review.ABANDONED and _waits_for(last, step.run):
            resumed += open_reviews([step], rubric=last.rubric, then=last.then)
    return resumed


@transaction.atomic
def allocate(review: Review, *, assessors: Sequence[Assessor], by: Any, now: dt.datetime) -> Review:
    """Give the submission to two readers. Raises NotYours, ReviewIsOver, NotThisStep or WrongReaders."""
    review = _locked(review)
    _must_be_office(review.run, by)
    if not flows.is_open(review, flows.ReviewFlow.allocate):
        raise NotThisStep(f"The readers of {review.run.label} have been chosen already.")
    _must_be_able_to_read(review.run, assessors)
    Assessment.objects.bulk_create(
        Assessment(review=review, assessor=assessor, slot=slot) for slot, assessor in enumerate(assessors, 1)
    )
    review.allocated_at, review.allocated_by = now, by
    review.save(update_fields=["allocated_at", "allocated_by"])
    flows.perform(review, flows.ReviewFlow.allocate, person=by)
    return review


@transaction.atomic
def save_marks(assessment: Assessment, *, judgement: Judgement, person: Any, now: dt.datetime) -> Assessment:
    """Keep a draft as it stands, complete or not. Raises NotYours, ReviewIsOver or NotThisStep."""
    assessment = _locked_assessments(assessment.review).get(pk=assessment.pk)
    _must_be_open_and_theirs(assessment, person)
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
    review = _locked(assessment.review)
    assessment = _locked_assessments(review).get(pk=assessment.pk)
    _must_be_open_and_theirs(assessment, person)
    if missing := missing_from(review.rubric, _written(assessment)):
        raise MarksIncomplete(missing)
    change(assessment, "finish", now=now, actor=person, fields=["done_at"], done_at=now)
    flows.perform(review, flows.READING[assessment.slot], person=person)
    _conclude(review, now=now)
    return assessment


@transaction.atomic
def moderate(review: Review, *, level: str, reason: str, person: Any, now: dt.datetime) -> Decision:
    """Decide where the readers differ. Raises NotYours, ReviewIsOver, NotThisStep or NotReady."""
    review = _locked(review)
    if not roles_held(person, review.run, lambda journey: [*journey.office, MODERATOR]):
        raise NotYours("The office or a moderator decides where two readers differ.")
    if not flows.is_open(review, flows.ReviewFlow.moderate):
        raise NotThisStep(f"{review.run.label} does not wait for a moderator now.")
    if review.assessments.filter(assessor__person_id=person.pk).exists():
        raise NotYours("You read this submission yourself, so somebody else must decide.")
    if not review.rubric.is_level(level):
        raise NotReady("Choose the level that you decide on.")
    if not (words := plain(reason)):
        raise NotReady("Say why you decide on this level.")
    decision = Decision.objects.create(
        run=review.run,
        review=review,
        level=level,
        route=Decision.MODERATED,
        decided_by=person,
        decided_at=now,
        reason=words,
    )
    flows.perform(review, flows.ReviewFlow.moderate, person=person)
    _conclude(review, now=now)
    return decision


@transaction.atomic
def conclude_again(review: Review, *, person: Any, now: dt.datetime) -> bool:
    """Try once more to record a decision that the run did not let through. Answers whether it did now.

    Raises NotYours, ReviewIsOver or NotThisStep.
    """
    review = _locked(review)
    _must_be_office(review.run, person)
    if not flows.is_open(review, flows.ReviewFlow.conclude):
        raise NotThisStep(f"{review.run.label} has no decision that waits to be recorded.")
    return _conclude(review, now=now)


@transaction.atomic
def write_feedback(decision: Decision, *, text: str, person: Any, now: dt.datetime) -> Feedback:
    """Keep the feedback that goes out with the outcome. Raises NotYours, FeedbackIsReleased or NotReady."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=decision.run_id)
    decision = Decision.objects.select_related("review__run").get(pk=decision.pk)
    _must_be_office(run, person)
    if decision.set_aside_at is not None:
        raise ReviewIsOver(f"The decision for {run.label} was set aside, so no feedback goes out with it.")
    if is_released(decision.review):
        raise FeedbackIsReleased(f"{run.label} has its outcome already, so the feedback stands as it is.")
    if not (words := plain(text)):
        raise NotReady("Write the feedback that the school will read.")
    feedback, _ = Feedback.objects.update_or_create(
        decision=decision, defaults={"text": words, "edited_by": person, "edited_at": now}
    )
    return feedback


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


def _conclude(review: Review, *, now: dt.datetime) -> bool:
    if not flows.is_open(review, flows.ReviewFlow.conclude):
        return False
    try:
        with transaction.atomic():
            flows.conclude(review, now=now)
    except Refused as refusal:
        incidents.open_incident(
            _held_up(review),
            summary=f"The decision for {review.run.label or review.run} is made but not recorded"[:200],
            detail=" ".join(refusal.reasons),
            run=review.run,
            now=now,
        )
        return False
    incidents.close(_held_up(review), now=now)
    return True


def _waits_for(review: Review, run: Run) -> bool:
    return run.state in run.journey.transitions[review.then].source_names(run.journey)


def _held_up(review: Review) -> str:
    return f"review:{review.pk}"


def _locked(review: Review) -> Review:
    run = Run.objects.select_for_update(of=("self",)).get(pk=review.run_id)
    (locked,) = _locked_reviews(pk=review.pk)
    if locked.closed_at is not None:
        raise ReviewIsOver(f"The assessment of {run.label} has come to its end. There is nothing more to do.")
    locked.run = run
    return locked


def _locked_reviews(**which: Any) -> list[Review]:
    return list(Review.objects.select_for_update(of=("self",)).filter(**which).order_by("pk"))


def _locked_assessments(review: Review) -> Any:
    rows = Assessment.objects.select_for_update(of=("self",)).filter(review_id=review.pk)
    return rows.select_related("review__run", "assessor").order_by("pk")


def _must_be_office(run: Run, person: Any) -> None:
    if not roles_held(person, run, office):
        raise NotYours("This is for the office to do.")


def _must_be_able_to_read(run: Run, assessors: Sequence[Assessor]) -> None:
    if len({assessor.pk for assessor in assessors}) != 2 or len(assessors) != 2:
        raise WrongReaders("Choose two readers who are not the same person.")
    for assessor in assessors:
        if not assessor.is_active or not assessor.person.is_active:
            raise WrongReaders(f"{assessor} does not assess any more. Choose somebody else.")
        if roles_held(assessor.person, run, editors):
            raise WrongReaders(f"{assessor} works on this submission, so cannot judge it. Choose somebody else.")


def _must_be_open_and_theirs(assessment: Assessment, person: Any) -> None:
    if assessment.assessor.person_id != person.pk or not assessment.assessor.is_active:
        raise NotYours("Only the reader to whom it was given can do this.")
    if assessment.state == Assessment.SET_ASIDE:
        raise ReviewIsOver("This assessment was called off, so nothing more is asked of you. What you wrote is kept.")
    if assessment.state == Assessment.DONE:
        raise NotThisStep("You have finished this assessment, so it cannot be changed any more.")
