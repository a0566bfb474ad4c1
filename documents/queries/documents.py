"""Documents and their answers, now and before."""

from __future__ import annotations

import uuid
from typing import Any

from documents.models import Answer, Document, EarlierAnswer
from documents.vocabulary import Form
from workflow.models import Run

_TO_WRITE = """
    SELECT run.*, document.id AS document_id, document.form_version, document.opened_at
    FROM workflow_run run JOIN documents_document document ON document.run_id = run.id
    WHERE run.public_id = %s AND document.form_code = %s
"""


def document_to_write(public_id: uuid.UUID, form_code: str) -> Document | None:
    """The document of a run's public id with its run, for a save that checks by itself what is open and to whom.

    In SQL: half the cost of a queryset, every few seconds of everybody who writes.
    """
    run: Any = next(iter(Run.objects.raw(_TO_WRITE, [public_id, form_code])), None)
    if run is None:
        return None
    return Document(
        id=run.document_id,
        run=run,
        form_code=form_code,
        form_version=run.form_version,
        opened_at=run.opened_at,
    )


def document_of(run: Run, form: type[Form]) -> Document | None:
    document = Document.objects.filter(run=run, form_code=form.code).first()
    if document is not None:
        document.run = run
    return document


def drafts_of(run: Run) -> list[Document]:
    """All documents of a run, handed in or not, in the order in which they were begun."""
    return list(Document.objects.filter(run=run).select_related("run").order_by("opened_at", "pk"))


def earlier_answers_of(document: Document | None, question: str) -> list[EarlierAnswer]:
    """What was written for a question before, the newest first."""
    if document is None:
        return []
    rows = document.earlier_answers.filter(question=question)
    return list(rows.select_related("saved_by").order_by("-version"))


def questions_with_earlier_answers(document: Document | None) -> set[str]:
    """The questions for which earlier words are kept."""
    if document is None:
        return set()
    return set(document.earlier_answers.values_list("question", flat=True).distinct())


def answers_of(document: Document | None) -> dict[str, Answer]:
    """The answers of a document by question, with who saved each."""
    if document is None:
        return {}
    return {answer.question: answer for answer in document.answers.select_related("saved_by").order_by("pk")}


def answer_to(document: Document, question: str) -> Answer | None:
    """What is kept for one question now."""
    return document.answers.select_related("saved_by").filter(question=question).first()


def values_of(document: Document | None) -> dict[str, Any]:
    """The values of a document's answers by question."""
    return dict(document.answers.values_list("question", "value")) if document else {}


def asked_about(document: Document | None) -> dict[str, str]:
    """By question, what the office asked when it last sent the document back."""
    if document is None:
        return {}
    latest = document.asked_about.order_by("-record").values("record")[:1]
    return dict(document.asked_about.filter(record__in=latest).values_list("question", "reason"))
