"""One row of the file as one row of the database, or the reasons why not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from operator import gt, itemgetter

from awards.register.columns import NUMBERS_AND_DAYS, TEXTS, URN, Column, Kind
from awards.register.names import searchable, spaced_postcode

STAGED = (URN.field, *(column.field for column in NUMBERS_AND_DAYS + TEXTS), "search_name")
"""The fields of a converted row, in order."""

_NULL = r"\N"
_UNREADABLE = "\ufffd"
_DAY = re.compile(r"(\d\d)-(\d\d)-(\d{4})")
_URN = re.compile(r"[1-9]\d{5}", re.ASCII)
_PERCENTAGE = re.compile(r"\d{1,3}(\.\d+)?", re.ASCII)

_FIELDS = [column.field for column in TEXTS]
_NAME, _TOWN, _POSTCODE = map(_FIELDS.index, ("name", "town", "postcode"))
_REQUIRED = sum(column.required for column in TEXTS)
_LONGEST_SEARCH_NAME = 250


class BadRow(Exception):
    """The row cannot be imported; ``args`` are the reasons, a sentence each."""


class RowConverter:
    """Turns rows into lines of PostgreSQL's COPY text format.

    Remembers each URN's line, to find those that come twice, and each spelling of a day or number, to read it once.
    """

    def __init__(self, places: dict[str, int]) -> None:
        self._urn_place = places[URN.heading]
        self._lines: dict[str, int] = {}
        self._texts_of = itemgetter(*(places[column.heading] for column in TEXTS))
        self._limits = [column.longest for column in TEXTS]
        self._typed_of = itemgetter(*(places[column.heading] for column in NUMBERS_AND_DAYS))
        self._readings = [_Readings(column) for column in NUMBERS_AND_DAYS]

    def line(self, number: int, values: list[str]) -> str:
        """The row as a line to copy. Raises BadRow."""
        urn = values[self._urn_place].strip()
        texts = [text.strip() for text in self._texts_of(values)]
        if _needs_cleaning(joined := "".join(texts)):
            texts = [_cleaned(text) for text in texts]
        typed = [readings[raw] for readings, raw in zip(self._readings, self._typed_of(values), strict=True)]
        if (
            not _URN.fullmatch(urn)
            or urn in self._lines
            or None in typed
            or not all(texts[:_REQUIRED])
            or any(map(gt, map(len, texts), self._limits))
            or _UNREADABLE in joined
        ):
            raise BadRow(*self._reasons(urn, texts, self._typed_of(values)))
        self._lines[urn] = number
        texts[_POSTCODE] = spaced_postcode(texts[_POSTCODE])
        texts.append(searchable(f"{texts[_NAME]} {texts[_TOWN]}")[:_LONGEST_SEARCH_NAME])
        return "\t".join([urn, *typed, *texts]) + "\n"  # type: ignore[list-item]  # None was refused above

    def _reasons(self, urn: str, texts: list[str], typed: tuple[str, ...]) -> list[str]:
        reasons = []
        if not urn:
            reasons.append("URN is blank.")
        elif not _URN.fullmatch(urn):
            reasons.append(f"URN “{_short(urn)}” is not a number of six digits.")
        elif urn in self._lines:
            reasons.append(f"URN {urn} is on line {self._lines[urn]} already.")
        for column, text in zip(TEXTS, texts, strict=True):
            if column.required and not text:
                reasons.append(f"{column.heading} is blank.")
            if len(text) > column.longest:
                reasons.append(f"{column.heading} is longer than {column.longest} characters.")
            if _UNREADABLE in text:
                reasons.append(f"{column.heading} holds a character that cannot be read.")
        for readings, raw in zip(self._readings, typed, strict=True):
            if readings[raw] is None:
                reasons.append(f"{readings.column.heading} “{_short(raw)}” is not {_WANTED[readings.column.kind]}.")
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
    return text if text.isascii() and text.isdigit() and int(text[:12]) <= most and len(text) <= 12 else None


def _percentage(text: str, _most: int) -> str | None:
    return text if _PERCENTAGE.fullmatch(text) and float(text) <= 100 else None


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


def _needs_cleaning(text: str) -> bool:
    return not text.isprintable() or "  " in text or "\\" in text


def _cleaned(text: str) -> str:
    """Single spaces, no control characters, and safe for COPY."""
    printable = "".join(mark if mark.isprintable() else " " for mark in text)
    return " ".join(printable.split()).replace("\\", "/")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
