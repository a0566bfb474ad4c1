"""What there is: assessors, reviews, assessments and decisions, and who may see which."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from assessments.models import Assessment, Assessor, CriterionMark, Decision, Review
from workflow.journey import Journey, Role
from workflow.models import Run
from workflow.registry import all_journeys

Marks = Mapping[str, tuple[str, str]]


def decisions_of(runs: Iterable[Run]) -> dict[int, Decision]:
    """The standing decision of each run by the run's id, with its review and feedback. One query."""
    rows = Decision.objects.filter(run__in=[run.pk for run in runs], set_aside_at=None)
    return {row.run_id: row for row in rows.select_related("review", "feedback", "decided_by")}


def decision_of(run: Run) -> Decision | None:
    """The standing decision of a run, if there is one."""
    return decisions_of([run]).get(run.pk)


def differing_reviews() -> QuerySet[Review]:
    """The open reviews that have no decision although both readers are done: a moderator's work."""
    of_review = Assessment.objects.filter(review=OuterRef("pk"))
    return Review.objects.filter(
        Exists(of_review),
        ~Exists(of_review.exclude(state=Assessment.DONE)),
        ~Exists(Decision.objects.filter(review=OuterRef("pk"))),
        closed_at=None,
    )


def reviews_moderated_by(person: Any) -> QuerySet[Review]:
    """The reviews that wait for a moderator and that the person, as one, may decide: none that they read."""
    moderator = Assessor.objects.filter(person_id=person.pk, is_moderator=True, is_active=True)
    own = Assessment.objects.filter(review=OuterRef("pk"), assessor__person_id=person.pk)
    return differing_reviews().filter(Exists(moderator), ~Exists(own)).select_related("run", "opened_by")


def latest_review_of(run: Run) -> Review | None:
    """The review of a run that is open, or the last one that was concluded."""
    rows = _with_readers(Review.objects.filter(run=run).exclude(outcome=Review.ABANDONED))
    return rows.order_by("-pk").first()


def review_by_key(pk: int) -> Review:
    return get_object_or_404(Review.objects.select_related("run"), pk=pk)


def assessors_with_loads() -> list[Assessor]:
    """The active assessors by name, each with ``load``: how many assessments lie with them unfinished."""
    open_work = Count("assessments", filter=Q(assessments__state=Assessment.OPEN))
    rows = Assessor.objects.filter(is_active=True, person__is_active=True).select_related("person")
    return list(rows.annotate(load=open_work).order_by("person__name", "pk"))


def is_assessor(person: Any) -> bool:
    return Assessor.objects.filter(person_id=person.pk, is_active=True).exists()


def assessments_of(person: Any) -> QuerySet[Assessment]:
    """The person's own assessments, those of called-off reviews included; none for one who no longer assesses."""
    return Assessment.objects.filter(assessor__person_id=person.pk, assessor__is_active=True).select_related(
        "review__run", "review__opened_by", "assessor"
    )


def pile_of(person: Any) -> list[Assessment]:
    """The person's own assessments that still count, unfinished ones first, the longest waiting on top."""
    rows = assessments_of(person).exclude(review__outcome=Review.ABANDONED)
    return sorted(rows, key=lambda it: (it.state != Assessment.OPEN, it.review.allocated_at, it.pk))


def assessment_for(person: Any, public_id: uuid.UUID) -> Assessment:
    """The person's own assessment. Raises Assessment.DoesNotExist alike for another's and for none."""
    return assessments_of(person).get(public_id=public_id)


def marks_of(assessment: Assessment) -> dict[str, tuple[str, str]]:
    """Level and reason by criterion, as far as they are given."""
    return {mark.criterion: (mark.level, mark.reason) for mark in assessment.marks.all()}


def has_read(person: Any, review: Review) -> bool:
    """Whether the person is one of the review's readers."""
    return Assessment.objects.filter(review=review, assessor__person_id=person.pk).exists()


def assessments_in(review: Review) -> list[Assessment]:
    """Both readers' assessments with their marks, first reader first: for the office and the moderator only."""
    rows = review.assessments.select_related("assessor__person").order_by("slot")
    return list(rows.prefetch_related(Prefetch("marks", CriterionMark.objects.order_by("pk"))))


def reviews_for_office(person: Any) -> list[Review]:
    """The reviews that want or have somebody's hands, of the runs whose office the person is, oldest first.

    Those that are decided stay until the run has left the state into which the decision brought it.
    """
    rows = (
        Review.objects.filter(_of_office(person))
        .exclude(outcome=Review.ABANDONED)
        .filter(Q(closed_at=None) | Q(decision__set_aside_at=None, run__finished_at=None))
    )
    return [review for review in _with_readers(rows).order_by("opened_at", "pk") if _is_unreleased(review)]


def is_office(person: Any) -> bool:
    """Whether the person is at the office of any run that there is."""
    return Run.objects.filter(
        _any([Q(pk__in=role.runs_of(person).values("pk")) for role in _office_roles()])
    ).exists()


def is_released(review: Review) -> bool:
    """Whether the run has left the state into which the review's decision brought it."""
    return review.closed_at is not None and not _is_unreleased(review)


def _is_unreleased(review: Review) -> bool:
    run = review.run
    return review.closed_at is None or run.state == run.journey.transitions[review.then].target.name


def _with_readers(reviews: QuerySet[Review]) -> QuerySet[Review]:
    both = Prefetch("assessments", Assessment.objects.select_related("assessor__person").order_by("slot"))
    return reviews.select_related("run", "opened_by", "decision__feedback").prefetch_related(both)


def _of_office(person: Any) -> Q:
    return _any(
        [
            _any([Q(run__journey_code=journey.code, run__edition=journey.edition) for journey in journeys])
            & Q(run__in=role.runs_of(person))
            for role, journeys in _office_roles().items()
        ]
    )


def _office_roles() -> dict[Role, list[type[Journey]]]:
    roles: dict[Role, list[type[Journey]]] = defaultdict(list)
    for journey in all_journeys():
        for role in journey.office:
            roles[role].append(journey)
    return roles


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q(pk__in=[]))
