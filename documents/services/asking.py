"""Sending a document back: which questions the office asks about, and what it asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from documents.models import AskedAbout, Document
from documents.plain_text import plain
from documents.queries import form_of
from documents.services.handing_in import ASKED
from workflow.journey import Transition
from workflow.models import Run, TransitionRecord
from workflow.refusals import NotReady
from workflow.services import advance


@transaction.atomic
def send_back(
    run: Run,
    transition: Transition,
    *,
    document: Document | None,
    asked: Mapping[str, str],
    by: Any,
    now: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> TransitionRecord:
    """Take a move that opens a document again, for the questions of ``asked`` alone. Each comes with what is asked.

    What is asked goes to the school with the note of the move, in the order of the form. Without a document here (it
    was handed in elsewhere) the note says it all.
    Raises NotReady when nothing is asked or a question comes without words, KeyError for a question not in the form, and
    what ``advance`` raises.
    """
    if document is None:
        return advance(run, transition, actor=by, now=now, note=plain(note), version=version)
    form = form_of(document)
    words = {name: plain(asked[name]) for name in form.questions if name in asked}
    if unknown := set(asked) - set(words):
        raise KeyError(*unknown)
    if not words:
        raise NotReady("Choose at least one question that the school should look at again.")
    if lacking := [form.questions[name].label for name, it in words.items() if not it]:
        raise NotReady(*(f"Write what you ask about “{label}”." for label in lacking))
    told = [f"“{form.questions[name].label}”\n{it}" for name, it in words.items()]
    record = advance(
        run,
        transition,
        actor=by,
        now=now,
        note="\n\n".join([*([plain(note)] if plain(note) else []), *told]),
        version=version,
        detail={ASKED: {form.code: list(words)}},
    )
    AskedAbout.objects.bulk_create(
        AskedAbout(document=document, question=name, reason=it, record=record) for name, it in words.items()
    )
    return record
