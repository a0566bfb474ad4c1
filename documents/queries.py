"""What there is: documents, answers, signatures and submissions, for one run or many."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from documents.models import (
    Answer,
    Document,
    EarlierAnswer,
    Evidence,
    Scrap,
    ScrapbookLink,
    Signature,
    StoredFile,
    Submission,
)
from documents.registry import get_form, present, title_in
from documents.vocabulary import Form, Signatory
from documents.wordings import wordings
from workflow.journey import Journey
from workflow.models import Run

WRITING_PAGE = "documents:write"
SCRAPBOOK_PAGE = "documents:scrapbook"


def may_be_written(run: Run, form: type[Form]) -> bool:
    """Whether the run's state has the form in its task list."""
    return any(
        task.page == WRITING_PAGE and task.arguments == (form.code,) for task in run.declared_state.tasks
    )


def states_of_writing(journey: type[Journey], form_code: str) -> list[str]:
    """The names of the states that have the form in their task list."""
    return [
        name
        for name, state in journey.states.items()
        if any(task.page == WRITING_PAGE and task.arguments == (form_code,) for task in state.tasks)
    ]


def form_in_journey(journey: type[Journey], form_code: str) -> type[Form] | None:
    """The form of a code, if some state of the journey asks for it."""
    for state in journey.states.values():
        if any(task.page == WRITING_PAGE and task.arguments == (form_code,) for task in state.tasks):
            return get_form(form_code)
    return None


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


def signatures_of(document: Document | None) -> list[Signature]:
    """Every signature asked for, the newest first."""
    return list(document.signatures.order_by("-asked_at", "-pk")) if document else []


def live_signatures_of(documents: Iterable[Document]) -> QuerySet[Signature]:
    """Those asked for or given that stand now."""
    return Signature.objects.filter(
        document__in=documents, state__in=[Signature.ASKED, Signature.SIGNED]
    ).order_by("pk")


def signatures_under_open_documents(runs: Iterable[Run]) -> QuerySet[Signature]:
    """Those asked for or given under documents of the runs that are not handed in."""
    return (
        Signature.objects.filter(
            document__run__in=list(runs),
            document__locked_at=None,
            state__in=[Signature.ASKED, Signature.SIGNED],
        )
        .select_related("document")
        .order_by("pk")
    )


def signature_with(pk: int) -> Signature | None:
    return Signature.objects.select_related("document__run").filter(pk=pk).first()


def submissions_of(run: Run) -> list[Submission]:
    """The latest submission of each form of a run, in the order handed in. One query."""
    latest = _submissions(run).order_by("document_id", "-number").distinct("document_id")
    return sorted(latest, key=lambda submission: (submission.submitted_at, submission.pk))


def submissions_by_form(run: Run) -> dict[str, Submission]:
    """The latest submission of each form of a run, by the form's code. One query."""
    return {submission.document.form_code: submission for submission in submissions_of(run)}


def submission_of(run: Run, form_code: str, number: int) -> Submission | None:
    return _submissions(run).filter(document__form_code=form_code, number=number).first()


def all_submissions_of(document: Document | None) -> list[Submission]:
    """Every submission of a document, the newest first, without their content."""
    return list(document.submissions.defer("content").order_by("-number")) if document else []


def wording_of(document: Document) -> type[Form]:
    """The form in the wording that the document was begun on: every question of it, whether asked of this run or not."""
    return wordings([(document.form_code, document.form_version)])[document.form_code, document.form_version]


def form_of(document: Document) -> type[Form]:
    """The form that a document is of, as its run is asked it. See ``forms_asked``."""
    return form_asked(document.run, get_form(document.form_code), document)


def form_asked(run: Run, form: type[Form], document: Document | None) -> type[Form]:
    """The form as a run is asked it, with or without a document yet. See ``forms_asked``."""
    versions = {run.pk: document.form_version} if document else {}
    return forms_asked([run], form, versions)[run.pk]


def forms_asked(runs: Sequence[Run], form: type[Form], versions: Mapping[int, str]) -> dict[int, type[Form]]:
    """The form as each run is asked it. At most two queries, however many runs.

    Each is in the wording of its document (``versions``, by run; the present wording where there is none), has the
    questions that make sense after what the run answered in earlier forms, and bears the title of the run's edition.
    """
    kept = wordings({(form.code, version) for version in versions.values()})
    worded = {run.pk: kept.get((form.code, versions.get(run.pk, "")), present(form)) for run in runs}
    looked_at = {pair for wording in set(worded.values()) for pair in wording.looked_back_on().values()}
    given = _given_before(list(worded), looked_at)
    return {
        run.pk: worded[run.pk].fitted(given.get(run.pk, ()), title=title_in(run.journey, form))
        for run in runs
    }


