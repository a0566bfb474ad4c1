"""The scrapbook as it is looked through: by goal, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from django.urls import reverse

from documents.goals import Goal
from documents.models import Scrap
from workflow.presenters import day

NO_GOAL = "Not under one goal"
LETTERS_OF_A_TITLE = 120


@dataclass(frozen=True)
class ScrapView:
    """One thing that was kept. ``facts``: day, how many, who."""

    public_id: str
    words: str
    changed: str
    facts: str
    is_used: bool
    picture_href: str = ""
    small_href: str = ""
    alt: str = ""


@dataclass(frozen=True)
class GoalScraps:
    """What was kept for one goal; ``key`` is empty for what belongs to none."""

    key: str
    title: str
    scraps: Sequence[ScrapView]


@dataclass(frozen=True)
class ScrapbookView:
    """``counts`` says in words how much there is. ``removed`` were taken out, the latest first."""

    goals: Sequence[GoalScraps]
    counts: str
    removed: Sequence[ScrapView]


def scrapbook_view(goals: Sequence[Goal], scraps: Sequence[Scrap]) -> ScrapbookView:
    """All of it. What was kept for a goal that is no longer set stands with what belongs to none."""
    kept = [it for it in scraps if it.removed_at is None]
    known = {goal.key for goal in goals}
    groups = [
        GoalScraps(goal.key, goal_title(goal), [scrap_view(it) for it in kept if it.goal == goal.key])
        for goal in goals
    ]
    others = [scrap_view(it) for it in kept if it.goal not in known]
    if others or not groups:
        groups.append(GoalScraps("", NO_GOAL if groups else "What you kept", others))
    removed = [scrap_view(it) for it in scraps if it.removed_at is not None]
    return ScrapbookView(groups, _counts(kept), removed)


def goal_title(goal: Goal) -> str:
    """ "Goal 2: Every child sings …", short enough for a heading."""
    short = shorten(goal.aim, LETTERS_OF_A_TITLE, placeholder=" …")
    return f"Goal {goal.place}: {short}" if short else f"Goal {goal.place}"


def goal_choices(goals: Sequence[Goal]) -> list[tuple[str, str]]:
    return [*((goal.key, goal_title(goal)) for goal in goals), ("", "Not one of these, or all of them")]


def scrap_view(scrap: Scrap) -> ScrapView:
    how_many = f"{scrap.how_many:,} took part" if scrap.how_many else ""
    facts = ", ".join(filter(None, [day(scrap.happened_on), how_many, f"kept by {scrap.adder}"]))
    seen = ScrapView(str(scrap.public_id), scrap.words, scrap.changed, facts, scrap.used_at is not None)
    picture = scrap.evidence
    if picture is None or picture.taken_down_at is not None:
        return seen
    return replace(
        seen,
        picture_href=reverse("documents:evidence", args=[picture.public_id]),
        small_href=reverse("documents:evidence_small", args=[picture.public_id]),
        alt=picture.alt or f"Picture: {picture.title}",
    )


def _counts(kept: Sequence[Scrap]) -> str:
    if not kept:
        return ""
    return "One entry so far." if len(kept) == 1 else f"{len(kept)} entries so far."
