"""A section as it is being written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from documents.fields.single import field_for
from documents.fields.widgets import OfferedFiles
from documents.vocabulary import Declaration, File, Form, Group, Question, Section

_MORE = "more-"


class DraftForm(forms.Form):
    """The questions of one section, as they stand. Takes anything: what an answer lacks is told elsewhere.

    only: the name of one of them, when no more is wanted. offered: by question, the files that may be chosen for it, as pairs of public id and name.
    """

    def __init__(
        self,
        form: type[Form],
        section: Section,
        *args: Any,
        only: str = "",
        offered: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = [form.questions[only]] if only else form.questions_in(section)
        for question in self.questions:
            self.fields.update(_draft_fields(question))
            if isinstance(question, File) and question.name in (offered or {}):
                self.fields[question.name].widget = OfferedFiles(choices=(offered or {})[question.name])

    def given(self) -> dict[str, Any]:
        """What was typed, by question, in the shape in which answers are kept.

        Files are left out unless the page offered them.
        """
        return {
            question.name: self._given(question) for question in self.questions if self._was_shown(question)
        }

    def bound_fields(self, question: Question) -> list[forms.BoundField]:
        """The fields of a question: one, or those of its parts."""
        return [self[name] for name in _field_names(question)]

    def _was_shown(self, question: Question) -> bool:
        return not isinstance(question, File) or f"{self.add_prefix(question.name)}-shown" in self.data

    def _given(self, question: Question) -> Any:
        if isinstance(question, Group):
            return {
                name: self._typed(part, f"{question.name}-{name}") for name, part in question.parts.items()
            }
        return self._typed(question, question.name)

    def _typed(self, question: Question, name: str) -> Any:
        if isinstance(question, Declaration):
            return bool(self.data.get(self.add_prefix(name), ""))
        typed = self.fields[name].widget.value_from_datadict(self.data, {}, self.add_prefix(name))
        return "" if typed is None else typed


def initial_of(questions: Iterable[Question], values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers in the shape that a draft's fields begin with."""
    initial: dict[str, Any] = {}
    for question in questions:
        value = values.get(question.name)
        if isinstance(question, Group):
            given = value if isinstance(value, dict) else {}
            initial |= {f"{question.name}-{name}": part for name, part in given.items()}
        else:
            initial[question.name] = value
    return initial


def more_rows_for(typed: Mapping[str, Any]) -> str:
    """The question whose table the writer asks more rows for, or ''."""
    return next((key.removeprefix(_MORE) for key in typed if key.startswith(_MORE)), "")


def _field_names(question: Question) -> list[str]:
    if isinstance(question, Group):
        return [f"{question.name}-{part}" for part in question.parts]
    return [question.name]


def _draft_fields(question: Question) -> dict[str, forms.Field]:
    parts = question.parts.values() if isinstance(question, Group) else [question]
    made = {}
    for name, part in zip(_field_names(question), parts, strict=True):
        field = field_for(part)
        field.required = False
        made[name] = field
    return made
