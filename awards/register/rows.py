"""One row of the file as one row of the database, or the reasons why not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from operator import getitem, gt, itemgetter

from awards.models import RegisterEntry
from awards.register.columns import NUMBERS_AND_DAYS, TEXTS, URN, Column, Kind
from awards.register.names import searchable, spaced_postcode

_APART = ("postcode", "area_id")
_PLAIN = tuple(column for column in TEXTS if column.field not in _APART)
_POSTCODE, _AREA = (next(column for column in TEXTS if column.field == field) for field in _APART)

STAGED = (
    URN.field,
    *(column.field for column in (*NUMBERS_AND_DAYS, *_PLAIN, _POSTCODE, _AREA)),
    "search_name",
)
"""The fields of a converted row, in order."""
DELIMITER = "|"

_NULL = r"\N"
_UNREADABLE = "\ufffd"
_DAY = re.compile(r"(\d\d)-(\d\d)-(\d{4})", re.ASCII)
_URN = re.compile(r"[1-9]\d{5}", re.ASCII)
_DIGITS = re.compile(r"\d{1,12}", re.ASCII)
_PERCENTAGE = re.compile(r"\d{1,3}(\.\d+)?", re.ASCII)

_WHOLE_SCHOOL = 100
_SHOWN = 40

_NAME, _TOWN = map([column.field for column in _PLAIN].index, ("name", "town"))
_REQUIRED = sum(column.required for column in _PLAIN)  # they come first
_LONGEST_SEARCH_NAME = int(RegisterEntry._meta.get_field("search_name").max_length or 0)


class BadRow(Exception):
    """The row cannot be imported; ``args`` are the reasons, a sentence each."""


class RowConverter:
    """Turns rows into lines of PostgreSQL's COPY text format.

    Remembers each URN's line, to find those that come twice, and each spelling of a day or number, to read it once.
    """

    def __init__(self, places: dict[str, int]) -> None:
        self._urn_place = places[URN.heading]
        self._lines: dict[str, int] = {}
        self._plain_of = itemgetter(*(places[column.heading] for column in _PLAIN))
        self._limits = [column.longest for column in _PLAIN]
        self._postcode_place, self._area_place = places[_POSTCODE.heading], places[_AREA.heading]
        self._typed_of = itemgetter(*(places[column.heading] for column in NUMBERS_AND_DAYS))
        self._readings = [_Readings(column) for column in NUMBERS_AND_DAYS]

    def line(self, number: int, values: list[str]) -> str:
        """The row as a line to copy. Raises BadRow."""
        urn = values[self._urn_place].strip()
        texts = self._plain_of(values)
        if _is_untidy(joined := DELIMITER.join(texts)):
            texts = tuple(map(_tidy, texts))
            joined = DELIMITER.join(map(_escaped, texts))
        postcode = spaced_postcode(values[self._postcode_place])
        area = _tidy(values[self._area_place])
        typed = list(map(getitem, self._readings, self._typed_of(values)))
        if (
            not _URN.fullmatch(urn)
            or urn in self._lines
            or None in typed
            or not all(texts[:_REQUIRED])
            or any(map(gt, map(len, texts), self._limits))
            or len(postcode) > _POSTCODE.longest
            or len(area) > _AREA.longest
            or _UNREADABLE in joined
        ):
            raise BadRow(*self._reasons(urn, (*texts, postcode, area), self._typed_of(values)))
        self._lines[urn] = number
        search_name = searchable(f"{texts[_NAME]} {texts[_TOWN]}")[:_LONGEST_SEARCH_NAME]
        readings = DELIMITER.join(typed)  # type: ignore[arg-type]  # None was refused above
        return f"{urn}|{readings}|{joined}|{_escaped(postcode)}|{_escaped(area) or _NULL}|{search_name}\n"

    def _reasons(self, urn: str, texts: tuple[str, ...], typed: tuple[str, ...]) -> list[str]:
        reasons = []
        if not urn:
            reasons.append("URN is blank.")
        elif not _URN.fullmatch(urn):
            reasons.append(f"URN “{_short(urn)}” is not a number of six digits.")
        elif urn in self._lines:
            reasons.append(f"URN {urn} is on line {self._lines[urn]} already.")
        for column, text in zip((*_PLAIN, _POSTCODE, _AREA), texts, strict=True):
            if column.required and not text:
                reasons.append(f"{column.heading} is blank.")
            if len(text) > column.longest:
                reasons.append(f"{column.heading} is longer than {column.longest} characters.")
            if _UNREADABLE in text:
                reasons.append(f"{column.heading} holds a character that cannot be read.")
        for readings, raw in zip(self._readings, typed, strict=True):
            if readings[raw] is None:
                reasons.append(
                    f"{readings.column.heading} “{_short(raw)}” is not {_WANTED[readings.column.kind]}."
                )
        return reasons


class _Readings(dict[str, str | None]):
    """What each spelling of a value means to COPY; None for what cannot be read."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self._read = _READERS[column.kind]

    def __missing__(self, raw: str) -> str | None:
        text = raw.strip()
        self[raw] = reading = self._read(text, self.column.most) if text else _NULL
        return reading


def _day(text: str, _most: int) -> str | None:
    found = _DAY.fullmatch(text)
    if not found:
        return None
    day, month, year = map(int, found.groups())
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _whole(text: str, most: int) -> str | None:
    return text if _DIGITS.fullmatch(text) and int(text) <= most else None


def _percentage(text: str, _most: int) -> str | None:
    return text if _PERCENTAGE.fullmatch(text) and float(text) <= _WHOLE_SCHOOL else None


_READERS: dict[Kind, Callable[[str, int], str | None]] = {
    Kind.DAY: _day,
    Kind.WHOLE: _whole,
    Kind.PERCENTAGE: _percentage,
}
_WANTED = {
    Kind.DAY: "a day written as DD-MM-YYYY",
    Kind.WHOLE: "a whole number that can be right",
    Kind.PERCENTAGE: "a percentage from 0 to 100",
}


def _is_untidy(joined: str) -> bool:
    """Whether any of the texts needs tidying or escaping: told from all at once, since nearly none does."""
    return (
        "  " in joined
        or "| " in joined
        or " |" in joined
        or "\\" in joined
        or joined.count(DELIMITER) != len(_PLAIN) - 1
        or joined[0] == " "
        or joined[-1] == " "
        or not joined.isprintable()
    )


def _tidy(text: str) -> str:
    """Single spaces, none at the ends, no control characters."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(DELIMITER, "\\" + DELIMITER)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
