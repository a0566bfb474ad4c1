"""How an incident of an assessment is mended: the decision is recorded once the run lets it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from assessments.queries import review_by_key
from assessments.services import conclude_again
from workflow.mending import Remedy, number_in, register_remedy
from workflow.models import Incident
from workflow.refusals import NotReady

HELD_UP = "review"  # the word before the colon in ``assessments.services.concluding.held_up``


def register_remedies() -> None:
    """Called once, when the application starts."""
    register_remedy(HELD_UP, Remedy("Record the decision now", "The decision is recorded.", _conclude))


def _conclude(incident: Incident, by: Any, now: dt.datetime) -> None:
    if not conclude_again(review_by_key(number_in(incident)), person=by, now=now):
        raise NotReady(
            "It is not possible yet, for the same reasons. Mend them first: they are written below it."
        )
