"""A document laid out to be read: the one shape that is checked, signed and frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from documents.models import Document, Evidence, Signature
from documents.vocabulary import Form, Group, Question, Table, fingerprint

Answers = Mapping[str, Any]


def text_hash(document: Document, answers: Answers) -> str:
    """The fingerprint of what a document says: its form, wording and every answer that is not blank."""
    said = {name: value for name, value in answers.items() if value not in ("", False, {}, [])}
    return fingerprint([document.form_code, document.form_version, said])


def laid_out(form: type[Form], answers: Answers) -> list[dict[str, Any]]:
    """The sections of a form with their questions and answers, as plain data that explains itself."""
    return [
        {
            "code": section.name,
            "title": section.title,
            "questions": [laid_out_question(it, answers.get(it.name)) for it in form.questions_in(section)],
        }
        for section in form.sections.values()
    ]


def frozen(
    form: type[Form],
    document: Document,
    answers: Answers,
    signatures: Iterable[Signature],
    evidence: Iterable[tuple[str, Evidence]] = (),
) -> dict[str, Any]:
    """All that a submission keeps, as plain data. ``evidence``: files with the question that each belongs to."""
    return {
        "form": form.code,
        "version": document.form_version,
        "title": form.title,
        "text_hash": text_hash(document, answers),
        "sections": laid_out(form, answers),
        "evidence": [_frozen_file(question, it) for question, it in evidence],
        "signatures": [
            {
                "role": signature.role,
                "label": signature.role_label,
                "name": signature.name,
                "signed_at": signature.signed_at.isoformat() if signature.signed_at else "",
                "text_hash": signature.text_hash,
                "on_paper": signature.on_paper_id is not None,
            }
            for signature in signatures
        ],
    }


def laid_out_question(question: Question, value: Any) -> dict[str, Any]:
    """A question with its answer, as plain data: code, label, kind, value, words, and its parts or rows."""
    laid = {
        "code": question.name,
        "label": question.label,
        "kind": question.kind,
        "value": value if value is not None else "",
        "words": question.in_words(value),
    }
    if isinstance(question, Group):
        given = value if isinstance(value, dict) else {}
        laid["parts"] = [laid_out_question(part, given.get(name)) for name, part in question.parts.items()]
    if isinstance(question, Table):
        laid["columns"] = [column.label for column in question.columns.values()]
        laid["rows"] = question.cells(value)
    return laid


def _frozen_file(question: str, evidence: Evidence) -> dict[str, Any]:
    return {
        "id": str(evidence.public_id),
        "about": question,
        "title": evidence.title,
        "alt": evidence.alt,
        "kind": evidence.file.kind_code,
        "size": evidence.file.size,
        "sha256": evidence.file.sha256,
        "children": evidence.children,
    }
