"""The life of a review: opened, given to readers, decided by a moderator, called off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from assessments import flows
from assessments.models import Assessment, Assessor, Decision, Review
from assessments.queries import has_read
from assessments.roles import MODERATOR
from assessments.rubric import Rubric
from assessments.services.concluding import conclude_if_due, held_up
from assessments.services.rules import (
    NotThisStep,
    locked_assessments,
    locked_review,
    locked_reviews,
    must_be_able_to_read,
    must_be_office,
)
from documents.plain_text import plain
from workflow import incidents
from workflow.access import roles_held
from workflow.journey import Step
from workflow.models import Run
from workflow.refusals import NotReady, NotYours
from workflow.state import change


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
    for review in locked_reviews(run__in=list(by_run), closed_at=None):
        step = by_run[review.run_id]
        for assessment in locked_assessments(review).filter(state=Assessment.OPEN):
            change(assessment, "set_aside", now=step.now, actor=step.actor)
        Decision.objects.filter(review=review).update(set_aside_at=step.now)
        review.closed_at, review.closed_by, review.outcome = step.now, step.record, Review.ABANDONED
        review.save(update_fields=["closed_at", "closed_by", "outcome"])
        flows.cancel(review)
        incidents.close(held_up(review), now=step.now, by=step.actor)


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
    review = locked_review(review)
    must_be_office(review.run, by)
    if not flows.is_open(review, flows.ReviewFlow.allocate):
        raise NotThisStep(f"The readers of {review.run.label} have been chosen already.")
    must_be_able_to_read(review.run, assessors)
    Assessment.objects.bulk_create(
        Assessment(review=review, assessor=assessor, slot=slot) for slot, assessor in enumerate(assessors, 1)
    )
    review.allocated_at, review.allocated_by = now, by
    review.save(update_fields=["allocated_at", "allocated_by"])
    flows.perform(review, flows.ReviewFlow.allocate, person=by)
    return review


@transaction.atomic
def moderate(review: Review, *, level: str, reason: str, person: Any, now: dt.datetime) -> Decision:
    """Decide where the readers differ. Raises NotYours, ReviewIsOver, NotThisStep or NotReady."""
    review = locked_review(review)
    if not roles_held(person, review.run, lambda journey: [*journey.office, MODERATOR]):
        raise NotYours("The office or a moderator decides where two readers differ.")
    if not flows.is_open(review, flows.ReviewFlow.moderate):
        raise NotThisStep(f"{review.run.label} does not wait for a moderator now.")
    if has_read(person, review):
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
    conclude_if_due(review, now=now)
    return decision


def _waits_for(review: Review, run: Run) -> bool:
    return run.state in run.journey.transitions[review.then].source_names(run.journey)
