"""The rows that were not imported, with the reason, in a file that a spreadsheet opens."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

_HEADINGS = ("Line", "URN", "EstablishmentName", "Reason")


class Rejects:
    """Counts and writes the rejected rows.

    The file takes its name only by ``keep``, and only if there is something in it; an earlier one of that name goes.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._part = path.with_name(path.name + ".part")
        self._file: IO[str] | None = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()
            self._part.unlink(missing_ok=True)

    def add(self, line: int, reason: str, *, urn: str = "", name: str = "") -> None:
        if self._file is None:
            self._file = self._part.open("w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow(_HEADINGS)
        self._writer.writerow((line, _as_words(urn), _as_words(name), reason))
        self.count += 1

    def keep(self) -> Path | None:
        if self._file is None:
            self.path.unlink(missing_ok=True)
            return None
        self._file.close()
        self._part.replace(self.path)
        return self.path


def _as_words(value: str) -> str:
    """Not a formula, when a spreadsheet opens it."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
