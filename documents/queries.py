"""What there is: documents, answers, signatures and submissions, for one run or many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from documents.models import Answer, Comment, Document, Handout, Signature, Submission
from documents.registry import get_form
from documents.vocabulary import Form, Signatory
from workflow import access
from workflow.journey import Journey
from workflow.models import Run

WRITING_PAGE = "documents:write"


def may_be_written(run: Run, form: type[Form]) -> bool:
    """Whether the run's state has the form in its task list."""
    return any(
        task.page == WRITING_PAGE and task.arguments == (form.code,) for task in run.declared_state.tasks
    )


def form_in_journey(journey: type[Journey], form_code: str) -> type[Form] | None:
    """The form of a code, if some state of the journey asks for it."""
    for state in journey.states.values():
        if any(task.page == WRITING_PAGE and task.arguments == (form_code,) for task in state.tasks):
            return get_form(form_code)
    return None


def document_of(run: Run, form: type[Form]) -> Document | None:
    return Document.objects.filter(run=run, form_code=form.code).first()


def answers_of(document: Document | None) -> dict[str, Answer]:
    """The answers of a document by question, with who saved each."""
    if document is None:
        return {}
    return {answer.question: answer for answer in document.answers.select_related("saved_by").order_by("pk")}


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


def form_of(document: Document) -> type[Form]:
    """The form that a document is of."""
    return get_form(document.form_code)


def signatories_of(run: Run, form: type[Form]) -> tuple[Signatory, ...]:
    """Who must sign the form for the run: their posts."""
    if form.signatories is None:
        return ()
    return form.signatories.load([run]).get(run.pk, form.signatories.absent)


def _submissions(run: Run) -> QuerySet[Submission]:
    return Submission.objects.select_related("document", "submitted_by").filter(document__run=run)


def side_of(person: Any, run: Run) -> str:
    """For whom somebody speaks in comments: Comment.OFFICE, Comment.SCHOOL, or '' for those who have no part in them."""
    return side_with(access.roles_held(person, run, access.everyone), run.journey)


def side_with(held: set[str], journey: type[Journey]) -> str:
    """The side of those who hold the roles of these codes: the office's where they hold one of its."""
    if held & {role.code for role in journey.office}:
        return Comment.OFFICE
    return Comment.SCHOOL if held & {role.code for role in journey.editors} else ""


def may_be_commented(run: Run, form: type[Form], document: Document | None) -> bool:
    """Whether there is still something to say: the text is being written, or was handed in and nobody has judged it."""
    if run.finished_at is not None:
        return False
    if document is None or document.locked_at is None:
        return may_be_written(run, form)
    latest = document.submissions.order_by("-number").values_list("record__target", flat=True).first()
    return latest == run.state


def comments_of(document: Document | None) -> list[Comment]:
    """All comments on a document with their people, oldest first. One query."""
    if document is None:
        return []
    return list(document.comments.select_related("author", "resolved_by").order_by("at", "pk"))


def comment_of(document: Document | None, pk: int) -> Comment | None:
    return document.comments.filter(pk=pk).first() if document else None


def people_who_commented(run: Run) -> set[int]:
    """The keys of all who commented on a draft of the run, also if they took it back: they have an interest in it."""
    rows = Comment.objects.filter(document__run=run)
    return set(rows.order_by().values_list("author_id", flat=True).distinct())


def commented_runs(person: Any) -> QuerySet[Run]:
    """The runs on whose drafts somebody commented: in their assessment they have an interest."""
    return Run.objects.filter(pk__in=Comment.objects.filter(author_id=person.pk).values("document__run_id"))


def comments_to_tell() -> list[Comment]:
    """Of each document and side the oldest comment of which the other side does not know yet."""
    rows = Comment.objects.filter(told_at=None, taken_back_at=None).select_related("document")
    return list(
        rows.order_by("document_id", "author_side", "at", "pk").distinct("document_id", "author_side")
    )


def handouts_of(document: Document | None) -> list[Handout]:
    """Everything given out of a document, newest first, each with ``opened_in``: in how many browsers. One query."""
    if document is None:
        return []
    rows = document.handouts.select_related("made_by").annotate(opened_in=Count("openings"))
    return list(rows.order_by("-made_at", "-pk"))


def handout_of(document: Document | None, pk: int) -> Handout | None:
    return document.handouts.filter(pk=pk).first() if document else None


def handout_with(pk: int) -> Handout | None:
    return Handout.objects.select_related("document__run", "made_by").filter(pk=pk).first()


def handout_opened(pk: int, opening: int) -> Handout | None:
    """What was given out, if one of its openings is the one of this browser."""
    rows = Handout.objects.select_related("document__run", "made_by")
    return rows.filter(pk=pk, openings=opening).first()
