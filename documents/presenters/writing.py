"""Documents as they are written: the sections to do, the questions of one, and the answers to check."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone

from documents.content import laid_out
from documents.fields import DraftForm
from documents.models import Answer, Submission
from documents.presenters.reading import AnswerView, answer_view, day
from documents.services import Conflict, seen
from documents.vocabulary import Example, Form, Question, Section
from workflow.models import Run


@dataclass(frozen=True)
class TaskView:
    """A line of ``components/task_list.html``."""

    title: str
    href: str
    status: str
    state: str
    hint: str = ""


@dataclass(frozen=True)
class ConflictView:
    """Somebody else's words for a question, beside one's own."""

    theirs: str
    saved: str


@dataclass(frozen=True)
class QuestionView:
    """A question of a page of writing. ``token`` says what the writer saw."""

    name: str
    label: str
    hint: str
    is_group: bool
    is_optional: bool
    fields: Sequence[BoundField]
    token: str
    example: Example | None
    recalled: AnswerView | None
    conflict: ConflictView | None


@dataclass(frozen=True)
class CheckedView:
    """An answer on the page where answers are checked."""

    answer: AnswerView
    href: str
    problems: Sequence[str]


@dataclass(frozen=True)
class CheckedSection:
    title: str
    rows: Sequence[CheckedView]


def section_tasks(run: Run, form: type[Form], values: Mapping[str, Any]) -> list[TaskView]:
    """The sections of a document as a task list."""
    return [_section_task(run, form, section, values) for section in form.sections.values()]


def question_views(
    draft: DraftForm,
    *,
    answers: Mapping[str, Answer],
    tokens: Mapping[str, str],
    conflicts: Mapping[str, Conflict],
    submissions: Mapping[str, Submission],
    now: dt.datetime,
) -> list[QuestionView]:
    """The questions of a section, each with its fields and what goes with it."""
    return [
        QuestionView(
            name=question.name,
            label=question.label,
            hint=question.hint,
            is_group=question.kind == "group",
            is_optional=not question.required,
            fields=draft.bound_fields(question),
            token=tokens.get(question.name) or token_of(answers.get(question.name)),
            example=question.example,
            recalled=_recalled(question, submissions),
            conflict=_conflict(question, conflicts.get(question.name), now=now),
        )
        for question in draft.questions
    ]


def checked_sections(run: Run, form: type[Form], values: Mapping[str, Any]) -> list[CheckedSection]:
    """All answers with what they lack and where to change them."""
    problems = form.problems(values)
    return [
        CheckedSection(
            section["title"],
            [
                CheckedView(
                    answer_view(laid),
                    f"{section_url(run, form, section['code'])}#question-{laid['code']}",
                    problems.get(laid["code"], []),
                )
                for laid in section["questions"]
            ],
        )
        for section in laid_out(form, values)
    ]


def token_of(answer: Answer | None) -> str:
    """What a page sends back to say which answer it showed: version and fingerprint."""
    return f"{answer.version}:{seen(answer.value)}" if answer else f"0:{seen('')}"


def read_token(token: str) -> tuple[int, str]:
    """The version and fingerprint of a token; what cannot be read counts as nothing seen."""
    version, _, mark = token.partition(":")
    return (int(version), mark) if re.fullmatch(r"[0-9]{1,9}", version) else (0, "")


def last_saved(answers: Iterable[Answer], *, now: dt.datetime) -> str:
    """When the newest of the answers was saved and by whom, in words; '' when there is none."""
    newest = max(answers, key=lambda answer: (answer.saved_at, answer.pk), default=None)
    return saved_words(newest, now=now) if newest else ""


def saved_words(answer: Answer, *, now: dt.datetime) -> str:
    at = timezone.localtime(answer.saved_at)
    when = f"at {at:%H:%M}"
    if at.date() != timezone.localtime(now).date():
        when = f"on {day(at)} {when}"
    by = (
        str(answer.saved_by)
        if answer.saved_by
        else answer.saved_by_name and f"{answer.saved_by_name} (by link)"
    )
    return f"Saved {when} by {by}" if by else f"Saved {when}"


def section_url(run: Run, form: type[Form], name: str) -> str:
    return reverse("documents:section", args=[run.public_id, form.code, name])


def _section_task(run: Run, form: type[Form], section: Section, values: Mapping[str, Any]) -> TaskView:
    questions = form.questions_in(section)
    begun = any(not question.is_blank(values.get(question.name)) for question in questions)
    lacking = [question for question in questions if question.problems(values.get(question.name))]
    status, state = ("Not yet started", "todo")
    if not lacking:
        status, state = ("Completed", "done") if begun else ("Optional", "optional")
    elif begun:
        status = f"In progress: {len(lacking)} of {len(questions)} to do"
    return TaskView(section.title, section_url(run, form, section.name), status, state)


def _recalled(question: Question, submissions: Mapping[str, Submission]) -> AnswerView | None:
    if question.recalls is None or question.recalls[0] not in submissions:
        return None
    for section in submissions[question.recalls[0]].content["sections"]:
        for laid in section["questions"]:
            if laid["code"] == question.recalls[1] and laid["words"]:
                return answer_view(laid)
    return None


def _conflict(question: Question, conflict: Conflict | None, *, now: dt.datetime) -> ConflictView | None:
    if conflict is None:
        return None
    return ConflictView(question.in_words(conflict.theirs.value), saved_words(conflict.theirs, now=now))
