"""What a person may do now, and why not yet the rest: for buttons and inboxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflow.journey import Guard, Transition
from workflow.models import Run
from workflow.queries import open_waivers
from workflow.refusals import NotYours, facts_of, refusals


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


def waivable_for(run: Run) -> list[tuple[Guard, tuple[str, ...]]]:
    """The guards that stop a move from here, may be waived and are not yet, each with what it says."""
    named = {
        guard.code: guard
        for move in run.journey.leaving(run.state)
        for guard in move.guards
        if guard.waivable
    }
    facts = facts_of([run], named.values())[run.pk]
    waived = open_waivers([run]).get(run.pk, set()) if named else set()
    unmet = [(guard, tuple(guard.reasons(facts))) for code, guard in named.items() if code not in waived]
    return [(guard, reasons) for guard, reasons in unmet if reasons]
