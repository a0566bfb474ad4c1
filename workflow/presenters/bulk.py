"""A bulk act in words: how far it is, and what became of each journey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflow.models import BulkAct, BulkRow

_BEFORE = {BulkRow.WAITING: "Will be changed", BulkRow.REFUSED: "Stays as it is"}
_TONES = {
    BulkRow.DONE: "teal",
    BulkRow.UNDONE: "plum",
    BulkRow.REFUSED: "rust",
    BulkRow.NOT_UNDONE: "rust",
    BulkRow.WAITING: "quiet",
}
_STATES = {
    BulkAct.PREVIEWED: "Not done yet",
    BulkAct.RUNNING: "Being done",
    BulkAct.DONE: "Done",
    BulkAct.UNDOING: "Being taken back",
    BulkAct.UNDONE: "Taken back",
}


@dataclass(frozen=True)
class RowLine:
    """One journey of a bulk act. ``changes`` are what, so far, from now on."""

    label: str
    public_id: str
    fate: str
    tone: str
    sentence: str
    changes: Sequence[Sequence[str]]


def row_lines(rows: Sequence[BulkRow], *, is_preview: bool) -> list[RowLine]:
    """The rows of a page."""
    return [
        RowLine(
            name_of_run(row),
            str(row.run.public_id),
            fate_of(row, is_preview=is_preview),
            "teal" if is_preview and row.fate == BulkRow.WAITING else _TONES[row.fate],
            row.sentence,
            row.preview.get("shows", ()),
        )
        for row in rows
    ]


def name_of_run(row: BulkRow) -> str:
    return row.run.label or "Without a name"


def fate_of(row: BulkRow, *, is_preview: bool = False) -> str:
    return _BEFORE[row.fate] if is_preview else row.get_fate_display()


def changes_in_a_line(row: BulkRow) -> str:
    """What changes on a journey, as one text."""
    return "; ".join(
        f"{what}: {so_far} → {then}" if so_far else f"{what}: {then}"
        for what, so_far, then in row.preview.get("shows", ())
    )


def state_in_words(bulk: BulkAct) -> str:
    return _STATES[bulk.state]


def what_it_would_do(waiting: int, refused: int) -> str:
    """The first sentence of a preview."""
    if not waiting:
        return f"Nothing can be done: {_journeys(refused)} {_stays(refused)} as {_they(refused)} now, for the reasons below."
    stays = f" {refused:,} {_stays(refused)} as {_they(refused)}, for the reasons below." if refused else ""
    return f"This changes {_journeys(waiting)}.{stays}"


def what_it_did(counts: Any) -> str:
    """The first sentence of the result."""
    if counts.taken_back:
        left = f" {counts.not_undone:,} could not be, for the reasons below." if counts.not_undone else ""
        return f"It was taken back for {_journeys(counts.undone)}.{left}"
    left = (
        f" {counts.refused:,} {_was_left(counts.refused)}, for the reasons below." if counts.refused else ""
    )
    return f"Done for {_journeys(counts.done)}.{left}"


def mails_in_words(number: int, held: int, *, may_mail: bool) -> str:
    """How many mails would go. ``held``: of these, those whose post is stopped."""
    if not may_mail or not number:
        return "No email goes with it."
    goes = "1 email goes with it." if number == 1 else f"{number:,} emails go with it."
    waits = "waits" if held == 1 else "wait"
    return goes + (f" {held:,} of them {waits}, because their post is stopped." if held else "")


def _journeys(number: int) -> str:
    return "1 journey" if number == 1 else f"{number:,} journeys"


def _stays(number: int) -> str:
    return "stays" if number == 1 else "stay"


def _they(number: int) -> str:
    return "it is" if number == 1 else "they are"


def _was_left(number: int) -> str:
    return "was left as it is" if number == 1 else "were left as they are"
