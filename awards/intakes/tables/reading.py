"""A file as a table, whatever a spreadsheet program made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from awards.intakes.tables.cells import plain_text
from awards.intakes.tables.columns import (
    Column,
    Line,
    Places,
    Table,
    UnreadableTable,
    is_heading_row,
    places_of,
)
from awards.intakes.tables.text import rows_of_text
from awards.intakes.tables.workbook import rows_of_workbook

LONGEST_FILE = 10_000_000  # bytes
MOST_LINES = 25_000
_HEADINGS_WITHIN = 20  # rows: a title and notes may stand above them

Row = tuple[int, Sequence[str]]

_ZIP, _PDF, _OLD_EXCEL = b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0"


def read_table(content: bytes, *, file_name: str, columns: Sequence[Column]) -> Table:
    """Read a CSV (UTF-8 or Windows; commas, semicolons or tabs) or an Excel workbook (.xlsx), by what is in it.

    The name of the file is only for sentences. Headings may stand under a title. Empty lines are left out. In a workbook,
    a cell merged over several rows counts for each of them; dates become ISO text; the first sheet with the columns is read.
    Raises UnreadableTable.
    """
    if not content.strip():
        raise UnreadableTable(f"{file_name} is empty. Save the spreadsheet again, and hand in the new file.")
    if len(content) > LONGEST_FILE:
        raise UnreadableTable(
            f"{file_name} is larger than {LONGEST_FILE // 1_000_000} MB. Save only the sheet with the list."
        )
    best: UnreadableTable | None = None
    for rows in _sheets(content, file_name):
        try:
            return _table(rows, file_name, columns)
        except UnreadableTable as error:
            best = best or error
    raise best or UnreadableTable(f"{file_name} has no sheet with anything in it.")


def _sheets(content: bytes, file_name: str) -> Iterable[Iterator[Row]]:
    if content.startswith(_ZIP):
        return rows_of_workbook(content, file_name=file_name)
    if content.startswith(_OLD_EXCEL):
        raise UnreadableTable(
            f"{file_name} is an Excel file of the old kind, or locked with a password. "
            "Open it, save it as “Excel workbook (.xlsx)” without a password, and hand that in."
        )
    if content.lstrip().startswith(_PDF):
        raise UnreadableTable(
            f"{file_name} is a PDF, whatever its name says. Hand in the spreadsheet that it was made from."
        )
    return rows_of_text(content, file_name=file_name)


def _table(rows: Iterator[Row], file_name: str, columns: Sequence[Column]) -> Table:
    first = list(islice(rows, _HEADINGS_WITHIN))
    for place, (_, cells) in enumerate(first):
        if is_heading_row(cells, columns):
            places = places_of(cells, columns)
            lines = _lines(chain(first[place + 1 :], rows), places, file_name, columns)
            if not lines:
                raise UnreadableTable(f"{file_name} has headings, but nothing under them.")
            return Table(tuple(places.at), tuple(lines), places.ignored)
    named = ", ".join(f"“{column.name}”" for column in columns if column.needed) or f"“{columns[0].name}”"
    raise UnreadableTable(
        f"{file_name} does not begin with the headings of this list: we look for {named}. "
        "Put the names of the columns into the first row, and hand it in again."
    )


def _lines(rows: Iterable[Row], places: Places, file_name: str, columns: Sequence[Column]) -> list[Line]:
    at = [(column.name, places.at.get(column.name, -1)) for column in columns]
    lines: list[Line] = []
    for number, cells in rows:
        if not any(cells):
            continue
        if len(lines) >= MOST_LINES:
            raise UnreadableTable(f"{file_name} has more than {MOST_LINES:,} lines. Hand it in in parts.")
        found = {name: plain_text(cells[place]) if 0 <= place < len(cells) else "" for name, place in at}
        if any(found.values()):
            lines.append(Line(number, found))
    return lines
