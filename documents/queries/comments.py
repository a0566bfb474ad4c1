"""Comments on documents, and who may make them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from documents.models import Comment, Document
from documents.queries.forms import may_be_written
from documents.vocabulary import Form
from workflow import access
from workflow.journey import Journey
from workflow.models import Run


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
