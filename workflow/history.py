"""How a run's records read now: each with the day to which it was corrected, and what set the state.

Plain functions of records that somebody else has read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflow.models import TransitionRecord


@dataclass(frozen=True)
class Line:
    """A record as it stands. ``is_known``: whether anybody knows when it happened. ``correction``: the last one of it."""

    record: TransitionRecord
    happened_at: dt.datetime
    is_known: bool = True
    correction: TransitionRecord | None = None


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


def moves_in(lines: Iterable[Line]) -> list[Line]:
    """The lines that brought the run where it is, oldest first. Of several arrivals only the last counts."""
    moves: list[Line] = []
    for line in lines:
        if line.record.kind == TransitionRecord.BROUGHT_IN:
            moves.clear()
        if line.record.kind in TransitionRecord.MOVES:
            moves.append(line)
    return moves


def correctable(lines: Sequence[Line], seq: int) -> Line | None:
    """The line of a number, where its day may be put right: a move that counts, or a remark."""
    remarks = [line for line in lines if line.record.kind == TransitionRecord.NOTED]
    return next((line for line in [*moves_in(lines), *remarks] if line.record.seq == seq), None)


def last_move(records: Iterable[TransitionRecord]) -> TransitionRecord:
    """The record that brought the run into its state: remarks and corrections came after it, perhaps."""
    return max(
        (record for record in records if record.kind in TransitionRecord.MOVES),
        key=lambda record: record.seq,
    )


def _line(record: TransitionRecord, correction: TransitionRecord | None) -> Line:
    if correction:
        return Line(record, dt.datetime.fromisoformat(correction.detail["happened_at"]), True, correction)
    is_known = record.kind != TransitionRecord.BROUGHT_IN or record.detail.get("entered_on") is not None
    return Line(record, record.happened_at, is_known)
