"""Tables as files, in the form that ``read_table`` reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl import Workbook

from awards.intakes.tables.cells import in_a_cell

_WIDEST = 40  # characters of a column


class _Echo:
    """A file that gives back each line as it is written."""

    def write(self, line: str) -> str:
        return line


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A CSV file, line by line; the first begins with the mark by which spreadsheets know UTF-8."""
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(headings)
    for row in rows:
        yield writer.writerow([in_a_cell(cell) for cell in row])


def xlsx_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """A workbook with one sheet, all cells as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for letter, heading in zip(_letters(), headings, strict=False):
        sheet.column_dimensions[letter].width = min(max(len(heading) + 4, 14), _WIDEST)
    sheet.append(list(headings))
    for row in rows:
        sheet.append([in_a_cell(cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _letters() -> Iterator[str]:
    yield from (chr(code) for code in range(ord("A"), ord("Z") + 1))
