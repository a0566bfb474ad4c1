"""Which columns a table should have, and where they stand in one that was handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.refusals import Refused


class UnreadableTable(Refused):
    """The file cannot be read as the table that was asked for; the sentence says what to do about it."""


@dataclass(frozen=True)
class Column:
    """A column by the name that we give it. ``also``: other headings under which it is known.

    ``needed``: without it the file cannot be read. Capitals, spaces and marks in a heading do not matter.
    """

    name: str
    also: tuple[str, ...] = ()
    needed: bool = False

    @property
    def headings(self) -> set[str]:
        return {plain_heading(heading) for heading in (self.name, *self.also)}


@dataclass(frozen=True)
class Line:
    """One line with something in it. ``number`` is its place in the file as people count; ``cells`` are stripped text.

    There is a cell for every column that was asked for, empty where the file has none.
    """

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """What was handed in. ``columns`` are those found, as declared; ``ignored`` the headings that nobody asked for."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Places:
    """Where the columns stand."""

    at: Mapping[str, int]
    ignored: tuple[str, ...]


def plain_heading(heading: str) -> str:
    return "".join(mark for mark in heading.casefold() if mark.isalnum())


def is_heading_row(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether a row looks like headings: half of what is needed stands in it, and at least one of ours."""
    found = {plain_heading(cell) for cell in cells if cell}
    needed = [column for column in columns if column.needed] or list(columns[:1])
    there = sum(bool(column.headings & found) for column in needed)
    return there * 2 >= len(needed) and any(column.headings & found for column in columns)


def places_of(cells: Sequence[str], columns: Sequence[Column]) -> Places:
    """Where each column stands among the headings. Raises UnreadableTable for one that is missing or there twice."""
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        if plain := plain_heading(cell):
            found.setdefault(plain, []).append(place)
    at: dict[str, int] = {}
    for column in columns:
        places = [place for heading in column.headings for place in found.pop(heading, [])]
        if len(places) > 1:
            raise UnreadableTable(
                f"There is more than one column “{column.name}” in the file. Keep one of them, and hand it in again."
            )
        if places:
            at[column.name] = places[0]
    if missing := [column.name for column in columns if column.needed and column.name not in at]:
        raise UnreadableTable(_missing(missing, cells))
    ignored = [cells[place].strip() for places in found.values() for place in places]
    return Places(at, tuple(ignored))


def _missing(missing: Sequence[str], cells: Sequence[str]) -> str:
    names = ", ".join(f"“{name}”" for name in missing)
    there = ", ".join(f"“{cell.strip()}”" for cell in cells if cell.strip())
    return f"The file has no column {names}. Its columns are {there}. Rename or add the column, and hand it in again."
