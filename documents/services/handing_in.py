"""Freezing documents when they are handed in, and opening them again. Many at once, in a fixed number of queries.

Called by effects: the runs are locked already, the documents are locked here (the order of all locks).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from documents import content
from documents.models import Answer, Document, Evidence, Signature, StoredFile, Submission
from documents.queries import form_of, forms_asked
from documents.registry import get_form
from documents.services.drawing import ask_for_paper
from documents.services.wordings import keep_wording
from documents.vocabulary import File, Form, fingerprint
from workflow import messages
from workflow.journey import Step
from workflow.models import Run
from workflow.presenters import day
from workflow.refusals import NotReady
from workflow.tracking import activity, note_activity

LATE = "late_hand_in"
FLAGGED, REFUSED = "flagged", "refused"
"""The setting by which an edition says what becomes of a document that comes after its day; without it: flagged."""

ASKED = "asked"
"""Where the detail of a move that sends documents back names, by form, the questions that were asked about."""


@transaction.atomic
def freeze(form: type[Form], steps: Sequence[Step]) -> list[Submission]:
    """Keep a copy of the form's document of each run as it is now, and lock the document against writing.

    A run that has none yet gets an empty one, so that what was handed in is always a row. What the same move handed in
    before is named in the copy by its fingerprint, so that the last of them holds them all together.
    Raises NotReady after the day that it was due, where the edition takes nothing late.
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
    evidence = _evidence(form, documents.values(), answers)
    beside = _handed_in_beside(steps)
    submissions = []
    for step in steps:
        _refuse_late(step, form)
        document = documents[step.run.pk]
        kept = content.frozen(
            forms[step.run.pk],
            document,
            answers[document.pk],
            signatures[document.pk],
            evidence[document.run_id],
        )
        kept["beside"] = beside[step.record.pk]
        submissions.append(
            Submission(
                document=document,
                number=numbers.get(document.pk, 0) + 1,
                content=kept,
                sha256=fingerprint(kept),
                form_version=document.form_version,
                submitted_by=step.actor,
                submitted_at=step.now,
                due_on=step.due_on,
                record=step.record,
            )
        )
    Submission.objects.bulk_create(submissions)
    if len(submissions) == 1:  # of many, each is drawn when somebody asks for it
        ask_for_paper(submissions[0], now=steps[0].now)
    for submission in submissions:
        _tell_who_signed_before(submission, signatures[submission.document_id], now=steps[0].now)
    _lock(documents.values(), now=steps[0].now)
    note_activity([step.run.pk for step in steps], what=activity.HANDED_IN, now=steps[0].now)
    return submissions


@transaction.atomic
def lock(form: type[Form], runs: Sequence[Run], *, now: dt.datetime) -> None:
    """Close the form's documents of the runs to writing."""
    _lock(_locked(form, runs, opened_at=now).values(), now=now)


@transaction.atomic
def unlock(form: type[Form], steps: Sequence[Step]) -> None:
    """Open the form's documents of the runs for writing again: where the move names questions, those alone.

    What a question still lacks may be mended too, whether it was named or not: else nobody could hand in again.
    """
    if not steps:
        return
    documents = Document.objects.filter(run__in=[step.run for step in steps], form_code=form.code)
    found = list(documents.select_for_update(of=("self",)).select_related("run").order_by("pk"))
    ids = [document.pk for document in found]
    named = steps[0].record.detail.get(ASKED, {}).get(form.code)
    Document.objects.filter(pk__in=ids).update(locked_at=None, open_questions=named)
    if named is None:
        return
    answers = _answers(ids)
    for document in found:
        if lacking := sorted(set(form_of(document).problems(answers[document.pk])) - set(named)):
            Document.objects.filter(pk=document.pk).update(open_questions=[*named, *lacking])


@transaction.atomic
def reopen(form: type[Form], runs: Sequence[Run]) -> None:
    """Take back that the form's documents of the runs were handed in. The copies are kept."""
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


def _refuse_late(step: Step, form: type[Form]) -> None:
    late = step.run.journey.settings.get(LATE)
    if late is None or late.value != REFUSED or step.due_on is None:
        return
    if timezone.localdate(step.now) > step.due_on:
        raise NotReady(
            f"The {form.title} was due on {day(step.due_on)}, and nothing is taken after that day."
            " Write to the office if there is a reason: it can give you more time."
        )


def _handed_in_beside(steps: Sequence[Step]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {step.record.pk: [] for step in steps}
    rows = Submission.objects.filter(record__in=found).order_by("pk")
    for record, code, number, digest in rows.values_list("record", "document__form_code", "number", "sha256"):
        found[record].append(
            {"form": code, "title": get_form(code).title, "number": number, "sha256": digest}
        )
    return found


def _evidence(
    form: type[Form], documents: Any, answers: Mapping[int, Mapping[str, Any]]
) -> dict[int, list[tuple[str, Evidence]]]:
    """By run, the files that go with the document: those chosen in it, or where it asks for none those placed in it."""
    by_run = {document.run_id: answers.get(document.pk, {}) for document in documents}
    there = Evidence.objects.filter(run__in=by_run, taken_down_at=None).exclude(
        file__state=StoredFile.INFECTED
    )
    choosing = {name: it for name, it in form.questions.items() if isinstance(it, File)}
    found: dict[int, list[tuple[str, Evidence]]] = defaultdict(list)
    for evidence in there.select_related("file").order_by("added_at", "pk"):
        given = by_run[evidence.run_id]
        chosen = [name for name, it in choosing.items() if str(evidence.public_id) in it.ids(given.get(name))]
        placed = [evidence.about] if not choosing and evidence.about in form.questions else []
        found[evidence.run_id] += [(name, evidence) for name in [*chosen, *placed]]
    return found


def _tell_who_signed_before(
    submission: Submission, signatures: Sequence[Signature], *, now: dt.datetime
) -> None:
    """Whose signature stands though the text changed sees what changed. See ``Form.signs_again``."""
    for signature in signatures:
        if signature.text_hash == submission.content["text_hash"] or not signature.email:
            continue
        run = submission.document.run
        messages.post(
            "documents/mails/changed_since.txt",
            to=signature.email,
            key=f"changed-since:{signature.pk}:{submission.number}",
            context={
                "signature": signature,
                "title": submission.content["title"],
                "who": run.label,
                "link": messages.personal_link("documents:sign_by_link", "signature", signature.pk),
            },
            now=now,
            run=run,
        )
