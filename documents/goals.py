"""Placeholder."""

from __future__ import annotations

from dataclasses import dataclass

from documents.models import Answer
from workflow.models import Run


@dataclass(frozen=True)
class Goal:
    key: str
    place: int
    aim: str


def goals_of(run: Run) -> list[Goal]:
    rows = Answer.objects.filter(document__run=run, question__startswith="goal").order_by("question")
    return [Goal(row.question, place, row.value.get("aim", "")) for place, row in enumerate(rows, start=1)]
