"""Comments on a document as both sides see them: a thread for each question."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documents.models import Comment, Document
from documents.presenters.reading import day
from documents.queries import comments_of
from documents.vocabulary import Form
from workflow.models import Run


@dataclass(frozen=True)
class CommentView:
    """One comment. ``take_back``: where its author takes it back, '' for others and once it is done."""

    who: str
    when: str
    words: str
    is_taken_back: bool
    resolved: str
    take_back: str


@dataclass(frozen=True)
class ThreadView:
    """What was said on a question, oldest first. ``href``: the thread on the page of comments, with a box to write in.

    ``label`` is the question's, '' for one that is no longer asked.
    """

    question: str
    label: str
    comments: Sequence[CommentView]
    is_open: bool
    href: str
    resolve: str

    @property
    def how_many(self) -> str:
        return f"{len(self.comments)} comment{'' if len(self.comments) == 1 else 's'}"

    @property
    def status(self) -> str:
        return "Open" if self.is_open else "Resolved"


@dataclass(frozen=True)
class SectionOfThreads:
    """A section with the threads that there are, and its questions on which nothing was said."""

    title: str
    threads: Sequence[ThreadView]
    silent: Sequence[ThreadView]


def threads_of(
    run: Run, form: type[Form], document: Document | None, *, reader: Any
) -> dict[str, ThreadView]:
    """A thread for every question of the form, also an empty one, then those no longer asked. One query."""
    said: dict[str, list[Comment]] = defaultdict(list)
    for comment in comments_of(document):
        said[comment.question].append(comment)
    labels = {name: question.label for name, question in form.questions.items()}
    gone = {name: "" for name in said if name not in labels}
    return {
        name: _thread(run, form, name, label, said.get(name, []), reader=reader)
        for name, label in (labels | gone).items()
    }


def threads_by_section(
    form: type[Form], threads: dict[str, ThreadView], *, asked: str = ""
) -> list[SectionOfThreads]:
    """The threads under their sections. The one of the question ``asked`` is shown also while it is empty."""
    found = []
    for section in form.sections.values():
        here = [threads[question.name] for question in form.questions_in(section)]
        shown = [it for it in here if it.comments or it.question == asked]
        found.append(SectionOfThreads(section.title, shown, [it for it in here if it not in shown]))
    if gone := [it for it in threads.values() if not it.label]:
        found.append(SectionOfThreads("No longer asked", gone, []))
    return found


def _thread(
    run: Run, form: type[Form], question: str, label: str, comments: Sequence[Comment], *, reader: Any
) -> ThreadView:
    page = reverse("documents:comments", args=[run.public_id, form.code])
    return ThreadView(
        question,
        label,
        [_comment(run, form, comment, reader=reader) for comment in comments],
        is_open=bool(comments) and comments[-1].resolved_at is None,
        href=f"{page}?question={question}#question-{question}",
        resolve=reverse("documents:resolve_comments", args=[run.public_id, form.code, question]),
    )


def _comment(run: Run, form: type[Form], comment: Comment, *, reader: Any) -> CommentView:
    may_take_back = comment.author_id == reader.pk and comment.taken_back_at is None
    from_office = comment.author_side == Comment.OFFICE
    return CommentView(
        who=f"{comment.author}, {settings.OFFICE_NAME}" if from_office else str(comment.author),
        when=_moment(comment.at),
        words=comment.text,
        is_taken_back=comment.taken_back_at is not None,
        resolved=f"Resolved by {comment.resolved_by}, {_moment(comment.resolved_at)}"
        if comment.resolved_at
        else "",
        take_back=reverse("documents:take_comment_back", args=[run.public_id, form.code, comment.pk])
        if may_take_back
        else "",
    )


def _moment(moment: dt.datetime) -> str:
    return f"{day(moment)}, {timezone.localtime(moment):%H:%M}"
