"""The rows of a text file with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from awards.intakes.tables.columns import UnreadableTable

_SEPARATORS = (",", ";", "\t")
_LOOKED_AT = 20_000  # letters, to see what separates


def rows_of_text(content: bytes, *, file_name: str) -> list[Iterator[tuple[int, Sequence[str]]]]:
    """One table, in a list like the sheets of a workbook. Raises UnreadableTable."""
    return [_rows(_decoded(content, file_name), file_name)]


def _decoded(content: bytes, file_name: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in content:
        encodings = []
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable(
        f"{file_name} is neither a CSV file nor an Excel workbook. Open it in a spreadsheet program, "
        "save it as .xlsx or CSV, and hand that in."
    )


def _rows(text: str, file_name: str) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise UnreadableTable(
            f"{file_name} cannot be read from line {before + 1} on: a quotation mark there stands in the wrong place "
            "or was never closed. Mend the line, or save the file as .xlsx."
        ) from error


def _separator(text: str) -> str:
    return max(_SEPARATORS, key=text[:_LOOKED_AT].count)
