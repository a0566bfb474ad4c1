"""What was handed in, laid out for the office to ask about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BaseForm, BoundField

from documents.models import Submission
from documents.presenters.reading import AnswerView, sections_view


@dataclass(frozen=True)
class AskableView:
    """An answer, and the field for what is asked about it. ``is_asked``: something stands in the field."""

    answer: AnswerView
    field: BoundField
    is_asked: bool


@dataclass(frozen=True)
class AskableSection:
    title: str
    questions: Sequence[AskableView]


def askable_sections(submission: Submission, asking: BaseForm) -> list[AskableSection]:
    """The answers of a submission that the form of today still asks for, each with its field."""
    return [
        AskableSection(
            section.title,
            [
                AskableView(answer, asking[answer.code], bool(asking[answer.code].value()))
                for answer in section.answers
                if answer.code in asking.fields
            ],
        )
        for section in sections_view(submission.content["sections"])
    ]
