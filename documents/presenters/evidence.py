"""Evidence as it is shown: small pictures and names of files, each with what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from documents.goals import Goal
from documents.models import Evidence, StoredFile
from documents.presenters.scrapbook import goal_title
from workflow.models import Run
from workflow.presenters import day

NOWHERE = "Not placed yet"


@dataclass(frozen=True)
class EvidenceView:
    """A file. ``small_href`` is empty for what is no picture or cannot be shown; ``wanting`` is still to be said of it."""

    public_id: str
    title: str
    href: str
    small_href: str
    alt: str
    about: str
    place: str
    facts: str
    state: str
    wanting: Sequence[str]
    is_down: bool
    describe_href: str
    take_down_href: str


def evidence_views(evidence: Iterable[Evidence], places: Mapping[str, str]) -> list[EvidenceView]:
    return [evidence_view(it, places) for it in evidence]


def evidence_view(evidence: Evidence, places: Mapping[str, str]) -> EvidenceView:
    """How one file is shown. ``places`` name where a file can belong."""
    file, is_down = evidence.file, evidence.taken_down_at is not None
    can_be_shown = not is_down and file.forgotten_at is None and file.state != StoredFile.INFECTED
    return EvidenceView(
        public_id=str(evidence.public_id),
        title=evidence.title,
        href=reverse("documents:evidence", args=[evidence.public_id]) if can_be_shown else "",
        small_href=reverse("documents:evidence_small", args=[evidence.public_id])
        if can_be_shown and file.small
        else "",
        alt=evidence.alt or f"Picture: {evidence.title}",
        about=evidence.about,
        place=places.get(evidence.about, NOWHERE),
        facts=_facts(evidence),
        state=_state(evidence),
        wanting=_wanting(evidence),
        is_down=is_down,
        describe_href=reverse("documents:evidence_describe", args=[evidence.public_id]),
        take_down_href=reverse("documents:evidence_take_down", args=[evidence.public_id]),
    )


def places(run: Run, goals: Sequence[Goal]) -> dict[str, str]:
    """Where a file of the run can belong, by key, with the words for it."""
    return {**{goal.key: goal_title(goal) for goal in goals}, "": NOWHERE}


def _facts(evidence: Evidence) -> str:
    who = f", added by {evidence.adder}" if evidence.adder else ""
    return f"{evidence.file.kind.label.capitalize()}, {filesizeformat(evidence.file.size)}{who} on {day(evidence.added_at)}"


def _state(evidence: Evidence) -> str:
    if evidence.taken_down_at is not None:
        return f"Taken down on {day(evidence.taken_down_at)}: {evidence.taken_down_because}"
    return {
        StoredFile.WAITING: "Being checked. Look again in a minute.",
        StoredFile.NOT_SCANNED: "Not scanned here: open it only if you trust who added it.",
        StoredFile.INFECTED: f"Removed: it carried something harmful ({evidence.file.found}).",
    }.get(evidence.file.state, "")


def _wanting(evidence: Evidence) -> list[str]:
    if not evidence.file.kind.is_picture:
        return []
    wanting = []
    if not evidence.alt:
        wanting.append("Say in words what the picture shows, for those who cannot see it.")
    if evidence.children == Evidence.UNANSWERED:
        wanting.append("Say whether children can be recognised.")
    return wanting
