"""Writing in a document: many answers at once, each guarded by the version that the writer saw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from documents.models import Answer, Document, Signature
from documents.plain_text import plain_answer
from documents.queries import form_of, may_be_written
from documents.services.locking import lock_with_run
from documents.vocabulary import Form, Question, fingerprint
from workflow.models import Run
from workflow.refusals import Refused
from workflow.state import change
from workflow.tracking import activity, note_activity


class NotOpen(Refused):
    """The document cannot be written in now."""


@dataclass(frozen=True)
class Given:
    """What somebody wrote for one question, and what they saw before.

    ``version`` is the version of the answer that they saw, 0 for none. ``seen`` is the fingerprint of that answer:
    a writer who left it as it was changes nothing, whatever others did meanwhile. Empty ``seen``: not known.
    """

    value: Any
    version: int = 0
    seen: str = ""


@dataclass(frozen=True)
class Conflict:
    """Two people changed one answer: ``theirs`` is kept, ``yours`` was not saved."""

    theirs: Answer
    yours: Any


@dataclass
class Saved:
    """What came of saving, by question. What is in ``conflicts`` and ``refused`` was not saved."""

    answers: dict[str, Answer] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    voided: list[Signature] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not (self.conflicts or self.refused)


def open_document(run: Run, *, form: type[Form], now: dt.datetime) -> Document:
    """The run's document of the form; begun now, in its present wording, when there is none.

    Raises NotOpen when the run's state does not ask for it.
    """
    if not may_be_written(run, form):
        raise _not_asked_for(run, form)
    document, _ = Document.objects.get_or_create(
        run=run, form_code=form.code, defaults={"form_version": form.version, "opened_at": now}
    )
    return document


@transaction.atomic
def save_answers(
    document: Document, *, given: Mapping[str, Given], person: Any, now: dt.datetime, name: str = ""
) -> Saved:
    """Save what was written. An answer that somebody else changed meanwhile is left as theirs and named in the result.

    ``name``: who saves, where they have no account and ``person`` is None. Every text is made plain first. A change voids the signatures under the document.
    Raises NotOpen when the document was handed in or is not asked for now, and KeyError for a question not in the form.
    """
    form = form_of(document)
    locked = _open_for_writing(document, form)
    kept = {
        answer.question: answer
        for answer in locked.answers.select_related("saved_by").filter(question__in=list(given))
    }
    saved = Saved()
    changed: list[Answer] = []
    for asked, it in given.items():
        question = form.questions[asked]
        if refusal := question.refusal(it.value):
            saved.refused[asked] = refusal
            continue
        value, before = plain_answer(it.value), kept.get(asked)
        if _is_unchanged(question, value, before, it):
            continue
        if before is not None and before.version != it.version:
            saved.conflicts[asked] = Conflict(before, value)
            continue
        changed.append(
            Answer(
                document=locked,
                question=asked,
                value=value,
                version=before.version + 1 if before else 1,
                saved_by=person,
                saved_by_name=name,
                saved_at=now,
            )
        )
    Answer.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["document", "question"],
        update_fields=["value", "version", "saved_by", "saved_by_name", "saved_at"],
    )
    saved.answers = {answer.question: answer for answer in changed}
    if changed:
        note_activity([locked.run_id], what=activity.SAVED, now=now)
        saved.voided = _void_signatures(locked, person=person, now=now)
    return saved


def seen(value: Any) -> str:
    """The short fingerprint of an answer that a page shows, for ``Given.seen``. All blank answers have the same."""
    return fingerprint(plain_answer(value) or "")[:16]


def _open_for_writing(document: Document, form: type[Form]) -> Document:
    locked = lock_with_run(document)
    if locked.locked_at is not None:
        raise NotOpen(
            f"The {form.title} was handed in, so it can no longer be changed."
            " If something in it must change, write to the office: they can send it back to you."
        )
    if not may_be_written(locked.run, form):
        raise _not_asked_for(locked.run, form)
    return locked


def _not_asked_for(run: Run, form: type[Form]) -> NotOpen:
    return NotOpen(
        f"The {form.title} cannot be written now: this journey is at “{run.declared_state.outside_label}”."
    )


def _is_unchanged(question: Question, value: Any, before: Answer | None, given: Given) -> bool:
    if before is None:
        return question.is_blank(value)
    return bool(value == before.value or (given.seen and given.seen == seen(value)))


def _void_signatures(document: Document, *, person: Any, now: dt.datetime) -> list[Signature]:
    signed = document.signatures.select_for_update().filter(state=Signature.SIGNED).order_by("pk")
    voided = list(signed)
    for signature in voided:
        change(signature, "void", now=now, actor=person, fields=["ended_at"], ended_at=now)
    return voided
