"""Handing in a whole form at once, where nobody has a draft to come back to (a public page)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from documents import content
from documents.models import Answer, Document, Submission
from documents.plain_text import plain_answer
from documents.services.wordings import keep_wording
from documents.vocabulary import Form, fingerprint
from workflow.models import Run, TransitionRecord
from workflow.refusals import NotReady


@transaction.atomic
def hand_in_at_once(
    form: type[Form],
    *,
    run: Run,
    record: TransitionRecord,
    answers: Mapping[str, Any],
    now: dt.datetime,
    person: Any = None,
) -> Submission:
    """Write a document with its answers, and freeze it, in one go. Raises NotReady with the form's own sentences."""
    given = {name: plain_answer(value) for name, value in answers.items() if name in form.questions}
    if problems := [sentence for found in form.problems(given).values() for sentence in found]:
        raise NotReady(*problems)
    document = Document.objects.create(
        run=run, form_code=form.code, form_version=keep_wording(form, now=now), opened_at=now, locked_at=now
    )
    Answer.objects.bulk_create(
        Answer(document=document, question=name, value=value, version=1, saved_by=person, saved_at=now)
        for name, value in given.items()
        if not form.questions[name].is_blank(value)
    )
    kept = content.frozen(form, document, given, [])
    return Submission.objects.create(
        document=document,
        number=1,
        content=kept,
        sha256=fingerprint(kept),
        form_version=document.form_version,
        submitted_by=person,
        submitted_at=now,
        record=record,
    )
