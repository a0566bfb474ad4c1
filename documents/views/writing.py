"""Writing a document: its sections, one of them, and the answers to check."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from documents import content, queries, services
from documents.fields import DraftForm, initial_of, more_rows_for
from documents.models import Answer, Scrap
from documents.presenters import sections_view
from documents.presenters.comments import threads_of
from documents.presenters.writing import (
    asked_lines,
    checked_sections,
    is_open,
    last_saved,
    question_views,
    read_token,
    section_tasks,
    section_url,
)
from documents.services import Given, NotOpen, Saved
from documents.views.desk import Desk, desk_for
from documents.views.kept import forget_typed, sign_in_first, typed_before
from documents.vocabulary import File, GoalReview, Section

KEPT_WORDS = (
    "This was not saved: you had been signed out, or the page had been open too long."
    " Everything you typed is here: look it over, and save it."
)
VOIDED_WORDS = "You changed the text, so {names} will have to sign it again."


@never_cache
@require_safe
@login_required
def write(request: HttpRequest, public_id: uuid.UUID, form_code: str) -> HttpResponse:
    """The document at a glance: its sections to whoever writes, its text to whoever reads."""
    desk = desk_for(request, public_id, form_code)
    answers = queries.answers_of(desk.document)
    values = {name: answer.value for name, answer in answers.items()}
    page = {
        "desk": desk,
        "saved": last_saved(answers.values(), now=timezone.now()),
        "submissions": queries.all_submissions_of(desk.document),
    }
    if not desk.can_write:
        page["sections"] = sections_view(content.laid_out(desk.form, values))
        return render(request, "documents/draft.html", page)
    tasks = section_tasks(desk.run, desk.form, desk.document, values)
    page |= {
        "tasks": tasks,
        "done": sum(task.state == "done" for task in tasks),
        "total": sum(task.state not in ("optional", "later") for task in tasks),
        "asked": asked_lines(desk.form, queries.asked_about(desk.document)) if _was_sent_back(desk) else [],
    }
    return render(request, "documents/write.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_section(request: HttpRequest, public_id: uuid.UUID, form_code: str, section: str) -> HttpResponse:
    """One section, to write in."""
    if not request.user.is_authenticated:
        return sign_in_first(request)
    desk = desk_for(request, public_id, form_code)
    part = desk.form.sections.get(section)
    if part is None:
        raise Http404
    if request.method == "POST":
        return _save(request, desk, part)
    if not desk.can_write:
        return redirect("documents:write", *desk.address)
    answers = queries.answers_of(desk.document)
    if typed := typed_before(request):
        messages.warning(request, KEPT_WORDS)
        return _section_page(request, desk, part, _draft(desk, part, typed), answers, tokens=_tokens(typed))
    questions = desk.form.questions_in(part)
    values = {name: answer.value for name, answer in answers.items()}
    draft = DraftForm(
        desk.form, part, initial=initial_of(questions, values), offered=_offered(desk, part, values)
    )
    return _section_page(request, desk, part, draft, answers)


@never_cache
@require_safe
@login_required
def check_answers(request: HttpRequest, public_id: uuid.UUID, form_code: str) -> HttpResponse:
    """All answers on one page, each with a way to change it."""
    desk = desk_for(request, public_id, form_code)
    if not desk.can_write:
        return redirect("documents:write", *desk.address)
    values = queries.values_of(desk.document)
    sections = checked_sections(desk.run, desk.form, desk.document, values)
    rows = [row for section in sections for row in section.rows]
    page = {
        "desk": desk,
        "sections": sections,
        "problems": sum(len(row.problems) for row in rows),
        "warnings": sum(len(row.warnings) for row in rows),
    }
    return render(request, "documents/check.html", page)


def _save(request: HttpRequest, desk: Desk, section: Section) -> HttpResponse:
    if not desk.is_editor:
        raise Http404
    now = timezone.now()
    draft = _draft(desk, section, request.POST)
    tokens = _tokens(request.POST)
    given = {
        name: Given(value, *read_token(tokens.get(name, "")))
        for name, value in draft.given().items()
        if is_open(desk.document, desk.form.questions[name])
    }
    try:
        document = services.open_document(desk.run, form=desk.form, now=now)
        saved = services.save_answers(document, given=given, person=request.user, now=now)
    except NotOpen as refused:
        answers = queries.answers_of(desk.document)
        return _section_page(request, desk, section, draft, answers, tokens=tokens, refused=refused.reasons)
    forget_typed(request)
    _tell(request, saved)
    if saved.is_whole and "put" in request.POST:
        _put(request, desk)
        place = request.POST["put"].partition(":")[0]
        return redirect(f"{section_url(desk.run, desk.form, section.name)}#question-{place}")
    if saved.is_whole:
        return redirect(*_next_page(request, desk, section))
    for name, sentence in saved.refused.items():
        draft.add_error(draft.bound_fields(desk.form.questions[name])[0].name, sentence)
    kept = {name: token for name, token in tokens.items() if name in saved.refused}
    return _section_page(
        request, desk, section, draft, queries.answers_of(document), tokens=kept, saved=saved
    )


def _section_page(
    request: HttpRequest,
    desk: Desk,
    section: Section,
    draft: DraftForm,
    answers: Mapping[str, Answer],
    *,
    tokens: Mapping[str, str] | None = None,
    saved: Saved | None = None,
    refused: list[str] | None = None,
) -> HttpResponse:
    now = timezone.now()
    questions = question_views(
        desk.run,
        desk.form,
        draft,
        document=desk.document,
        answers=answers,
        tokens=tokens or {},
        conflicts=saved.conflicts if saved else {},
        submissions=queries.submissions_by_form(desk.run),
        asked=queries.asked_about(desk.document) if _was_sent_back(desk) else {},
        with_earlier=queries.questions_with_earlier_answers(desk.document),
        scraps=_scraps(desk, draft),
        threads=threads_of(desk.run, desk.form, desk.document, reader=request.user) if desk.side else {},
        person=request.user,
        now=now,
    )
    errors = [{"text": reason, "href": ""} for reason in refused or []] + [
        {
            "text": f"“{question.label}” was changed while you were writing. Choose which words to keep.",
            "href": f"#question-{question.name}",
        }
        for question in questions
        if question.conflict
    ]
    page = {
        "desk": desk,
        "section": section,
        "form": draft,
        "questions": questions,
        "alone": len(questions) == 1,
        "errors": errors,
        "place": list(desk.form.sections).index(section.name) + 1,
        "of": len(desk.form.sections),
    }
    return render(request, "documents/section.html", page, status=_status(saved, refused))


def _was_sent_back(desk: Desk) -> bool:
    return desk.document is not None and desk.document.open_questions is not None


def _status(saved: Saved | None, refused: list[str] | None) -> HTTPStatus:
    if saved and saved.conflicts:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if saved or refused else HTTPStatus.OK


def _scraps(desk: Desk, draft: DraftForm) -> dict[str, list[Scrap]]:
    """By question, what was kept in the scrapbook for the goal that it looks back on."""
    reviews = {it.name: it.of[1] for it in draft.questions if isinstance(it, GoalReview) and it.of}
    kept = queries.scraps_for(desk.run, reviews.values()) if reviews else []
    return {name: [it for it in kept if it.goal == goal] for name, goal in reviews.items()}


def _offered(desk: Desk, section: Section, values: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """By question that asks for files, those that lie under its goal or were chosen before."""
    asked = [it for it in desk.form.questions_in(section) if isinstance(it, File)]
    there = queries.evidence_to_choose(desk.run) if asked else []
    return {
        question.name: [
            (str(it.public_id), it.title)
            for it in there
            if it.about in (question.name, question.of[1] if question.of else "")
            or str(it.public_id) in question.ids(values.get(question.name))
        ]
        for question in asked
    }


def _put(request: HttpRequest, desk: Desk) -> None:
    """What was kept in the scrapbook, put into the answer beside which its button stands."""
    name, _, scrap_id = request.POST.get("put", "").partition(":")
    question = desk.form.questions.get(name)
    scrap = queries.scrap_of(desk.run, scrap_id)
    document = queries.document_of(desk.run, desk.form)
    if not isinstance(question, GoalReview) or scrap is None or document is None:
        raise Http404
    services.put_into_answer(document, question, scrap=scrap, person=request.user, now=timezone.now())


def _draft(desk: Desk, section: Section, typed: QueryDict) -> DraftForm:
    offered = _offered(desk, section, queries.values_of(desk.document))
    draft = DraftForm(desk.form, section, data=typed, offered=offered)
    draft.is_valid()
    return draft


def _tokens(typed: QueryDict) -> dict[str, str]:
    return {key.removeprefix("seen-"): str(typed[key]) for key in typed if key.startswith("seen-")}


def _tell(request: HttpRequest, saved: Saved) -> None:
    if saved.voided:
        names = " and ".join(signature.name for signature in saved.voided)
        messages.warning(request, VOIDED_WORDS.format(names=names))
    if saved.answers and saved.is_whole:
        messages.success(request, "Saved. You can come back to it whenever you like.")


def _next_page(request: HttpRequest, desk: Desk, section: Section) -> tuple[Any, ...]:
    names = list(desk.form.sections)
    after = names[names.index(section.name) + 1 :]
    if "later" in request.POST:
        return ("documents:write", *desk.address)
    if more_rows_for(request.POST):
        return ("documents:section", *desk.address, section.name)
    if after:
        return ("documents:section", *desk.address, after[0])
    return ("documents:check", *desk.address)
