"""Writing in a document: many answers at once, each guarded by the version that the writer saw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from documents.models import Answer, Document, Signature
from documents.plain_text import plain_answer
from documents.queries import document_of, may_be_written, wording_of
from documents.services.locking import lock_with_run
from documents.services.saving import Writer, write_answers
from documents.services.voiding import void_signatures
from documents.services.wordings import keep_wording
from documents.vocabulary import Form, fingerprint
from workflow import access
from workflow.models import Run
from workflow.refusals import NotYours, Refused


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


Written = dict[str, tuple[Any, int]]
"""By question: the value in plain text, and the version that the writer saw."""


def open_document(run: Run, *, form: type[Form], now: dt.datetime) -> Document:
    """The run's document of the form; begun now, in its present wording, when there is none.

    Raises NotOpen when the run's state does not ask for it.
    """
    if not may_be_written(run, form):
        raise _not_asked_for(run, form)
    begun = document_of(run, form)
    if begun is not None:
        return begun
    begun, _ = Document.objects.get_or_create(
        run=run, form_code=form.code, defaults={"form_version": keep_wording(form, now=now), "opened_at": now}
    )
    begun.run = run
    return begun


def save_answers(
    document: Document, *, given: Mapping[str, Given], person: Any, now: dt.datetime, name: str = ""
) -> Saved:
    """Save what was written. An answer that somebody else changed meanwhile is left as theirs and named in the result.

    Every text is made plain first. A change voids the signatures under the document. ``person`` None: a colleague
    without an account, called ``name``, whose right to write the caller has checked. Nearly every save is one statement.
    Raises NotOpen when the document was handed in or is not asked for now, NotYours for somebody who may not write in it,
    and KeyError for a question not in the form.
    """
    form, writer, saved = wording_of(document), Writer(person, name), Saved()
    written = _changed(form, given, saved)
    if not written:
        return saved
    saved.answers = write_answers(document, written, writer=writer, now=now)
    if rest := {question: it for question, it in written.items() if question not in saved.answers}:
        _save_locked(document, form, rest, saved, writer=writer, now=now)
    return saved


def seen(value: Any) -> str:
    """The short fingerprint of an answer that a page shows, for ``Given.seen``. All blank answers have the same."""
    return mark(plain_answer(value))


def mark(value: Any) -> str:
    """``seen`` of a value that is plain already, as those that are kept are."""
    return fingerprint(value or "")[:16]


def _changed(form: type[Form], given: Mapping[str, Given], saved: Saved) -> Written:
    """What the writer changed, in plain text. What cannot be kept is named in ``saved``."""
    written: Written = {}
    for name, it in given.items():
        question = form.questions[name]
        if refusal := question.refusal(it.value):
            saved.refused[name] = refusal
            continue
        value = plain_answer(it.value)
        untouched = it.seen == mark(value) if it.seen else not it.version and question.is_blank(value)
        if not untouched:
            written[name] = value, it.version
    return written


@transaction.atomic
def _save_locked(
    document: Document, form: type[Form], written: Written, saved: Saved, *, writer: Writer, now: dt.datetime
) -> None:
    """Save where one statement did not: a signature is voided, somebody else was first, or it is refused with the reason."""
    locked = lock_with_run(document)
    _refuse_unless_open(locked, form, writer)
    if locked.open_questions is not None:
        for name in [name for name in written if name not in locked.open_questions]:
            del written[name]
            saved.refused[name] = (
                f"“{form.questions[name].label}” was not asked about, so it stays as it was submitted."
            )
    done = write_answers(locked, written, writer=writer, now=now, voids=True)
    saved.answers |= done
    kept = {
        answer.question: answer
        for answer in locked.answers.select_related("saved_by").filter(question__in=set(written) - set(done))
    }
    for name, answer in kept.items():
        if answer.value != written[name][0]:
            saved.conflicts[name] = Conflict(answer, written[name][0])
    if done:
        saved.voided = void_signatures(locked, form, person=writer.person, now=now)


def _refuse_unless_open(document: Document, form: type[Form], writer: Writer) -> None:
    if writer.person and not access.roles_held(writer.person, document.run, access.editors):
        raise NotYours(f"You are not among those who write the {form.title}.")
    if document.locked_at is not None:
        raise NotOpen(
            f"The {form.title} was handed in, so it can no longer be changed."
            " If something in it must change, write to the office: they can send it back to you."
        )
    if not may_be_written(document.run, form):
        raise _not_asked_for(document.run, form)


def _not_asked_for(run: Run, form: type[Form]) -> NotOpen:
    return NotOpen(
        f"The {form.title} cannot be written now: this journey is at “{run.declared_state.outside_label}”."
    )
