"""The rows of an Excel workbook's sheets, with what merged cells mean."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from awards.intakes.tables.cells import as_text
from awards.intakes.tables.columns import UnreadableTable

_LARGEST_UNPACKED = 150_000_000  # bytes
_MOST_ROWS = 100_000  # with the empty ones that a spreadsheet keeps below
_MOST_COLUMNS = 60
_MOST_MERGED = 20_000
_CHUNK = 1 << 20
_LONGEST_TAG = 200
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")

Row = tuple[int, Sequence[str]]


def rows_of_workbook(content: bytes, *, file_name: str) -> Iterator[Iterator[Row]]:
    """The rows of each sheet that can be seen, one sheet after the other. Raises UnreadableTable."""
    _refuse_other_packages(content, file_name)
    try:
        book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                part: str = sheet._worksheet_path  # noqa: SLF001 - nothing public names the sheet's part of the file
                yield _rows(sheet, _merged_down(content, part), file_name)
    except UnreadableTable:
        raise
    except Exception as error:  # whatever the library trips over in a broken file
        raise _broken(file_name) from error


def _rows(sheet: Any, merged: dict[tuple[int, int], int], file_name: str) -> Iterator[Row]:
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    above: dict[tuple[int, int], str] = {}
    tops = {(top, column) for (_, column), top in merged.items()}
    try:
        rows = sheet.iter_rows(values_only=True, max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)
        for number, values in enumerate(rows, start=1):
            cells = [as_text(value) for value in values]
            for column in range(len(cells)):
                if (number, column) in tops:
                    above[number, column] = cells[column]
                elif not cells[column] and (number, column) in merged:
                    cells[column] = above.get((merged[number, column], column), "")
            yield number, cells
    except UnreadableTable:
        raise
    except Exception as error:  # as above: rows are read only now
        raise _broken(file_name) from error


def _merged_down(content: bytes, part: str) -> dict[tuple[int, int], int]:
    """For the cells hidden by a merge over several rows (row from 1, column from 0): the row of the one that shows."""
    hidden: dict[tuple[int, int], int] = {}
    for reference in _references(content, part):
        bounds: Any = range_boundaries(reference)
        left, top, _, bottom = bounds
        for row in range(top + 1, min(bottom, top + _MOST_MERGED) + 1):
            hidden[row, left - 1] = top
        if len(hidden) > _MOST_MERGED:
            break
    return hidden


def _references(content: bytes, part: str) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package, package.open(part.lstrip("/")) as sheet:
        kept = b""
        while chunk := sheet.read(_CHUNK):
            text = kept + chunk
            end = 0
            for found in _MERGED.finditer(text):
                yield found[1].decode()
                end = found.end()
            kept = text[max(end, len(text) - _LONGEST_TAG) :]


def _refuse_other_packages(content: bytes, file_name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            unpacked = sum(part.file_size for part in package.infolist())
    except zipfile.BadZipFile as error:
        raise _broken(file_name) from error
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableTable(
            f"{file_name} is not an Excel workbook. Open it in a spreadsheet program, save it as .xlsx or CSV, "
            "and hand that in."
        )
    if unpacked > _LARGEST_UNPACKED:
        raise UnreadableTable(
            f"{file_name} is too large once it is unpacked. Copy the list into a new workbook, and hand that in."
        )


def _broken(file_name: str) -> UnreadableTable:
    return UnreadableTable(
        f"{file_name} is damaged and cannot be opened. Open it in a spreadsheet program, save it again, "
        "and hand in the new file."
    )
