"""Simple kinds of question: what each accepts, what it still lacks, how its answer reads.

An answer is text, or True for a declaration that was ticked. The other kinds are made of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from documents.vocabulary.remarks import pupils_named

MAX_LETTERS = 40_000  # kept for one answer, whatever its word limit: a draft may be far too long

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


KINDS: dict[str, type[Question]] = {}  # every kind by the name of its class


@dataclass(frozen=True)
class Example:
    """A weak and a strong answer to the same question, and what makes the difference. In our own words."""

    weak: str
    strong: str
    because: str = ""


@dataclass(frozen=True, eq=False)
class Question:
    """What all kinds of question have. ``missing`` is the sentence for when an answer is wanted and not there.

    recalls: the form and question ("statement-of-commitment", "goal_1") whose frozen answer is shown beside it.
    of: the form and question without whose answer this one makes no sense: it is asked only of those who gave that.
    kind: its name for templates. shape: what an answer is made of, in words.

    Methods take whatever was kept or sent, in any shape, and never fail on it.
    """

    label: str
    hint: str = ""
    required: bool = True
    missing: str = ""
    example: Example | None = None
    recalls: tuple[str, str] | None = None
    of: tuple[str, str] | None = None
    name: str = field(default="", init=False)
    kind: ClassVar[str] = ""
    shape: ClassVar[str] = "text"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        KINDS[cls.__name__] = cls

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    def is_blank(self, value: Any) -> bool:
        return not isinstance(value, str) or not value.strip()

    def problems(self, value: Any) -> list[str]:
        """The sentences that say what the answer still lacks; none when it is complete."""
        if self.is_blank(value):
            return [self.missing] if self.required else []
        return list(self._problems(value))

    def warnings(self, value: Any) -> list[str]:
        """What the writer may wish to look at again. It never stops anything."""
        return []

    def prose(self, value: Any) -> str:
        """The words in the answer that somebody made up: what rules look at."""
        return ""

    def refusal(self, value: Any) -> str:
        """Why the value cannot be kept even as a draft, or ''."""
        if not isinstance(value, str):
            return f"“{self.label}” is answered in words."
        if len(value) > MAX_LETTERS:
            return (
                f"“{self.label}” is {words_in(value):,} words long, more than can be kept."
                " What you wrote is still on this page: shorten it and save again."
            )
        return ""

    def in_words(self, value: Any) -> str:
        """The answer as people read it."""
        return "" if self.is_blank(value) else str(value).strip()

    def faults(self) -> Iterable[str]:
        if not self.label:
            yield "has no label: say what is asked"
        if self.required and not self.missing:
            yield "is required but has no sentence for when it is missing: write missing='…' or required=False"

    def _problems(self, value: str) -> Iterable[str]:
        return ()


@dataclass(frozen=True, eq=False)
class LongText(Question):
    """Prose, up to a number of words."""

    words: int = 500
    kind: ClassVar[str] = "long"

    def prose(self, value: Any) -> str:
        return self.in_words(value)

    def warnings(self, value: Any) -> list[str]:
        return [
            f"“{name}” looks like the full name of a child. Leave names out, or say “a girl in Year 4”."
            for name in pupils_named(self.prose(value))
        ]

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        if self.words < 1:
            yield "allows no words: write words=… above nought"

    def _problems(self, value: str) -> Iterable[str]:
        if (count := words_in(value)) > self.words:
            yield f"Shorten “{self.label}” to {self.words:,} words: it has {count:,}."


@dataclass(frozen=True, eq=False)
class ShortText(Question):
    """One line. ``autocomplete`` is the purpose that a browser may fill in by itself ("name")."""

    letters: int = 200
    autocomplete: str = ""
    kind: ClassVar[str] = "short"

    def prose(self, value: Any) -> str:
        return self.in_words(value)

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        if self.letters < 1:
            yield "allows no letters: write letters=… above nought"

    def _problems(self, value: str) -> Iterable[str]:
        if len(value.strip()) > self.letters:
            yield f"Shorten “{self.label}” to {self.letters} letters: it has {len(value.strip())}."


@dataclass(frozen=True, eq=False)
class Email(ShortText):
    """An email address."""

    letters: int = 254
    autocomplete: str = "email"
    kind: ClassVar[str] = "email"
    shape: ClassVar[str] = "text"

    def prose(self, value: Any) -> str:
        return ""

    def _problems(self, value: str) -> Iterable[str]:
        yield from super()._problems(value)
        if not _EMAIL.fullmatch(value.strip()):
            yield f"Write “{self.label}” as an email address, like name@school.example."


@dataclass(frozen=True, eq=False)
class Number(Question):
    """A whole number, within bounds where they are given."""

    least: int = 0
    most: int | None = None
    kind: ClassVar[str] = "number"
    shape: ClassVar[str] = "text"

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        if self.most is not None and self.most < self.least:
            yield "allows no number: most=… is below least=…"

    def _problems(self, value: str) -> Iterable[str]:
        digits = value.strip().replace(",", "")
        if not re.fullmatch(r"-?[0-9]{1,12}", digits):
            yield f"Write “{self.label}” as a whole number, like 120."
        elif int(digits) < self.least:
            yield f"“{self.label}” cannot be below {self.least:,}."
        elif self.most is not None and int(digits) > self.most:
            yield f"“{self.label}” cannot be above {self.most:,}."


@dataclass(frozen=True, eq=False)
class Choice(Question):
    """One of several. ``choices`` are pairs of code and label, in the order shown."""

    choices: Sequence[tuple[str, str]] = ()
    kind: ClassVar[str] = "choice"
    shape: ClassVar[str] = "the code of what was chosen"

    def refusal(self, value: Any) -> str:
        if value is None or (isinstance(value, str) and (not value or value in dict(self.choices))):
            return ""
        return f"Choose one of the answers offered for “{self.label}”."

    def in_words(self, value: Any) -> str:
        return dict(self.choices).get(value, "") if isinstance(value, str) else ""

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        if len(self.choices) <= 1:
            yield "offers fewer than two choices: write choices=[(code, label), …]"
        if len(dict(self.choices)) < len(self.choices):
            yield "offers one choice twice: give each a code of its own"


@dataclass(frozen=True, eq=False)
class Declaration(Question):
    """A statement that is ticked. The label is what is declared."""

    kind: ClassVar[str] = "declaration"
    shape: ClassVar[str] = "true, when it is ticked"

    def is_blank(self, value: Any) -> bool:
        return value is not True

    def refusal(self, value: Any) -> str:
        return "" if isinstance(value, bool) else f"“{self.label}” is ticked or not."

    def in_words(self, value: Any) -> str:
        return "Yes" if value is True else ""


def words_in(text: str) -> int:
    return len(text.split())
