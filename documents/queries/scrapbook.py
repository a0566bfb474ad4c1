"""What is kept in scrapbooks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from documents.models import Scrap, ScrapbookLink
from workflow.journey import Journey
from workflow.models import Run

SCRAPBOOK_PAGE = "documents:scrapbook"


def has_scrapbook(journey: type[Journey]) -> bool:
    """Whether some state of the journey keeps a scrapbook."""
    return any(task.page == SCRAPBOOK_PAGE for state in journey.states.values() for task in state.tasks)


def may_keep_scraps(run: Run) -> bool:
    """Whether the run's state has the scrapbook in its task list."""
    return any(task.page == SCRAPBOOK_PAGE for task in run.declared_state.tasks)


def scraps_of(run: Run) -> list[Scrap]:
    """All that was kept, the newest day first; those that were taken out too."""
    return list(
        Scrap.objects.filter(run=run).select_related("added_by", "evidence").order_by("-happened_on", "-pk")
    )


def scraps_for(run: Run, goals: Iterable[str]) -> list[Scrap]:
    """What is kept for goals, in the order in which it happened."""
    kept = Scrap.objects.filter(run=run, goal__in=list(goals), removed_at=None)
    return list(kept.select_related("added_by", "evidence").order_by("happened_on", "pk"))


def scrap_of(run: Run, public_id: uuid.UUID | str) -> Scrap | None:
    """One that is kept. What is no id finds none."""
    try:
        uuid.UUID(str(public_id))
    except ValueError:
        return None
    return Scrap.objects.filter(run=run, public_id=public_id, removed_at=None).first()


def scrap_in_or_out(run: Run, public_id: uuid.UUID) -> Scrap | None:
    """One that is kept, or was taken out."""
    return Scrap.objects.filter(run=run, public_id=public_id).first()


def scrapbook_link_of(run: Run) -> ScrapbookLink | None:
    """The link that works now."""
    return ScrapbookLink.objects.filter(run=run, ended_at=None).first()


def scrapbook_link_with(pk: int) -> ScrapbookLink | None:
    return ScrapbookLink.objects.select_related("run").filter(pk=pk).first()
