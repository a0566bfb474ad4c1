"""Steps that journeys declare and that need no page of their own, as acts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from workflow import services
from workflow.acts.forms import ActForm, not_needed
from workflow.acts.own import undo_batch
from workflow.acts.vocabulary import Act, Judged, Rows, Values
from workflow.journey import Journey, Transition
from workflow.models import Run
from workflow.refusals import NotFromHere, refusals
from workflow.services import Outcome, undone_sentence


def acts_of(journeys: Sequence[type[Journey]]) -> list[Act]:
    """One act for each name of a step that the office takes with a plain confirmation, over all journeys that have it."""
    named: dict[str, list[Transition]] = {}
    for journey in journeys:
        for move in offices_steps(journey):
            named.setdefault(move.name, []).append(move)
    return [_act(name, moves) for name, moves in named.items()]


def offices_steps(journey: type[Journey]) -> list[Transition]:
    """The steps of a journey that the office takes with a plain confirmation."""
    return [
        move
        for move in journey.transitions.values()
        if (not move.page or move.page_optional) and set(move.roles).intersection(journey.office)
    ]


def _act(name: str, moves: Sequence[Transition]) -> Act:
    labels = list(dict.fromkeys(move.label for move in moves))
    finals = [undone_sentence(move) for move in moves]
    return Act(
        name,
        " / ".join(labels),
        _form(moves),
        _Judge(name),
        _Take(name),
        undo=undo_batch,
        final=finals[0] if all(finals) else "",
        hint=next((move.hint for move in moves if move.hint), ""),
        danger=any(move.danger for move in moves),
        is_step=True,
        may_mail=any(move.effects for move in moves),
    )


def _form(moves: Sequence[Transition]) -> type[ActForm]:
    label = next((move.note_label for move in moves if move.needs_note), "")

    class StepForm(ActForm):
        """Why the step is taken. Where the step hands it on, the words go to the people by email."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            if not label:
                not_needed(self)
                return
            self.fields["note"].label = label
            self.fields[
                "note"
            ].help_text = "Kept in the history. Where the step tells people by email, they read it."

    return StepForm


class _Judge:
    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(
        self, runs: Sequence[Run], values: Values, *, actor: Any, now: dt.datetime
    ) -> dict[int, Judged]:
        asked = [(run, move) for run in runs if (move := run.journey.transitions.get(self.name))]
        verdicts = refusals(asked, actor=actor)
        found = {run.pk: Judged((_not_a_step(run, self.name),)) for run in runs}
        for run, move in asked:
            reasons = verdicts[run.pk, move.name].reasons
            found[run.pk] = Judged(tuple(reasons), () if reasons else _shows(run, move))
        return found


class _Take:
    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(
        self,
        runs: Sequence[Run],
        values: Values,
        *,
        actor: Any,
        now: dt.datetime,
        reason: str,
        note: str,
        batch: uuid.UUID | None = None,
        versions: Mapping[int, int] | None = None,
    ) -> Outcome:
        """One statement after another for each edition among the runs."""
        outcome = Outcome()
        moving: dict[Transition, list[Run]] = {}
        for run in runs:
            if move := run.journey.transitions.get(self.name):
                moving.setdefault(move, []).append(run)
            else:
                outcome.refused[run.pk] = NotFromHere(_not_a_step(run, self.name))
        for move, together in moving.items():
            found = services.advance_many(
                together,
                move,
                actor=actor,
                now=now,
                note=note,
                detail={"reason": reason} if reason else None,
                batch=batch,
                versions=versions,
            )
            outcome.records |= found.records
            outcome.refused |= found.refused
        return outcome


def _shows(run: Run, move: Transition) -> Rows:
    here, there = run.declared_state, run.journey.states[move.target.name]
    rows = [("Step", here.label, there.label)]
    if here.waits_for is not there.waits_for:
        rows.append(("Whose move", here.waits_for.label, there.waits_for.label))
    if final := undone_sentence(move):
        rows.append(("Undoing it", "", final))
    return tuple(rows)


def _not_a_step(run: Run, name: str) -> str:
    return f"{run.label or 'This'} is in {run.journey.title}, which has no step of that kind."
