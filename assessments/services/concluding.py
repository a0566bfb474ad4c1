"""Taking the run's next step with a decision, now or when the run lets it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from assessments import flows
from assessments.models import Review
from assessments.services.rules import NotThisStep, locked_review, must_be_office
from workflow import incidents
from workflow.refusals import Refused


@transaction.atomic
def conclude_again(review: Review, *, person: Any, now: dt.datetime) -> bool:
    """Try once more to record a decision that the run did not let through. Answers whether it did now.

    Raises NotYours, ReviewIsOver or NotThisStep.
    """
    review = locked_review(review)
    must_be_office(review.run, person)
    if not flows.is_open(review, flows.ReviewFlow.conclude):
        raise NotThisStep(f"{review.run.label} has no decision that waits to be recorded.")
    return conclude_if_due(review, now=now)


def conclude_if_due(review: Review, *, now: dt.datetime) -> bool:
    if not flows.is_open(review, flows.ReviewFlow.conclude):
        return False
    try:
        with transaction.atomic():
            flows.conclude(review, now=now)
    except Refused as refusal:
        incidents.open_incident(
            held_up(review),
            summary=f"The decision for {review.run.label or review.run} is made but not recorded"[:200],
            detail=" ".join(refusal.reasons),
            run=review.run,
            now=now,
        )
        return False
    incidents.close(held_up(review), now=now)
    return True


def held_up(review: Review) -> str:
    return f"review:{review.pk}"
