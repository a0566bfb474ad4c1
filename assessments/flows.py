"""The way of a review through its hands. With the models, the one door to viewflow.

viewflow keeps whose task is open and joins the readers; it has no pages, timers or permissions here: services call
in, after they have locked the run (the order of all locks is run, document, review).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from assessments.agreement import agreement_of
from assessments.models import Assessment, Decision, Review
from assessments.rubric import Rubric
from workflow.models import Run, TransitionRecord
from workflow.services import advance

_OPEN = [STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED]


class WorkFlow(flow.Flow):
    """Work of several hands. The lock waits for whoever holds it, and works inside an outer transaction."""

    lock_impl = SelectForUpdateLock(nowait=False)


class ReviewFlow(WorkFlow):
    """Two readers, blind to each other; where they differ, a moderator; then the run's next step."""

    process_class = Review

    start = flow.StartHandle(this.begin).Next(this.allocate)
    allocate = flow.View(None).Next(this.part)
    part = flow.Split().Always(this.read_first).Always(this.read_second)
    read_first = flow.View(None).Assign(this.first_reader).Next(this.meet)
    read_second = flow.View(None).Assign(this.second_reader).Next(this.meet)
    meet = flow.Join().Next(this.compare)
    compare = flow.If(this.readers_agree).Then(this.agree).Else(this.moderate)
    agree = flow.Function(this.store_agreed).Next(this.conclude)
    moderate = flow.View(None).Next(this.conclude)
    conclude = flow.Handle(this.take_the_step).Next(this.end)
    end = flow.End()

    def begin(
        self,
        activation: Activation,
        *,
        run: Run,
        rubric: Rubric,
        then: str,
        record: TransitionRecord,
        now: dt.datetime,
    ) -> Review:
        review: Review = activation.process
        review.run, review.rubric_code, review.then = run, rubric.code, then
        review.opened_by, review.opened_at = record, now
        return review

    def first_reader(self, activation: Activation) -> Any:
        return _reader(activation.process, slot=1)

    def second_reader(self, activation: Activation) -> Any:
        return _reader(activation.process, slot=2)

    def readers_agree(self, activation: Activation) -> bool:
        review: Review = activation.process
        levels = [assessment.level for assessment in review.assessments.order_by("slot")]
        return agreement_of(review.run.journey).is_met(levels)

    def store_agreed(self, activation: Activation) -> None:
        review: Review = activation.process
        last = review.assessments.order_by("-done_at", "-slot")[0]
        Decision.objects.create(
            run=review.run, review=review, level=last.level, route=Decision.AGREED, decided_at=last.done_at
        )

    def take_the_step(self, activation: Activation, *, now: dt.datetime) -> None:
        review: Review = activation.process
        transition = review.run.journey.transitions[review.then]
        record = advance(review.run, transition, actor=None, now=now)
        review.closed_at, review.closed_by, review.outcome = now, record, Review.CONCLUDED
        review.save(update_fields=["closed_at", "closed_by", "outcome"])


READING = {1: ReviewFlow.read_first, 2: ReviewFlow.read_second}


def begin(run: Run, *, rubric: Rubric, then: str, record: TransitionRecord, now: dt.datetime) -> Review:
    """Start a review; its first open task is to allocate."""
    review: Review = ReviewFlow.start.run(run=run, rubric=rubric, then=then, record=record, now=now)
    return review


def is_open(review: Review, node: Any) -> bool:
    """Whether the node's task is there to be done."""
    return _open_tasks(review, node).exists()


def perform(review: Review, node: Any, *, person: Any) -> None:
    """Do the node's open task in the person's name, and let the flow go on to the next work for a person."""
    with _open_tasks(review, node).get().activation() as activation:
        if activation.task.status == STATUS.NEW:
            activation.assign(person)
        activation.start(None)
        activation.execute()


def conclude(review: Review, *, now: dt.datetime) -> None:
    """Take the run's next step and end the review. Raises Refused when the run does not let it; nothing is kept then."""
    ReviewFlow.conclude.run(_open_tasks(review, ReviewFlow.conclude).get(), now=now)


def cancel(review: Review) -> None:
    """End the review with its open tasks undone."""
    ReviewFlow.instance.cancel(review)


def _open_tasks(review: Review, node: Any) -> Any:
    return Task.objects.filter(process_id=review.pk, flow_task=node, status__in=_OPEN)


def _reader(review: Review, *, slot: int) -> Any:
    person = Assessment.objects.filter(review=review, slot=slot).values("assessor__person")
    return get_user_model()._default_manager.get(pk__in=person)
