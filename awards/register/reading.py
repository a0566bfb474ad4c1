"""The register's file as rows with line numbers."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from awards.register.columns import places_of
from awards.register.refusals import ColumnsMissing, CutShort, NotTheRegister
from awards.register.survey import survey

if TYPE_CHECKING:
    from _csv import Reader

Reject = Callable[[int, str, list[str]], None]


@dataclass(frozen=True)
class RegisterFile:
    """An open file whose headings are known to be whole. ``places`` says where each needed heading stands."""

    name: str
    width: int
    lines: int
    places: dict[str, int]
    _reader: Reader
    _ends_a_line: bool

    def rows(self, reject: Reject) -> Iterator[tuple[int, list[str]]]:
        """Every row that has as many values as there are headings, with the number of the line on which it begins.

        Rows of another shape go to ``reject(line, reason, values)``. A quoted value may run over several lines.

        Raises CutShort when the file stops in the middle of a row.
        """
        reader, width = self._reader, self.width
        while True:
            before = reader.line_num
            try:
                for values in reader:
                    line, before = before + 1, reader.line_num
                    if len(values) == width:
                        yield line, values
                    elif self._stops_in(line) and len(values) < width:
                        raise self._cut_short(line)
                    elif values:
                        reject(line, self._shape(values), values)
            except csv.Error as error:
                if "unexpected end of data" in str(error):
                    raise self._cut_short(before + 1) from error
                reject(before + 1, _quotes(before + 1, reader.line_num), [])
            else:
                return

    def _stops_in(self, line: int) -> bool:
        return line > self.lines and not self._ends_a_line

    def _shape(self, values: list[str]) -> str:
        return f"The row has {len(values)} values, but there are {self.width} headings."

    def _cut_short(self, line: int) -> CutShort:
        return CutShort(
            f"{self.name} stops in the middle of the row that begins on line {line}: the download was cut short, "
            "or a quotation mark was never closed. Download it again."
        )


@contextmanager
def open_register(path: Path) -> Iterator[RegisterFile]:
    """Open the daily file of the register.

    Raises NotTheRegister, NothingToImport or ColumnsMissing with a sentence, before any row is read.
    """
    try:
        surveyed = survey(path)
        with path.open(encoding=surveyed.encoding, errors="replace", newline="") as file:
            reader = csv.reader(file, strict=True)
            headings = _headings(path, reader)
            places = _places(path, headings)
            yield RegisterFile(path.name, len(headings), surveyed.lines, places, reader, surveyed.ends_a_line)
    except FileNotFoundError as error:
        raise NotTheRegister(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise NotTheRegister(f"{path} is a folder. Name the CSV file of the register.") from error
    except PermissionError as error:
        raise NotTheRegister(f"{error.filename} may not be opened by this user.") from error


def _headings(path: Path, reader: Reader) -> list[str]:
    try:
        return next((row for row in reader if row), [])
    except csv.Error as error:
        raise NotTheRegister(
            f"{path.name} does not begin with the register's headings. Is it another file?"
        ) from error


def _places(path: Path, headings: list[str]) -> dict[str, int]:
    places, missing, repeated = places_of(headings)
    if len(missing) > len(places):
        raise NotTheRegister(
            f"{path.name} does not begin with the register's headings (URN, EstablishmentName and so on). "
            "Is it another file?"
        )
    if missing:
        raise ColumnsMissing(
            f"{path.name} has no column {_listed(missing)}. Nothing was imported. "
            "Download the file with all its columns (“all establishment data”)."
        )
    if repeated:
        raise ColumnsMissing(
            f"{path.name} has more than one column {_listed(repeated)}. Nothing was imported."
        )
    return places


def _listed(headings: list[str]) -> str:
    return ", ".join(f"“{heading}”" for heading in headings)


def _quotes(first: int, last: int) -> str:
    where = "" if first == last else f" It took in the lines {first} to {last}: none of them was imported."
    return f"A quotation mark stands in the wrong place or was never closed.{where}"
