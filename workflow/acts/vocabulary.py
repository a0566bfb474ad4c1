"""What an act is, and what judging it says."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from workflow.acts.forms import ActForm
from workflow.models import Run
from workflow.presenters import day
from workflow.records import Place
from workflow.refusals import Refused
from workflow.services import Change, Judgement, Outcome
from workflow.services.places import present_place

Values = Mapping[str, str]
"""What an act's form was given, reason and words apart: texts, so that they can be kept."""
Rows = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Judged:
    """What an act would come to on one run. ``reasons``: why it cannot be; none: it can. ``shows``: what changes, as rows
    of what it is, so far, and from now on.
    """

    reasons: tuple[str, ...] = ()
    shows: Rows = ()

    @property
    def is_possible(self) -> bool:
        return not self.reasons


class Judge(Protocol):
    def __call__(
        self, runs: Sequence[Run], values: Values, *, actor: Any, now: dt.datetime
    ) -> dict[int, Judged]: ...


class Do(Protocol):
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
    ) -> Outcome: ...


class Undo(Protocol):
    def __call__(
        self,
        runs: Sequence[Run],
        *,
        batch: uuid.UUID,
        actor: Any,
        now: dt.datetime,
        reason: str,
        note: str,
    ) -> Outcome: ...


@dataclass(frozen=True, eq=False)
class Act:
    """Something that the office does to one run or many.

    form: asks for what it needs, a subclass of ``ActForm``; its ``values``, ``reason`` and ``note`` go to the others.
    judge: what it would come to, by run id, without changing anything. do: does it by the same rules, all runs by the
    same statements; those refused are left as they are. undo: takes it back for the runs of a batch; final: the
    sentence that says why it cannot be, shown before it is done. in_bulk: offered for many. is_step: of journeys,
    which for one run has the page that confirms steps. may_mail: doing it may write mail.
    """

    code: str
    label: str
    form: type[ActForm]
    judge: Judge
    do: Do
    undo: Undo | None = None
    final: str = ""
    hint: str = ""
    danger: bool = False
    in_bulk: bool = True
    is_step: bool = False
    may_mail: bool = False


def judged(
    runs: Sequence[Run],
    judgements: Mapping[int, Judgement],
    *,
    more: Callable[[Run, Change], Rows] | None = None,
) -> dict[int, Judged]:
    """Judgements of the services in words. ``more``: rows for what is not a run's own date."""
    said = {}
    for run in runs:
        found = judgements[run.pk]
        if isinstance(found, Refused):
            said[run.pk] = Judged(tuple(found.reasons))
        else:
            said[run.pk] = Judged(shows=(*rows_of(run, found.place), *(more(run, found) if more else ())))
    return said


def rows_of(run: Run, after: Place) -> Rows:
    """What a run's dates become, only where they change."""
    before = present_place(run)
    rows = [
        (name, so_far, from_now_on)
        for name, so_far, from_now_on in zip(
            ("Step", "Here since", "Due by", "Called slow from", "Paused", "Came to its end"),
            _in_words(run, before),
            _in_words(run, after),
            strict=True,
        )
        if so_far != from_now_on
    ]
    return tuple(rows)


def _in_words(run: Run, place: Place) -> tuple[str, ...]:
    until = f"until {day(place.resumes_on)}" if place.resumes_on else "until it is resumed"
    since = day(place.entered_at)
    return (
        run.journey.states[place.state].label,
        since if place.entered_is_known else f"before {since}",
        day(place.due_on) or "no day",
        day(place.slow_on) or "never",
        until if place.paused_at else "no",
        day(place.finished_at) or "not yet",
    )
