"""What a new wording of a form does to the drafts that were begun in older ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from documents.models import Answer, Document
from documents.registry import all_forms
from documents.vocabulary import Form
from documents.vocabulary.kept import plain_question
from documents.wordings import wordings

GONE, NEW, CHANGED = "gone", "new", "changed"


@dataclass(frozen=True)
class Drafts:
    """Open drafts of a form in one of its wordings."""

    code: str
    version: str
    count: int
    is_present: bool


@dataclass(frozen=True)
class Change:
    """A question that differs between a wording and the present one.

    ``kind`` is "gone", "new" or "changed"; ``drafts`` are those that have an answer to a question that is gone or
    changed, or that have none to a new one.
    """

    kind: str
    question: str
    label: str
    drafts: int


def open_drafts(forms: Iterable[type[Form]] | None = None) -> list[Drafts]:
    """How many drafts are open in which wording, by code; the present wording of each form first. One query."""
    present = {form.code: form.version for form in (all_forms() if forms is None else forms)}
    counted = (
        Document.objects.filter(form_code__in=present, locked_at=None)
        .values_list("form_code", "form_version")
        .annotate(count=Count("pk"))
        .order_by("form_code", "form_version")
    )
    found = [Drafts(code, version, count, present[code] == version) for code, version, count in counted]
    return sorted(found, key=lambda it: (it.code, not it.is_present, it.version))


def changes_for(form: type[Form], drafts: Drafts) -> list[Change]:
    """What the present wording changes for the drafts of an older one, in the order of the questions."""
    older = wordings([(drafts.code, drafts.version)])[drafts.code, drafts.version]
    answered = _answered(drafts)
    return [
        *(
            Change(GONE, name, question.label, answered.get(name, 0))
            for name, question in older.questions.items()
            if name not in form.questions
        ),
        *(
            Change(NEW, name, question.label, drafts.count - answered.get(name, 0))
            for name, question in form.questions.items()
            if name not in older.questions
        ),
        *(
            Change(CHANGED, name, question.label, answered.get(name, 0))
            for name, question in form.questions.items()
            if name in older.questions and plain_question(question) != plain_question(older.questions[name])
        ),
    ]


def signed_among(documents: Sequence[Document]) -> list[str]:
    """The drafts in words, for whoever decides about them."""
    return [f"document {document.pk} of {document.run.label}" for document in documents]


def _answered(drafts: Drafts) -> dict[str, int]:
    rows = (
        Answer.objects.filter(
            document__form_code=drafts.code, document__form_version=drafts.version, document__locked_at=None
        )
        .exclude(value__in=["", False, {}, []])
        .values_list("question")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return dict(rows)
