"""Freezing documents when they are handed in, and opening them again. Many at once, in a fixed number of queries.

Called by effects: the runs are locked already, the documents are locked here (the order of all locks).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from documents import content
from documents.models import Answer, Document, Signature, Submission
from documents.queries import forms_asked
from documents.services.wordings import keep_wording
from documents.vocabulary import Form, fingerprint
from workflow.journey import Step
from workflow.models import Run
from workflow.tracking import activity, note_activity


@transaction.atomic
def freeze(form: type[Form], steps: Sequence[Step]) -> list[Submission]:
    """Keep a copy of the form's document of each run as it is now, and lock the document against writing.

    A run that has none yet gets an empty one, so that what was handed in is always a row.
    """
    if not steps:
        return []
    documents = _locked(form, [step.run for step in steps], opened_at=steps[0].now)
    forms = forms_asked(
        [step.run for step in steps], form, {run_id: it.form_version for run_id, it in documents.items()}
    )
    answers = _answers(documents.values())
    signatures = _signatures(documents.values())
    numbers = dict(
        Submission.objects.filter(document__in=documents.values())
        .values_list("document_id")
        .annotate(latest=Max("number"))
        .order_by()
    )
    submissions = []
    for step in steps:
        document = documents[step.run.pk]
        kept = content.frozen(forms[step.run.pk], document, answers[document.pk], signatures[document.pk])
        submissions.append(
            Submission(
                document=document,
                number=numbers.get(document.pk, 0) + 1,
                content=kept,
                sha256=fingerprint(kept),
                form_version=document.form_version,
                submitted_by=step.actor,
                submitted_at=step.now,
                record=step.record,
            )
        )
    Submission.objects.bulk_create(submissions)
    _lock(documents.values(), now=steps[0].now)
    note_activity([step.run.pk for step in steps], what=activity.HANDED_IN, now=steps[0].now)
    return submissions


@transaction.atomic
def lock(form: type[Form], runs: Sequence[Run], *, now: dt.datetime) -> None:
    """Close the form's documents of the runs to writing."""
    _lock(_locked(form, runs, opened_at=now).values(), now=now)


@transaction.atomic
def unlock(form: type[Form], runs: Sequence[Run]) -> None:
    """Open the form's documents of the runs for writing again."""
    documents = Document.objects.filter(run__in=[run.pk for run in runs], form_code=form.code)
    ids = [document.pk for document in documents.select_for_update(of=("self",)).order_by("pk")]
    Document.objects.filter(pk__in=ids).update(locked_at=None)


def _lock(documents: Any, *, now: dt.datetime) -> None:
    Document.objects.filter(pk__in=[document.pk for document in documents], locked_at=None).update(
        locked_at=now
    )


def _locked(form: type[Form], runs: Sequence[Run], *, opened_at: dt.datetime) -> dict[int, Document]:
    ids = [run.pk for run in runs]
    version = keep_wording(form, now=opened_at)
    Document.objects.bulk_create(
        [Document(run_id=pk, form_code=form.code, form_version=version, opened_at=opened_at) for pk in ids],
        ignore_conflicts=True,
    )
    documents = Document.objects.filter(run__in=ids, form_code=form.code)
    return {
        document.run_id: document for document in documents.select_for_update(of=("self",)).order_by("pk")
    }


def _answers(documents: Any) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = Answer.objects.filter(document__in=documents)
    for document_id, question, value in rows.values_list("document_id", "question", "value"):
        found[document_id][question] = value
    return found


def _signatures(documents: Any) -> dict[int, list[Signature]]:
    found: dict[int, list[Signature]] = defaultdict(list)
    for signature in Signature.objects.filter(document__in=documents, state=Signature.SIGNED).order_by("pk"):
        found[signature.document_id].append(signature)
    return found
