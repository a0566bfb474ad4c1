"""What a person may do now, and why not yet the rest: for buttons and inboxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflow.journey import Transition
from workflow.models import Run
from workflow.refusals import NotYours, refusals


@dataclass(frozen=True)
class Option:
    """A transition that the person's role may take. Empty ``reasons``: it may be taken now."""

    transition: Transition
    role: str
    reasons: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return not self.reasons


def options_for(runs: Sequence[Run], *, actor: Any) -> dict[int, list[Option]]:
    """For each run id, the transitions out of its state that the person's roles may take, in declared order."""
    asked = [(run, move) for run in runs for move in run.journey.leaving(run.state)]
    verdicts = refusals(asked, actor=actor)
    options: dict[int, list[Option]] = {run.pk: [] for run in runs}
    for run, move in asked:
        verdict = verdicts[run.pk, move.name]
        if not isinstance(verdict.refusal, NotYours):
            options[run.pk].append(Option(move, verdict.role, tuple(verdict.reasons)))
    return options
