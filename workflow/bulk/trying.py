"""One piece of a bulk act, by the same statements for all its runs; where that fails, run by run, so that the rest is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog
from django.db import transaction

from workflow.models import Run
from workflow.refusals import Refused
from workflow.services import Outcome

log = structlog.get_logger(__name__)

Work = Callable[[Sequence[Run]], Outcome]


@dataclass
class Came:
    """What became of a piece, by run id: those done, and the sentence for each of the others."""

    done: set[int] = field(default_factory=set)
    refused: dict[int, str] = field(default_factory=dict)


def attempt(runs: Sequence[Run], work: Work) -> Came:
    """Do the work on all the runs, or on each by itself if one of them makes it fail for all."""
    try:
        with transaction.atomic():
            return _came(work(runs))
    except Exception as error:  # noqa: BLE001 - whatever one run's effect raises must not keep the others from it
        log.warning("a piece failed and is tried run by run", error=str(error), runs=len(runs))
    came = Came()
    for run in runs:
        _alone(run, work, came)
    return came


def _alone(run: Run, work: Work, came: Came) -> None:
    try:
        with transaction.atomic():
            one = _came(work([run]))
    except Refused as refused:
        came.refused[run.pk] = " ".join(refused.reasons)
    except Exception:
        log.exception("a run of a bulk act failed", run=run.pk)
        came.refused[run.pk] = (
            f"Something went wrong on our side with {run.label or 'this'}, so it was left as it is. Try it by itself."
        )
    else:
        came.done |= one.done
        came.refused |= one.refused


def _came(outcome: Outcome) -> Came:
    refused = {pk: " ".join(refusal.reasons) for pk, refusal in outcome.refused.items()}
    return Came(set(outcome.records), refused)