def _given_before(runs: Sequence[int], looked_at: set[tuple[str, str]]) -> Mapping[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    if not looked_at:
        return found
    rows = Answer.objects.filter(
        document__run__in=runs,
        document__form_code__in={form for form, _ in looked_at},
        question__in={question for _, question in looked_at},
    )
    for run_id, form, question, value in rows.values_list(
        "document__run_id", "document__form_code", "question", "value"
    ):
        if value:
            found[run_id].add((form, question))
    return found


def signatories_of(run: Run, form: type[Form]) -> tuple[Signatory, ...]:
    """Who must sign the form for the run: their posts."""
    if form.signatories is None:
        return ()
    return form.signatories.load([run]).get(run.pk, form.signatories.absent)


def _submissions(run: Run) -> QuerySet[Submission]:
    return Submission.objects.select_related("document", "submitted_by").filter(document__run=run)


def asked_about(document: Document | None) -> dict[str, str]:
    """By question, what the office asked when it last sent the document back."""
    if document is None:
        return {}
    latest = document.asked_about.order_by("-record").values("record")[:1]
    return dict(document.asked_about.filter(record__in=latest).values_list("question", "reason"))


def has_scrapbook(journey: type[Journey]) -> bool:
    """Whether some state of the journey keeps a scrapbook."""
    return any(task.page == SCRAPBOOK_PAGE for state in journey.states.values() for task in state.tasks)


def may_keep_scraps(run: Run) -> bool:
    """Whether the run's state has the scrapbook in its task list."""
    return any(task.page == SCRAPBOOK_PAGE for task in run.declared_state.tasks)


def scraps_of(run: Run) -> list[Scrap]:
    """All that was kept, the newest day first; those that were taken out too."""
    return list(
        Scrap.objects.filter(run=run).select_related("added_by", "evidence").order_by("-happened_on", "-pk")
    )


def scraps_for(run: Run, goals: Iterable[str]) -> list[Scrap]:
    """What is kept for goals, in the order in which it happened."""
    kept = Scrap.objects.filter(run=run, goal__in=list(goals), removed_at=None)
    return list(kept.select_related("added_by", "evidence").order_by("happened_on", "pk"))


def scrap_of(run: Run, public_id: uuid.UUID | str) -> Scrap | None:
    """One that is kept. What is no id finds none."""
    try:
        uuid.UUID(str(public_id))
    except ValueError:
        return None
    return Scrap.objects.filter(run=run, public_id=public_id, removed_at=None).first()


def scrap_in_or_out(run: Run, public_id: uuid.UUID) -> Scrap | None:
    """One that is kept, or was taken out."""
    return Scrap.objects.filter(run=run, public_id=public_id).first()


def scrapbook_link_of(run: Run) -> ScrapbookLink | None:
    """The link that works now."""
    return ScrapbookLink.objects.filter(run=run, ended_at=None).first()


def scrapbook_link_with(pk: int) -> ScrapbookLink | None:
    return ScrapbookLink.objects.select_related("run").filter(pk=pk).first()


def evidence_of(run: Run, about: str | None = None) -> list[Evidence]:
    """The files of a run, or of one question or goal in it, the newest first; those that were taken down too."""
    found = (
        Evidence.objects.filter(run=run) if about is None else Evidence.objects.filter(run=run, about=about)
    )
    return list(found.select_related("file", "added_by").order_by("-added_at", "-pk"))


def evidence_to_choose(run: Run) -> list[Evidence]:
    """Files of a run that can go with a document, in the order in which they were added."""
    there = Evidence.objects.filter(run=run, taken_down_at=None).exclude(file__state=StoredFile.INFECTED)
    return list(there.order_by("added_at", "pk"))


def evidence_with(public_id: uuid.UUID) -> Evidence | None:
    return Evidence.objects.select_related("file", "run").filter(public_id=public_id).first()


def usable_beyond_readers(evidence: Evidence, *, use: str, on: dt.date) -> bool:
    """Whether a file may be used for more than reading the journey, on a day (design 16: unanswered means readers only)."""
    if evidence.taken_down_at is not None or not evidence.file.kind.is_picture:
        return False
    if evidence.children == Evidence.NO_CHILDREN:
        return True
    if evidence.children != Evidence.CHILDREN or evidence.consent_until is None:
        return False
    uses = {Evidence.OFFICE: {Evidence.OFFICE, Evidence.PUBLIC}, Evidence.PUBLIC: {Evidence.PUBLIC}}
    return on <= evidence.consent_until and evidence.consent_use in uses.get(use, set())
