"""Acts of the office on runs: what one would come to, and doing it, on one run or many by the same statements."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from workflow.journey import SYSTEM
from workflow.models import Run, TransitionRecord
from workflow.reasons import is_reason
from workflow.records import Place
from workflow.refusals import NotReady, NotYours, Refused, held_roles
from workflow.services.outcome import Outcome, stale
from workflow.services.writing import bring_up_to_date, locked, next_entry, write


@dataclass(frozen=True)
class Change:
    """What an act comes to on one run: the record that is written of it, and where it leaves the run.

    ``undoes``: the record of the move that is undone by it.
    """

    kind: str
    place: Place
    detail: Mapping[str, Any] = field(default_factory=dict)
    undoes: TransitionRecord | None = None


FOR_THE_OFFICE = "This is for the office to do. Ask them, and tell them why."
Judgement = Change | Refused
Plan = Callable[[Sequence[Run]], Mapping[int, Judgement]]
Done = list[tuple[Run, Change, TransitionRecord]]


def judge(
    runs: Sequence[Run], plan: Plan, *, actor: Any, by_itself: bool = False, whose: str = FOR_THE_OFFICE
) -> tuple[dict[int, str], dict[int, Judgement]]:
    """Under which role the actor may act on each run ('': none), and what the plan says of each."""
    roles = roles_at_the_office(runs, actor, by_itself=by_itself)
    found: dict[int, Judgement] = {run.pk: NotYours(whose) for run in runs if not roles[run.pk]}
    theirs = [run for run in runs if roles[run.pk]]
    return roles, {**found, **(plan(theirs) if theirs else {})}


@transaction.atomic
def carry_out(
    runs: Sequence[Run],
    plan: Plan,
    *,
    actor: Any,
    now: dt.datetime,
    reason: str = "",
    note: str = "",
    needs_words: bool = True,
    by_itself: bool = False,
    whose: str = FOR_THE_OFFICE,
    batch: uuid.UUID | None = None,
    versions: Mapping[int, int] | None = None,
    then: Callable[[Done], None] | None = None,
) -> Outcome:
    """Lock, judge and write down an act, in a number of statements that does not grow with the runs.

    Those refused are left as they are. ``by_itself``: Waymark itself may do it too. ``whose``: the
    sentence for anybody else. ``then`` does the rest, in the same
    transaction.
    """
    outcome = Outcome()
    found = locked(runs)
    roles, judged = judge(found, plan, actor=actor, by_itself=by_itself, whose=whose)
    unsaid = _unsaid(reason, note) if needs_words and actor is not None else None
    changes: dict[int, Change] = {}
    for run in found:
        judgement = stale(run, versions) or judged[run.pk]
        if isinstance(judgement, Change) and unsaid is None:
            changes[run.pk] = judgement
        else:
            outcome.refused[run.pk] = judgement if isinstance(judgement, Refused) else _given(unsaid)
    changing = [run for run in found if run.pk in changes]
    if not changing:
        return outcome
    entries = [
        next_entry(
            run,
            kind=changes[run.pk].kind,
            target=changes[run.pk].place.state,
            actor=actor,
            role=roles[run.pk],
            happened=now,
            now=now,
            detail={**changes[run.pk].detail, **({"reason": reason} if reason else {})},
            batch=batch,
            note=note,
        )
        for run in changing
    ]
    places = [changes[run.pk].place for run in changing]
    outcome.records = write(changing, entries=entries, places=places)
    if then:
        then([(run, changes[run.pk], outcome.records[run.pk]) for run in changing])
    bring_up_to_date(runs, written=changing)
    return outcome


def only(outcome: Outcome, run: Run) -> TransitionRecord:
    """The record of the one run on which an act was tried. Raises the refusal."""
    if run.pk in outcome.refused:
        raise outcome.refused[run.pk]
    return outcome.records[run.pk]


def roles_at_the_office(runs: Sequence[Run], actor: Any, *, by_itself: bool = False) -> dict[int, str]:
    """For each run, the first of its office's roles that the actor holds; '' for none. One query."""
    if actor is None:
        return {run.pk: SYSTEM.code if by_itself else "" for run in runs}
    offices = list(dict.fromkeys(role for run in runs for role in run.journey.office))
    held = held_roles(actor, runs, offices)
    return {
        run.pk: next((role.code for role in run.journey.office if role.code in held[run.pk]), "")
        for run in runs
    }


def ended(run: Run) -> NotReady | None:
    """Why nothing can be agreed any more for a run that came to its end."""
    if run.finished_at is None:
        return None
    return NotReady(f"{called(run)} has come to its end, at “{run.declared_state.outside_label}”.")


def called(run: Run) -> str:
    return run.label or "This"


def _unsaid(reason: str, note: str) -> NotReady | None:
    if not is_reason(reason):
        return NotReady("Choose the reason: it is counted, and helps to see what holds people up.")
    if not note.strip():
        return NotReady("Say why in a few words: they are kept in the history, for the office only.")
    return None


def _given(unsaid: NotReady | None) -> NotReady:
    assert unsaid is not None  # noqa: S101 - a change is only left out for words that are missing
    return unsaid
