"""What every verb of assessment keeps to: its refusals, its locks (run, then review), and who may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assessments.models import Assessment, Assessor, Review
from workflow.access import editors, office, roles_held
from workflow.models import Run
from workflow.refusals import NotReady, NotYours, Refused

READERS = 2  # our default, no public source: see the slots of models.Assessment and flows.READING


class ReviewIsOver(Refused):
    """The review was called off or has come to its end."""


class NotThisStep(Refused):
    """The review waits for something else."""


class WrongReaders(NotReady):
    """The readers chosen cannot read this submission."""


def locked_review(review: Review) -> Review:
    run = Run.objects.select_for_update(of=("self",)).get(pk=review.run_id)
    (locked,) = locked_reviews(pk=review.pk)
    if locked.closed_at is not None:
        raise ReviewIsOver(f"The assessment of {run.label} has come to its end. There is nothing more to do.")
    locked.run = run
    return locked


def locked_reviews(**which: Any) -> list[Review]:
    return list(Review.objects.select_for_update(of=("self",)).filter(**which).order_by("pk"))


def locked_assessments(review: Review) -> Any:
    rows = Assessment.objects.select_for_update(of=("self",)).filter(review_id=review.pk)
    return rows.select_related("review__run", "assessor").order_by("pk")


def must_be_office(run: Run, person: Any) -> None:
    if not roles_held(person, run, office):
        raise NotYours("This is for the office to do.")


def must_be_able_to_read(run: Run, assessors: Sequence[Assessor]) -> None:
    if len({assessor.pk for assessor in assessors}) != READERS or len(assessors) != READERS:
        raise WrongReaders("Choose two readers who are not the same person.")
    for assessor in assessors:
        if not assessor.is_active or not assessor.person.is_active:
            raise WrongReaders(f"{assessor} does not assess any more. Choose somebody else.")
        if roles_held(assessor.person, run, editors):
            raise WrongReaders(
                f"{assessor} works on this submission, so cannot judge it. Choose somebody else."
            )


def must_be_open_and_theirs(assessment: Assessment, person: Any) -> None:
    if assessment.assessor.person_id != person.pk or not assessment.assessor.is_active:
        raise NotYours("Only the reader to whom it was given can do this.")
    if assessment.state == Assessment.SET_ASIDE:
        raise ReviewIsOver(
            "This assessment was called off, so nothing more is asked of you. What you wrote is kept."
        )
    if assessment.state == Assessment.DONE:
        raise NotThisStep("You have finished this assessment, so it cannot be changed any more.")
