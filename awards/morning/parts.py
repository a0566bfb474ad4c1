"""What a morning is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic, TypeVar

from awards.models import ContactLog
from workflow.models import Incident, MailStop, Prompt, Run

M = TypeVar("M")
Officer = int | None  # None: nobody


@dataclass(frozen=True)
class Few(Generic[M]):
    """The first few of something, and how many there are in all."""

    rows: list[M]
    number: int


@dataclass(frozen=True)
class Rest:
    """A journey left in peace. ``ends_on``: the last day of it, or the day on which a paused one goes on."""

    run: Run
    ends_on: dt.date
    what: str
    stop: MailStop | None = None


@dataclass(frozen=True)
class Days:
    """The days that bound a morning. ``since``: the last working day before; ``until``: a week ahead."""

    today: dt.date
    since: dt.date
    until: dt.date


@dataclass(frozen=True)
class Morning:
    """What is to be looked at, each part with its first rows.

    ours: the move is ours or an assessor's, and late. late: of the others, those that became late since the last working
    day. soon: due within a week. asks: what is asked of the office. steps: next steps of the log that are due. rests: those
    that end within a week.
    """

    days: Days
    ours: Few[Run]
    late: Few[Run]
    soon: Few[Run]
    asks: Few[Prompt]
    incidents: Few[Incident]
    steps: Few[ContactLog]
    rests: Few[Rest]

    @property
    def is_empty(self) -> bool:
        parts = (self.ours, self.late, self.soon, self.asks, self.incidents, self.steps, self.rests)
        return not any(part.number for part in parts)
