"""How a run's records read now: each with the day to which it was corrected, and what set the state.

Plain functions of records that somebody else has read.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from workflow.models import TransitionRecord

ENTERS = (
    TransitionRecord.STARTED,
    TransitionRecord.BROUGHT_IN,
    TransitionRecord.MOVED,
    TransitionRecord.REOPENED,
)
"""The kinds that begin a stay in a state. One that was undone is read as if it had not been."""


@dataclass(frozen=True)
class Line:
    """A record as it stands. ``is_known``: whether anybody knows when it happened. ``correction``: the last one of it."""

    record: TransitionRecord
    happened_at: dt.datetime
    is_known: bool = True
    correction: TransitionRecord | None = None


@dataclass(frozen=True)
class Stay:
    """A stay in a state: the line that began it, and what was agreed for it since.

    agreed: the days that were agreed as due, the last one counts; those of before stand again when it is taken back.
    pauses: each day on which the clock was stopped, with the number of days for which it stood. paused_in: the batch in which it
    was paused that is paused now.
    """

    line: Line
    agreed: tuple[dt.date, ...] = ()
    pauses: tuple[tuple[dt.date, int], ...] = ()
    paused_at: dt.datetime | None = None
    resumes_on: dt.date | None = None
    paused_in: uuid.UUID | None = None

    @property
    def seq(self) -> int:
        return self.line.record.seq

    @property
    def entered_on(self) -> dt.date | None:
        return timezone.localdate(self.line.happened_at) if self.line.is_known else None

    @property
    def paused_days(self) -> int:
        return days_of(self.pauses, since=self.entered_on)


def days_of(pauses: Iterable[tuple[dt.date, int]], *, since: dt.date | None) -> int:
    """For how many days pauses stopped the clock since a day; None: since ever."""
    return sum(
        days if since is None else max(0, min(days, (on + dt.timedelta(days=days) - since).days))
        for on, days in pauses
    )


def lines_of(records: Iterable[TransitionRecord]) -> list[Line]:
    """The records as they stand, oldest first; corrections are not lines of their own."""
    trail = sorted(records, key=lambda record: record.seq)
    corrections = {
        record.detail["corrects"]: record for record in trail if record.kind == TransitionRecord.CORRECTED
    }
    return [
        _line(record, corrections.get(record.seq))
        for record in trail
        if record.kind != TransitionRecord.CORRECTED
    ]


def stays_in(lines: Iterable[Line]) -> list[Stay]:
    """The stays that count, oldest first; the last one is where the run stands. Undone ones are gone, and of several
    arrivals only the last counts.
    """
    stays: list[Stay] = []
    for line in lines:
        kind = line.record.kind
        if kind == TransitionRecord.BROUGHT_IN:
            stays.clear()
        if kind in ENTERS:
            stays.append(Stay(line, agreed=_agreed_on_arrival(line.record)))
        elif kind == TransitionRecord.UNDONE:
            stays.pop()
        elif kind in _GOES_ON:
            stays[-1] = _GOES_ON[kind](stays[-1], line)
    return stays


def moves_in(lines: Iterable[Line]) -> list[Line]:
    """The lines that brought the run where it is, oldest first, without what was undone."""
    return [stay.line for stay in stays_in(lines)]


def since_reopened(moves: Sequence[Line]) -> list[Line]:
    """The moves from which time limits count: when a run is reopened, they begin anew."""
    reopened = [at for at, line in enumerate(moves) if line.record.kind == TransitionRecord.REOPENED]
    return list(moves[reopened[-1] :] if reopened else moves)


def days_of_moves(moves: Sequence[Line]) -> list[tuple[str, dt.date]]:
    """The names of the transitions from which time limits count, with their days."""
    return [(line.record.transition, timezone.localdate(line.happened_at)) for line in since_reopened(moves)]


def correctable(lines: Sequence[Line], seq: int) -> Line | None:
    """The line of a number, where its day may be put right: a move that counts, or a remark."""
    remarks = [line for line in lines if line.record.kind == TransitionRecord.NOTED]
    return next((line for line in [*moves_in(lines), *remarks] if line.record.seq == seq), None)


def last_move(records: Iterable[TransitionRecord]) -> TransitionRecord:
    """The record that brought the run into its state: remarks and corrections came after it, perhaps."""
    return moves_in(lines_of(records))[-1].record


def _line(record: TransitionRecord, correction: TransitionRecord | None) -> Line:
    if correction:
        return Line(record, dt.datetime.fromisoformat(correction.detail["happened_at"]), True, correction)
    is_known = record.kind != TransitionRecord.BROUGHT_IN or record.detail.get("entered_on") is not None
    return Line(record, record.happened_at, is_known)


def _agreed_on_arrival(record: TransitionRecord) -> tuple[dt.date, ...]:
    agreed = record.detail.get("due_on") if record.kind == TransitionRecord.BROUGHT_IN else None
    return (dt.date.fromisoformat(agreed),) if agreed else ()


def _extended(stay: Stay, line: Line) -> Stay:
    if "takes_back" in line.record.detail:
        return replace(stay, agreed=stay.agreed[:-1])
    return replace(stay, agreed=(*stay.agreed, dt.date.fromisoformat(line.record.detail["due_on"])))


def _paused(stay: Stay, line: Line) -> Stay:
    until = line.record.detail.get("until")
    return replace(
        stay,
        paused_at=line.record.happened_at,
        resumes_on=dt.date.fromisoformat(until) if until else None,
        paused_in=line.record.batch,
    )


def _resumed(stay: Stay, line: Line) -> Stay:
    """A day that was agreed waits as long as the clock stood still."""
    on, days = dt.date.fromisoformat(line.record.detail["paused_on"]), line.record.detail["days"]
    return replace(
        stay,
        agreed=tuple(day + dt.timedelta(days=days) for day in stay.agreed),
        pauses=(*stay.pauses, (on, days)),
        paused_at=None,
        resumes_on=None,
        paused_in=None,
    )


_GOES_ON = {
    TransitionRecord.EXTENDED: _extended,
    TransitionRecord.PAUSED: _paused,
    TransitionRecord.RESUMED: _resumed,
}
