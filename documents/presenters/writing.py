"""Documents as they are written: the sections to do, the questions of one, and the answers to check."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone

from documents.content import laid_out, laid_out_question
from documents.fields import DraftForm
from documents.models import Answer, Document, EarlierAnswer, Scrap, Submission
from documents.presenters.comments import ThreadView
from documents.presenters.reading import AnswerView, answer_view, day
from documents.presenters.scrapbook import ScrapView, scrap_view
from documents.services import Conflict, mark
from documents.vocabulary import Example, File, Form, Question, Section
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
    """Somebody else's words for a question, beside one's own. ``who``: "Somebody else", or oneself in another window."""

    who: str
    theirs: str
    saved: str


@dataclass(frozen=True)
class SavedView:
    """How a question stands: what the writer saw of it, when it was saved, and who else changed it."""

    name: str
    token: str
    saved: str = ""
    conflict: ConflictView | None = None
    problem: str = ""


@dataclass(frozen=True)
class QuestionView:
    """A question of a page of writing. ``token`` says what the writer saw.

    asked: what the office asks about it. stays: its answer, where it may not be changed now.
    href: where it is saved by itself. earlier_href: where its earlier words are, if there are any.
    """

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
    saved: str = ""
    href: str = ""
    asked: str = ""
    stays: AnswerView | None = None
    earlier_href: str = ""
    warnings: Sequence[str] = ()
    scraps: Sequence[ScrapView] = ()
    files_href: str = ""
    thread: ThreadView | None = None


@dataclass(frozen=True)
class CheckedView:
    """An answer on the page where answers are checked."""

    answer: AnswerView
    href: str
    problems: Sequence[str]
    warnings: Sequence[str] = ()


@dataclass(frozen=True)
class CheckedSection:
    title: str
    rows: Sequence[CheckedView]


def section_tasks(
    run: Run, form: type[Form], document: Document | None, values: Mapping[str, Any]
) -> list[TaskView]:
    """The sections of a document as a task list."""
    return [_section_task(run, form, document, section, values) for section in form.sections.values()]


@dataclass(frozen=True)
class AskedView:
    """What the office asks about one question, with the place where it is answered."""

    label: str
    reason: str
    section: str
    question: str


def asked_lines(form: type[Form], asked: Mapping[str, str]) -> list[AskedView]:
    """What the office asks, in the order of the form."""
    return [
        AskedView(question.label, asked[name], form.section_of(question).name, name)
        for name, question in form.questions.items()
        if name in asked
    ]


def question_views(
    run: Run,
    form: type[Form],
    draft: DraftForm,
    *,
    document: Document | None,
    answers: Mapping[str, Answer],
    tokens: Mapping[str, str],
    conflicts: Mapping[str, Conflict],
    submissions: Mapping[str, Submission],
    person: Any,
    now: dt.datetime,
    asked: Mapping[str, str] | None = None,
    with_earlier: Collection[str] = (),
    scraps: Mapping[str, Sequence[Scrap]] | None = None,
    threads: Mapping[str, ThreadView] | None = None,
    by_link: bool = False,
) -> list[QuestionView]:
    """The questions of a section, each with its fields and what goes with it.

    by_link: for a colleague without an account, whose page saves as a whole.
    """
    values = {name: answer.value for name, answer in answers.items()}
    warnings = form.warnings(values)
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
            conflict=conflict_view(question, conflicts.get(question.name), person=person, now=now),
            saved=saved_words(answers[question.name], now=now) if question.name in answers else "",
            href="" if by_link else reverse("documents:save", args=[run.public_id, form.code, question.name]),
            asked=(asked or {}).get(question.name, ""),
            stays=None
            if is_open(document, question)
            else answer_view(laid_out_question(question, values.get(question.name))),
            earlier_href=reverse("documents:earlier", args=[run.public_id, form.code, question.name])
            if question.name in with_earlier
            else "",
            warnings=warnings.get(question.name, ()),
            scraps=[scrap_view(it) for it in (scraps or {}).get(question.name, ())],
            files_href="" if by_link else _place_of_files(run, question),
            thread=(threads or {}).get(question.name),
        )
        for question in draft.questions
    ]


def saved_view(
    question: Question, answer: Answer | None, *, conflict: Conflict | None, person: Any, now: dt.datetime
) -> SavedView:
    """How a question stands after a save. ``answer`` is what is kept now."""
    return SavedView(
        question.name,
        token_of(answer),
        saved_words(answer, now=now) if answer else "",
        conflict_view(question, conflict, person=person, now=now),
    )


def is_open(document: Document | None, question: Question) -> bool:
    """Whether the answer may be changed: after a document was sent back, only what was asked about may."""
    return document is None or document.open_questions is None or question.name in document.open_questions


def checked_sections(
    run: Run, form: type[Form], document: Document | None, values: Mapping[str, Any]
) -> list[CheckedSection]:
    """All answers with what they lack and where to change them, for those that may be changed."""
    problems, warnings = form.problems(values), form.warnings(values)
    return [
        CheckedSection(
            section["title"],
            [
                CheckedView(
                    answer_view(laid),
                    f"{section_url(run, form, section['code'])}#question-{laid['code']}"
                    if is_open(document, form.questions[laid["code"]])
                    else "",
                    problems.get(laid["code"], []),
                    warnings.get(laid["code"], []),
                )
                for laid in section["questions"]
            ],
        )
        for section in laid_out(form, values)
    ]


def token_of(answer: Answer | None) -> str:
    """What a page sends back to say which answer it showed: version and fingerprint."""
    return f"{answer.version}:{mark(answer.value)}" if answer else f"0:{mark('')}"


def read_token(token: str) -> tuple[int, str]:
    """The version and fingerprint of a token; what cannot be read counts as nothing seen."""
    version, _, mark = token.partition(":")
    return (int(version), mark) if re.fullmatch(r"[0-9]{1,9}", version) else (0, "")


def last_saved(answers: Iterable[Answer], *, now: dt.datetime) -> str:
    """When the newest of the answers was saved and by whom, in words; '' when there is none."""
    newest = max(answers, key=lambda answer: (answer.saved_at, answer.pk), default=None)
    return saved_words(newest, now=now) if newest else ""


def saved_words(answer: Answer | EarlierAnswer, *, now: dt.datetime) -> str:
    at = timezone.localtime(answer.saved_at)
    when = f"at {at:%H:%M}"
    if at.date() != timezone.localtime(now).date():
        when = f"on {day(at)} {when}"
    by = answer.saver if answer.saved_by or not answer.saver else f"{answer.saver} (by link)"
    return f"Saved {when} by {by}" if by else f"Saved {when}"


def section_url(run: Run, form: type[Form], name: str) -> str:
    return reverse("documents:section", args=[run.public_id, form.code, name])


def _section_task(
    run: Run, form: type[Form], document: Document | None, section: Section, values: Mapping[str, Any]
) -> TaskView:
    questions = form.questions_in(section)
    if not any(is_open(document, question) for question in questions):
        return TaskView(section.title, "", "Stays as submitted", "later")
    begun = any(not question.is_blank(values.get(question.name)) for question in questions)
    lacking = [question for question in questions if question.problems(values.get(question.name))]
    status, state = ("Not yet started", "todo")
    if not lacking:
        status, state = ("Completed", "done") if begun else ("Optional", "optional")
    elif begun:
        status = f"In progress: {len(lacking)} of {len(questions)} to do"
    return TaskView(section.title, section_url(run, form, section.name), status, state)


def _place_of_files(run: Run, question: Question) -> str:
    if not isinstance(question, File):
        return ""
    about = question.of[1] if question.of else question.name
    return f"{reverse('documents:evidence_of_run', args=[run.public_id])}?about={about}"


def _recalled(question: Question, submissions: Mapping[str, Submission]) -> AnswerView | None:
    if question.recalls is None or question.recalls[0] not in submissions:
        return None
    for section in submissions[question.recalls[0]].content["sections"]:
        for laid in section["questions"]:
            if laid["code"] == question.recalls[1] and laid["words"]:
                return answer_view(laid)
    return None


def conflict_view(
    question: Question, conflict: Conflict | None, *, person: Any, now: dt.datetime
) -> ConflictView | None:
    """Both texts of an answer that two changed at once."""
    if conflict is None:
        return None
    theirs = conflict.theirs
    is_own = bool(person and theirs.saved_by_id == person.pk)
    who = (
        "You changed this answer in another window."
        if is_own
        else "Somebody else changed this answer while you were writing."
    )
    return ConflictView(who, question.in_words(theirs.value), saved_words(theirs, now=now))
