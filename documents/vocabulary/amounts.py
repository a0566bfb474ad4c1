"""Numbers that mean something, and days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from documents.vocabulary.questions import Question

MEASURED_PARTS = ("number", "of", "counted")

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOST_OF_A_PART = 300  # letters
_YEARS = range(1900, 2200)


@dataclass(frozen=True, eq=False)
class Measured(Question):
    """A number with what it is out of and what is counted: 34 of 210 pupils who learn an instrument.

    Asked at the start, and again at the end, it shows what changed. ``most`` bounds the letters of what is counted.
    """

    number_label: str = "How many"
    of_label: str = "Out of how many"
    counted_label: str = "What you counted"
    most: int = 120
    kind: ClassVar[str] = "measured"
    shape: ClassVar[str] = "`number`, `of` and `counted`, each text"

    def is_blank(self, value: Any) -> bool:
        return not any(_parts(value).values())

    def problems(self, value: Any) -> list[str]:
        if self.is_blank(value):
            return [self.missing] if self.required else []
        return list(self._lacks(_parts(value)))

    def refusal(self, value: Any) -> str:
        if not isinstance(value, dict) or set(value) - set(MEASURED_PARTS):
            return f"“{self.label}” is answered by a number, what it is out of, and what you counted."
        if not all(isinstance(part, str) for part in value.values()):
            return f"“{self.label}” is answered in numbers and words."
        if any(len(part) > _MOST_OF_A_PART for part in value.values()):
            return f"“{self.label}” is longer than can be kept: a number and a few words are enough."
        return ""

    def prose(self, value: Any) -> str:
        return self.in_words(value)

    def in_words(self, value: Any) -> str:
        parts = _parts(value)
        out_of = f"of {parts['of']}" if parts["of"] else ""
        return " ".join(part for part in (parts["number"], out_of, parts["counted"]) if part)

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        if self.most < 1:
            yield "allows no words for what is counted: write most=… above nought"

    def _lacks(self, parts: Mapping[str, str]) -> Iterable[str]:
        number, out_of = as_number(parts["number"]), as_number(parts["of"])
        if not parts["number"]:
            yield f"Give the number for “{self.label}”."
        elif number is None:
            yield f"Write “{self.number_label}” for “{self.label}” as a number, like 34{_instead_of_percent(parts)}."
        if not parts["of"]:
            yield f"Say what the number for “{self.label}” is out of, like 34 out of 210."
        elif out_of is None:
            yield f"Write “{self.of_label}” for “{self.label}” as a number, like 210."
        if number is not None and out_of is not None and number > out_of:
            yield f"For “{self.label}” you counted {parts['number']} out of {parts['of']}: look at the two numbers again."
        if not parts["counted"]:
            yield f"Say what you counted for “{self.label}”, like “pupils who learn an instrument”."
        elif len(parts["counted"]) > self.most:
            yield f"Shorten what you counted for “{self.label}” to {self.most} letters: it has {len(parts['counted'])}."


@dataclass(frozen=True, eq=False)
class Date(Question):
    """A day. ``earliest`` and ``latest`` bound it, as 2018-03-27.

    A draft keeps what was typed even if there is no such day ("31/2/2019").
    """

    earliest: str = ""
    latest: str = ""
    kind: ClassVar[str] = "date"
    shape: ClassVar[str] = "ISO text, like 2018-03-27"

    def refusal(self, value: Any) -> str:
        if not isinstance(value, str) or len(value) > _MOST_OF_A_PART:
            return f"“{self.label}” is a day, a month and a year, like 27 3 2018."
        return ""

    def in_words(self, value: Any) -> str:
        day = as_day(value)
        return f"{day.day} {day:%B %Y}" if day else super().in_words(value)

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        for bound in (self.earliest, self.latest):
            if bound and as_day(bound) is None:
                yield f"is bounded by '{bound}', which is no day: write it as 2018-03-27"

    def _problems(self, value: str) -> Iterable[str]:
        day, earliest, latest = as_day(value), as_day(self.earliest), as_day(self.latest)
        if day is None:
            yield (
                f"There is no day “{value.strip()}”: write the day, month and year of “{self.label}”, like 27 3 2018."
            )
        elif earliest and day < earliest:
            yield f"“{self.label}” cannot be before {self.in_words(self.earliest)}."
        elif latest and day > latest:
            yield f"“{self.label}” cannot be after {self.in_words(self.latest)}."


def as_number(text: str) -> float | None:
    """1,200 or 3.5 as a number; None for anything else."""
    digits = text.replace(",", "").replace(" ", "")
    return float(digits) if _NUMBER.fullmatch(digits) else None


def as_day(text: Any) -> dt.date | None:
    """The day of an ISO text; None for anything else."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def day_from_parts(day: str, month: str, year: str) -> str:
    """Day, month and year as typed, as one answer: ISO text for a day, else the three with strokes; '' for nothing.

    The month may be a number or a name ("March", "mar").
    """
    typed = [part.strip() for part in (day, month, year)]
    if not any(typed):
        return ""
    named = typed[1].lower()[:3]
    number = str(_MONTHS.index(named) + 1) if named in _MONTHS and typed[1].isalpha() else typed[1]
    if all(re.fullmatch(r"[0-9]{1,4}", part) for part in (typed[0], number, typed[2])):
        try:
            found = dt.date(int(typed[2]), int(number), int(typed[0]))
        except ValueError:
            found = None
        if found and found.year in _YEARS:
            return found.isoformat()
    return "/".join(typed)


def day_in_parts(value: Any) -> tuple[str, str, str]:
    """An answer as the day, month and year that were typed."""
    found = as_day(value)
    if found:
        return str(found.day), str(found.month), str(found.year)
    typed = value.split("/", 2) if isinstance(value, str) else []
    day, month, year = (*typed, "", "", "")[:3]
    return day, month, year


def _parts(value: Any) -> dict[str, str]:
    if isinstance(value, str):  # words that were kept when the question was asked in words
        return {"number": "", "of": "", "counted": value.strip()}
    given = value if isinstance(value, dict) else {}
    return {name: given[name].strip() if isinstance(given.get(name), str) else "" for name in MEASURED_PARTS}


def _instead_of_percent(parts: Mapping[str, str]) -> str:
    return ", not as a percentage" if "%" in parts["number"] else ""
