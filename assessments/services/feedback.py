"""What the school is told beside its level."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from assessments.models import Decision, Feedback
from assessments.queries import is_released
from assessments.services.rules import ReviewIsOver, must_be_office
from documents.plain_text import plain
from workflow.models import Run
from workflow.refusals import NotReady, Refused


class FeedbackIsReleased(Refused):
    """The school has its outcome, so the feedback stands."""


@transaction.atomic
def write_feedback(decision: Decision, *, text: str, person: Any, now: dt.datetime) -> Feedback:
    """Keep the feedback that goes out with the outcome. Raises NotYours, FeedbackIsReleased or NotReady."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=decision.run_id)
    decision = Decision.objects.select_related("review__run").get(pk=decision.pk)
    must_be_office(run, person)
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
