"""Questions with many answers: rows of a table, and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from documents.vocabulary.questions import Choice, LongText, Number, Question, ShortText

MAX_ROWS = 200  # kept for one table, whatever its own bound: a draft may have far too many
MAX_FILES = 200
FILE_KINDS = ("picture", "pdf", "office")

_MAX_ID = 64  # letters


@dataclass(frozen=True, eq=False)
class Table(Question):
    """Rows, each of the same simple questions. An empty row is none. ``row`` is what one is called: "Partner"."""

    columns: Mapping[str, Question] = field(default_factory=dict)
    row: str = "Row"
    least: int = 0
    most: int = 20
    kind: ClassVar[str] = "table"
    shape: ClassVar[str] = "a list of rows, each its columns’ answers by name"

    def __post_init__(self) -> None:
        for name, column in self.columns.items():
            object.__setattr__(column, "name", name)

    def is_blank(self, value: Any) -> bool:
        return not self.rows(value)

    def rows(self, value: Any) -> list[dict[str, Any]]:
        """The rows that say something."""
        given = value if isinstance(value, list) else []
        return [row for row in given if isinstance(row, dict) and not self._is_empty(row)]

    def problems(self, value: Any) -> list[str]:
        rows = self.rows(value)
        if not rows:
            return [self.missing] if self.required else []
        return [*self._too_few_or_many(len(rows)), *self._of_rows(rows)]

    def warnings(self, value: Any) -> list[str]:
        return [
            warning
            for row in self.rows(value)
            for name, column in self.columns.items()
            for warning in column.warnings(row.get(name))
        ]

    def prose(self, value: Any) -> str:
        said = [
            column.prose(row.get(name)) for row in self.rows(value) for name, column in self.columns.items()
        ]
        return "\n".join(words for words in said if words)

    def refusal(self, value: Any) -> str:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            return f"“{self.label}” is answered row by row."
        if len(value) > MAX_ROWS:
            return f"“{self.label}” has {len(value):,} rows, more than can be kept: leave some out and save again."
        if any(set(row) - set(self.columns) for row in value):
            return f"“{self.label}” has rows of {len(self.columns)} boxes."
        refusals = [self.columns[name].refusal(cell) for row in value for name, cell in row.items()]
        return next((refusal for refusal in refusals if refusal), "")

    def in_words(self, value: Any) -> str:
        lines = ["; ".join(cell for cell in cells if cell) for cells in self.cells(value)]
        return "\n".join(lines)

    def cells(self, value: Any) -> list[list[str]]:
        """The rows as people read them."""
        return [
            [column.in_words(row.get(name)) for name, column in self.columns.items()]
            for row in self.rows(value)
        ]

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        if not self.columns:
            yield "has no columns: write columns={'name': question, …}"
        if not 0 <= self.least <= self.most <= MAX_ROWS:
            yield f"wants {self.least} to {self.most} rows: least=… and most=… must follow each other, up to {MAX_ROWS}"
        for name, column in self.columns.items():
            if not isinstance(column, (ShortText, LongText, Number, Choice)):
                yield f"has a column '{name}' that is no simple question: text, number or choice"
            for fault in column.faults():
                yield f"has a column '{name}' that {fault}"

    def _is_empty(self, row: Mapping[str, Any]) -> bool:
        return all(column.is_blank(row.get(name)) for name, column in self.columns.items())

    def _too_few_or_many(self, count: int) -> Iterable[str]:
        if count < self.least:
            yield f"Fill in at least {self.least} rows of “{self.label}”: there are {count}."
        if count > self.most:
            yield f"Leave out {count - self.most} of the rows of “{self.label}”: there is room for {self.most}."

    def _of_rows(self, rows: Sequence[Mapping[str, Any]]) -> Iterable[str]:
        for place, row in enumerate(rows, start=1):
            for name, column in self.columns.items():
                for problem in column.problems(row.get(name)):
                    yield f"{self.label}, {self.row.lower()} {place}: {problem[:1].lower() + problem[1:]}"


@dataclass(frozen=True, eq=False)
class File(Question):
    """Files that were added to the journey. ``kinds``: which may be chosen (picture, pdf, office). ``most``: how many."""

    kinds: Sequence[str] = FILE_KINDS
    most: int = 10
    kind: ClassVar[str] = "file"
    shape: ClassVar[str] = "a list of the files’ public ids"

    def is_blank(self, value: Any) -> bool:
        return not self.ids(value)

    def ids(self, value: Any) -> list[str]:
        return [it for it in value if isinstance(it, str) and it] if isinstance(value, list) else []

    def problems(self, value: Any) -> list[str]:
        count = len(self.ids(value))
        if not count:
            return [self.missing] if self.required else []
        if count > self.most:
            return [f"Choose at most {self.most} files for “{self.label}”: there are {count}."]
        return []

    def refusal(self, value: Any) -> str:
        if not isinstance(value, list) or not all(isinstance(it, str) and len(it) <= _MAX_ID for it in value):
            return f"“{self.label}” is answered by files: add them to the journey, then choose them here."
        if len(value) > MAX_FILES:
            return f"“{self.label}” has {len(value):,} files, more than can be kept: leave some out and save again."
        return ""

    def in_words(self, value: Any) -> str:
        count = len(self.ids(value))
        return ("1 file" if count == 1 else f"{count} files") if count else ""

    def faults(self) -> Iterable[str]:
        yield from super().faults()
        if not self.kinds or set(self.kinds) - set(FILE_KINDS):
            yield f"takes unknown kinds of file: write kinds=… of {', '.join(FILE_KINDS)}"
        if not 1 <= self.most <= MAX_FILES:
            yield f"takes no number of files: write most=… from 1 to {MAX_FILES}"
