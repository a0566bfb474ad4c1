"""A table that was handed in, as its preview and its result show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from awards.intakes.registry import (
    CHANGED,
    DOUBTFUL,
    FATES,
    LEAVE_OUT,
    LEFT_OUT,
    NEW,
    REJECTED,
    UNCHANGED,
    Choice,
    Examination,
)

SIZE = 50  # lines on a page
_ORDER = (DOUBTFUL, REJECTED, CHANGED, NEW, LEFT_OUT, UNCHANGED)
_TONES = {NEW: "teal", CHANGED: "plum", DOUBTFUL: "rust", REJECTED: "rust"}
_LEAVING_OUT = Choice(LEAVE_OUT, "Leave this line out")


@dataclass(frozen=True)
class Shown:
    """A line with its tag and, where there is a doubt, all answers to it."""

    line: Any
    tone: str
    choices: tuple[Choice, ...]

    @property
    def name(self) -> str:
        return f"line-{self.line.number}"


@dataclass(frozen=True)
class Part:
    """One page of the lines: those in doubt to be answered, then the others."""

    asked: Sequence[Shown]
    lines: Sequence[Shown]
    next_href: str
    first_href: str


def counts_of(examination: Examination) -> list[dict[str, Any]]:
    """How many lines of each fate there are, each with its own list."""
    return [
        {"text": FATES[fate], "number": examination.counts[fate], "href": f"?show={fate}"}
        for fate in _ORDER
        if examination.counts[fate]
    ]


def part_of(examination: Examination, *, address: QueryDict) -> Part:
    """The page that the address asks for: what needs a person first, in the order of the file."""
    rows = [row for row in examination.rows if address.get("show", "") in ("", row.fate)]
    rows.sort(key=lambda row: (_ORDER.index(row.fate), row.number))
    after = address.get("after", "")
    begin = int(after) if after.isascii() and after.isdigit() else 0
    shown = [Shown(row, _TONES.get(row.fate, "quiet"), _choices(row)) for row in rows[begin : begin + SIZE]]
    return Part(
        asked=[line for line in shown if line.choices],
        lines=[line for line in shown if not line.choices],
        next_href=_href(address, begin + SIZE) if len(rows) > begin + SIZE else "",
        first_href=_href(address, 0) if begin else "",
    )


def answers_in(posted: Mapping[str, Any]) -> dict[str, str]:
    """The answers to doubts among what was posted, by line number."""
    return {
        name.removeprefix("line-"): str(value)[:40]
        for name, value in posted.items()
        if name.startswith("line-") and name.removeprefix("line-").isdigit()
    }


def what_confirming_does(examination: Examination) -> str:
    """What happens when it is confirmed, and what does not, in one sentence."""
    counts = examination.counts
    does = [
        f"{counts[fate]:,} {word} line{'s' if counts[fate] > 1 else ''}"
        for fate, word in ((NEW, "new"), (CHANGED, "changed"))
        if counts[fate]
    ]
    stays = [
        f"{counts[fate]:,} {word}"
        for fate, word in (
            (DOUBTFUL, "still in doubt"),
            (REJECTED, "that cannot be taken in"),
            (LEFT_OUT, "that you left out"),
        )
        if counts[fate]
    ]
    taken = " and ".join(does)
    if not does:
        return "There is nothing to take in: no line is new or changed."
    return f"This takes in {taken}." + (f" What stays out: {', '.join(stays)}." if stays else "")


def _choices(row: Any) -> tuple[Choice, ...]:
    return (*row.choices, _LEAVING_OUT) if row.choices or row.chosen else ()


def _href(address: QueryDict, begin: int) -> str:
    words = address.copy()
    words.pop("after", None)
    if begin:
        words["after"] = str(begin)
    return "?" + words.urlencode()
