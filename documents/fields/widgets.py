"""Boxes on the page: lines and areas of text, day month and year, a number with what it is out of, rows, files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from documents.vocabulary import (
    Choice,
    Email,
    LongText,
    Measured,
    Number,
    Question,
    ShortText,
    Table,
    day_from_parts,
    day_in_parts,
)

ROWS = 8  # lines of a tall box
EMPTY_ROWS = 2  # shown below those that are filled in
TWO_THIRDS = "govuk-!-width-two-thirds"

_SHORT_ANSWER = 150  # words; a box for so many need not be tall
_NUMBER_BOX = {"inputmode": "numeric", "class": "govuk-input--width-5"}


def text_widget(question: Question) -> forms.Widget:
    """The box of a question that is answered in text."""
    if isinstance(question, LongText):
        rows = ROWS if question.words > _SHORT_ANSWER else ROWS // 2
        return forms.Textarea({"rows": rows, "maxwords": question.words})
    if isinstance(question, Email):
        return forms.EmailInput(
            {"autocomplete": question.autocomplete, "spellcheck": "false", "class": TWO_THIRDS}
        )
    if isinstance(question, Number):
        return forms.TextInput(_NUMBER_BOX)
    if isinstance(question, ShortText) and question.autocomplete:
        return forms.TextInput({"autocomplete": question.autocomplete, "class": TWO_THIRDS})
    return forms.TextInput({"class": TWO_THIRDS})


class DayParts(forms.MultiWidget):
    """Day, month and year in three boxes, kept as one text."""

    def __init__(self) -> None:
        super().__init__(
            {
                "day": _box("Day", width=2),
                "month": _box("Month", width=2),
                "year": _box("Year", width=4),
            }
        )
        self.widgets_names = ["-day", "-month", "-year"]

    def decompress(self, value: Any) -> list[str]:
        return list(day_in_parts(value))

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return day_from_parts(*(str(data.get(name + part, "")) for part in self.widgets_names))


class MeasuredParts(forms.MultiWidget):
    """A number, what it is out of, and what was counted."""

    template_name = "documents/widgets/measured.html"

    def __init__(self, question: Measured) -> None:
        super().__init__(
            {
                "number": _box(question.number_label, width=5),
                "of": _box(question.of_label, width=5),
                "counted": forms.TextInput({"label": question.counted_label}),
            }
        )
        self.widgets_names = ["-number", "-of", "-counted"]

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, str):
            return ["", "", value]
        given = value if isinstance(value, dict) else {}
        return [str(given.get(name[1:], "")) for name in self.widgets_names]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return {part[1:]: str(data.get(name + part, "")) for part in self.widgets_names}


class Rows(forms.Widget):
    """The rows of a table that there are and some empty ones, each a small group of boxes. Needs no script."""

    template_name = "documents/widgets/rows.html"
    use_fieldset = True

    def __init__(self, question: Table) -> None:
        super().__init__()
        self.question = question

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, str]]:
        asked = re.compile(
            rf"{re.escape(name)}-([0-9]{{1,4}})-(?:{'|'.join(map(re.escape, self.question.columns))})"
        )
        places = sorted({int(found[1]) for key in data if (found := asked.fullmatch(key))})
        rows = [
            {column: str(data.get(f"{name}-{place}-{column}", "")) for column in self.question.columns}
            for place in places
        ]
        return [row for row in rows if any(cell.strip() for cell in row.values())]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        filled = self.question.rows(value)
        room = max(self.question.most - len(filled), 0)
        rows = filled + [{}] * min(room, max(EMPTY_ROWS, self.question.least - len(filled)))
        context["widget"]["rows"] = [
            {"title": f"{self.question.row} {place + 1}", "cells": self._cells(f"{name}-{place}", row, attrs)}
            for place, row in enumerate(rows)
        ]
        context["widget"]["more"] = f"more-{name}" if room > EMPTY_ROWS else ""
        context["widget"]["row"] = self.question.row.lower()
        context["widget"]["value"] = ""
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-0-{next(iter(self.question.columns))}"

    def _cells(self, name: str, row: Mapping[str, Any], attrs: dict[str, Any] | None) -> list[dict[str, Any]]:
        cells = []
        for column, question in self.question.columns.items():
            boxes = _cell(question)
            own = {"id": f"id_{name}-{column}"}
            if question.hint:
                own["aria-describedby"] = f"id_{name}-{column}-hint"
            drawn = boxes.get_context(f"{name}-{column}", row.get(column, ""), own)["widget"]
            label = question.label if question.required else f"{question.label} (optional)"
            cells.append({"label": label, "hint": question.hint, "widget": drawn})
        return cells


class ChosenFiles(forms.CheckboxSelectMultiple):
    """Ticks for the files that are offered (``choices``). ``is_offered``: the page can say which; else it only counts."""

    template_name = "documents/widgets/files.html"
    is_offered: ClassVar[bool] = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {"is_offered": self.is_offered, "count": len(value or [])}
        return context


class OfferedFiles(ChosenFiles):
    is_offered = True


def _box(label: str, *, width: int) -> forms.TextInput:
    return forms.TextInput({"inputmode": "numeric", "class": f"govuk-input--width-{width}", "label": label})


def _cell(question: Question) -> forms.Widget:
    if isinstance(question, Choice):
        return forms.Select(choices=[("", "Choose"), *question.choices])
    if isinstance(question, LongText):
        return forms.Textarea({"rows": 3})
    if isinstance(question, Number):
        return forms.TextInput(_NUMBER_BOX)
    return forms.TextInput()
