"""Kinds of table that can be handed in: how each is looked at, and how it is taken in."""

from __future__ import annotations

import datetime as dt
import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from awards.intakes.tables import Column, Line
from awards.models import Intake, Person

NEW, CHANGED, UNCHANGED, DOUBTFUL, REJECTED, LEFT_OUT = (
    "new",
    "changed",
    "unchanged",
    "doubtful",
    "rejected",
    "left_out",
)
FATES = {
    NEW: "New",
    CHANGED: "Changed",
    UNCHANGED: "Unchanged",
    DOUBTFUL: "In doubt",
    REJECTED: "Cannot be taken in",
    LEFT_OUT: "Left out",
}
LEAVE_OUT = "leave out"  # the choice of a person who wants no more of a line

Choices = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """One answer to a line in doubt: what is posted, and its words."""

    value: str
    label: str


@dataclass(frozen=True)
class ExaminedLine:
    """A line as the preview shows it. Kinds add what else they show.

    ``sentences`` say why it is in doubt or rejected, or what would change. ``choices`` are the answers to a doubt
    (leaving it out is always one more); ``chosen`` the one that was given.
    """

    number: int
    title: str
    fate: str
    sentences: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    chosen: str = ""

    @property
    def sentence(self) -> str:
        return " ".join(self.sentences)

    @property
    def fate_label(self) -> str:
        return FATES[self.fate]


@dataclass(frozen=True)
class Examination:
    """What a table comes to, line by line. ``digest`` stands for all that would be done: it is taken again before doing it."""

    rows: Sequence[Any]
    digest: str
    notes: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", Counter(row.fate for row in self.rows))

    @property
    def has_work(self) -> bool:
        return bool(self.counts[NEW] or self.counts[CHANGED])


class IntakeKind(ABC):
    """A kind of table.

    title, asks: words of the page on which it is handed in (``asks`` is a sentence above the form; ``button`` confirms).
    template: a template that shows one examined line (as ``row``) below its title. done: a template that says what came of
    it, given ``intake``. more: a template below the form of the upload. about: names of the columns that say what a line is
    about; an answer that was given to a doubt about these words is given again to the next list.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    asks: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    button: ClassVar[str] = "Take them in"
    template: ClassVar[str] = "awards/intakes/includes/line.html"
    done: ClassVar[str] = "awards/intakes/includes/done.html"
    more: ClassVar[str] = ""
    about: ClassVar[Sequence[str]] = ()

    @abstractmethod
    def examine(self, intake: Intake, *, now: dt.datetime, choices: Choices) -> Examination:
        """Look at every line and change nothing. ``choices`` are a person's answers to doubts, by line number."""

    @abstractmethod
    def take_in(
        self, intake: Intake, examination: Examination, *, by: Person | None, now: dt.datetime
    ) -> dict[str, Any]:
        """Do what was examined, in the transaction of the caller. Returns what came of it, for ``intake.outcome``."""


_kinds: dict[str, IntakeKind] = {}


def register_kind(kind: type[IntakeKind]) -> type[IntakeKind]:
    """Make a kind known by its code. Used as a decorator on the class."""
    _kinds[kind.code] = kind()
    return kind


def kind_of(code: str) -> IntakeKind:
    """The kind of a code. Raises KeyError."""
    return _kinds[code]


def lines_of(intake: Intake) -> list[Line]:
    """The lines of an intake, as they were read."""
    columns = intake.rows["columns"]
    return [Line(number, dict(zip(columns, cells, strict=True))) for number, cells in intake.rows["lines"]]


def digest_of(parts: Iterable[str]) -> str:
    """A digest of many texts, in their order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()
