"""The copies that were handed in."""

from __future__ import annotations

from django.db.models import QuerySet

from documents.models import Document, Submission, SubmissionPaper
from workflow.models import Run


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


def copies_of(document: Document) -> list[Submission]:
    """Every submission of a document with its content, the newest first."""
    return list(document.submissions.order_by("-number"))


def paper_of(submission: Submission) -> SubmissionPaper | None:
    """The PDF of a submission, once it was drawn."""
    return SubmissionPaper.objects.filter(submission=submission).first()


def _submissions(run: Run) -> QuerySet[Submission]:
    return Submission.objects.select_related("document", "submitted_by").filter(document__run=run)
