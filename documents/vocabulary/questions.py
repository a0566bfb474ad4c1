"""Kinds of question: what each accepts, what it still lacks, how its answer reads.

An answer is text, or True for a declaration that was ticked, or for a group of questions a dict of those by part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

MAX_LETTERS = 40_000  # kept for one answer, whatever its word limit: a draft may be far too long

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


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
    """

    label: str
    hint: str = ""
    required: bool = True
    missing: str = ""
    example: Example | None = None
    recalls: tuple[str, str] | None = None
    name: str = field(default="", init=False)
    kind: ClassVar[str] = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    def is_blank(self, value: Any) -> bool:
        return not isinstance(value, str) or not value.strip()

    def problems(self, value: Any) -> list[str]:
        """The sentences that say what the answer still lacks; none when it is complete."""
        if self.is_blank(value):
            return [self.missing] if self.required else []
        return list(self._problems(value))

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

    def refusal(self, value: Any) -> str:
        if not value or value in dict(self.choices):
            return ""
        return f"Choose one of the answers offered for “{self.label}”."

    def in_words(self, value: Any) -> str:
        return dict(self.choices).get(value, "")

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

    def is_blank(self, value: Any) -> bool:
        return value is not True

    def refusal(self, value: Any) -> str:
        return "" if isinstance(value, bool) else f"“{self.label}” is ticked or not."

    def in_words(self, value: Any) -> str:
        return "Yes" if value is True else ""


@dataclass(frozen=True, eq=False)
class Group(Question):
    """Questions that are answered together, as one thing: a goal, a criterion. ``parts`` by their short names.

    An optional group that was begun wants its required parts too.
    """

    parts: Mapping[str, Question] = field(default_factory=dict)
    kind: ClassVar[str] = "group"

    def __post_init__(self) -> None:
        for name, part in self.parts.items():
            object.__setattr__(part, "name", name)

    def is_blank(self, value: Any) -> bool:
        return not isinstance(value, dict) or all(
            part.is_blank(value.get(name)) for name, part in self.parts.items()
        )

    def problems(self, value: Any) -> list[str]:
        if self.is_blank(value):
            return [self.missing] if self.required else []
        return [
            f"{self.label}: {problem[:1].lower() + problem[1:]}"
            for name, part in self.parts.items()
            for problem in part.problems(value.get(name))
        ]

    def refusal(self, value: Any) -> str:
        if not isinstance(value, dict) or set(value) - set(self.parts):
            return f"“{self.label}” is answered part by part."
        refusals = [part.refusal(value[name]) for name, part in self.parts.items() if name in value]
        return next((refusal for refusal in refusals if refusal), "")

    def in_words(self, value: Any) -> str:
        if self.is_blank(value):
            return ""
        said = [part.in_words(value.get(name)) for name, part in self.parts.items()]
        return "\n".join(words for words in said if words)

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        if not self.parts:
            yield "has no parts: write parts={'name': question, …}"
        for name, part in self.parts.items():
            if isinstance(part, Group):
                yield f"holds the group '{name}': a group holds plain questions only"
            for fault in part.faults():
                yield f"has a part '{name}' that {fault}"


LEVELS = (
    ("below", "Working towards Silver"),
    ("silver", "Silver"),
    ("gold", "Gold"),
    ("platinum", "Platinum"),
)


@dataclass(frozen=True, eq=False)
class CriterionLevel(Group):
    """Where a setting sees itself on one criterion: a level, and a note that says why.

    The levels are those of Artsmark from 2015 on. The note's word limit is our default, no public source.
    """

    levels: Sequence[tuple[str, str]] = LEVELS
    words: int = 150

    def __post_init__(self) -> None:
        level = Choice(
            "Where are you now?",
            choices=self.levels,
            missing="choose the level that describes you best.",
        )
        note = LongText(
            "What makes you say so?",
            hint="One or two things that a visitor would see or hear.",
            words=self.words,
            missing="say in a line or two what makes you choose that level.",
        )
        object.__setattr__(self, "parts", {"level": level, "note": note})
        super().__post_init__()


def words_in(text: str) -> int:
    return len(text.split())
