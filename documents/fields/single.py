"""The field of one question."""

from __future__ import annotations

from typing import Any

from django import forms

from documents.fields.widgets import ChosenFiles, DayParts, MeasuredParts, Rows, text_widget
from documents.plain_text import one_line, plain
from documents.vocabulary import Choice, Date, Declaration, File, Measured, Question, Table


class PlainField(forms.CharField):
    """Text without control characters, whatever was pasted."""

    def to_python(self, value: Any) -> str:
        return (
            plain(str(value or "")) if isinstance(self.widget, forms.Textarea) else one_line(str(value or ""))
        )


class OpenChoiceField(forms.ChoiceField):
    """Leaves it to the question what may be chosen, and to its sentence to say so."""

    def valid_value(self, value: str) -> bool:
        return True


def field_for(question: Question) -> forms.Field:
    """The field in which a question is answered, however many boxes it has."""
    label = question.label if question.required else f"{question.label} (optional)"
    common: dict[str, Any] = {"label": label, "help_text": question.hint, "required": question.required}
    if question.missing:
        common["error_messages"] = {"required": question.missing}
    if isinstance(question, Choice):
        return OpenChoiceField(choices=question.choices, widget=forms.RadioSelect, **common)
    if isinstance(question, Declaration):
        return forms.BooleanField(**common)
    if isinstance(question, (Measured, Date, Table, File)):
        return forms.Field(widget=_boxes(question), **common)
    return PlainField(widget=text_widget(question), **common)


def _boxes(question: Measured | Date | Table | File) -> forms.Widget:
    if isinstance(question, Measured):
        return MeasuredParts(question)
    if isinstance(question, Date):
        return DayParts()
    return Rows(question) if isinstance(question, Table) else ChosenFiles()
