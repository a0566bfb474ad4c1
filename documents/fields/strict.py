"""A whole form on one page, which takes only a whole answer."""

from __future__ import annotations

from typing import Any

from django import forms

from documents.fields.single import field_for
from documents.vocabulary import File, Form, Group, Question


def strict_form(form: type[Form]) -> type[forms.Form]:
    """A Django form of all questions, whose ``cleaned_data`` holds plain text and which takes only a whole answer.

    Raises TypeError for a form with groups or files: those have pages of their own.
    """
    questions = form.questions
    if any(isinstance(question, (Group, File)) for question in questions.values()):
        raise TypeError(f"{form.__name__} has groups of questions or files: write it as a document.")
    fields: dict[str, Any] = {name: field_for(question) for name, question in questions.items()}
    for name, question in questions.items():
        fields[f"clean_{name}"] = _strict_clean(question)
    return type(f"{form.__name__}Form", (forms.Form,), fields)


def _strict_clean(question: Question) -> Any:
    def clean(self: forms.Form) -> Any:
        value = self.cleaned_data.get(question.name)
        if refusal := question.refusal(value):
            raise forms.ValidationError(refusal)
        if problems := question.problems(value):
            raise forms.ValidationError(problems)
        return value

    return clean
