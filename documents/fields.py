"""Django forms made from forms as code: strict ones that must be whole, and drafts that keep whatever was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from documents.plain_text import one_line, plain
from documents.vocabulary import (
    Choice,
    Declaration,
    Email,
    Form,
    Group,
    LongText,
    Number,
    Question,
    Section,
    ShortText,
)

ROWS = 8
TWO_THIRDS = "govuk-!-width-two-thirds"
_SHORT_ANSWER = 150  # words; a box for so many need not be tall


def strict_form(form: type[Form]) -> type[forms.Form]:
    """A Django form of all questions, whose ``cleaned_data`` holds plain text and which takes only a whole answer.

    Raises TypeError for a form with groups: those have pages of their own.
    """
    questions = form.questions
    if any(isinstance(question, Group) for question in questions.values()):
        raise TypeError(f"{form.__name__} has groups of questions: write it as a document.")
    fields: dict[str, Any] = {name: _field(question) for name, question in questions.items()}
    for name, question in questions.items():
        fields[f"clean_{name}"] = _strict_clean(question)
    return type(f"{form.__name__}Form", (forms.Form,), fields)


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


class DraftForm(forms.Form):
    """The questions of one section, or ``only`` one of them, as they stand. Takes anything: what an answer lacks is told
    elsewhere.
    """

    def __init__(self, form: type[Form], section: Section, *args: Any, only: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = [form.questions[only]] if only else form.questions_in(section)
        for question in self.questions:
            self.fields.update(_draft_fields(question))

    def given(self) -> dict[str, Any]:
        """What was typed, by question, in the shape in which answers are kept."""
        return {question.name: self._given(question) for question in self.questions}

    def bound_fields(self, question: Question) -> list[forms.BoundField]:
        """The fields of a question: one, or those of its parts."""
        return [self[name] for name in _field_names(question)]

    def _given(self, question: Question) -> Any:
        if isinstance(question, Group):
            return {
                name: self._typed(part, f"{question.name}-{name}") for name, part in question.parts.items()
            }
        return self._typed(question, question.name)

    def _typed(self, question: Question, name: str) -> Any:
        typed = self.data.get(self.add_prefix(name), "")
        return bool(typed) if isinstance(question, Declaration) else typed


def initial_of(questions: Iterable[Question], values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers in the shape that a draft's fields begin with."""
    initial: dict[str, Any] = {}
    for question in questions:
        value = values.get(question.name)
        if isinstance(question, Group):
            initial |= {f"{question.name}-{name}": part for name, part in (value or {}).items()}
        else:
            initial[question.name] = value
    return initial


def _field_names(question: Question) -> list[str]:
    if isinstance(question, Group):
        return [f"{question.name}-{part}" for part in question.parts]
    return [question.name]


def _draft_fields(question: Question) -> dict[str, forms.Field]:
    parts = question.parts.values() if isinstance(question, Group) else [question]
    made = {}
    for name, part in zip(_field_names(question), parts, strict=True):
        field = _field(part)
        field.required = False
        made[name] = field
    return made


def _field(question: Question) -> forms.Field:
    label = question.label if question.required else f"{question.label} (optional)"
    common: dict[str, Any] = {"label": label, "help_text": question.hint, "required": question.required}
    if question.missing:
        common["error_messages"] = {"required": question.missing}
    if isinstance(question, Choice):
        return OpenChoiceField(choices=question.choices, widget=forms.RadioSelect, **common)
    if isinstance(question, Declaration):
        return forms.BooleanField(**common)
    return PlainField(widget=_widget(question), **common)


def _widget(question: Question) -> forms.Widget:
    if isinstance(question, LongText):
        rows = ROWS if question.words > _SHORT_ANSWER else ROWS // 2
        return forms.Textarea({"rows": rows, "maxwords": question.words})
    if isinstance(question, Email):
        return forms.EmailInput(
            {"autocomplete": question.autocomplete, "spellcheck": "false", "class": TWO_THIRDS}
        )
    if isinstance(question, Number):
        return forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"})
    if isinstance(question, ShortText) and question.autocomplete:
        return forms.TextInput({"autocomplete": question.autocomplete, "class": TWO_THIRDS})
    return forms.TextInput({"class": TWO_THIRDS})


def _strict_clean(question: Question) -> Any:
    def clean(self: forms.Form) -> Any:
        value = self.cleaned_data.get(question.name)
        if refusal := question.refusal(value):
            raise forms.ValidationError(refusal)
        if problems := question.problems(value):
            raise forms.ValidationError(problems)
        return value

    return clean
