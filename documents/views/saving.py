"""Saving one question while it is written, and its earlier words."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from documents import queries, services
from documents.fields import DraftForm
from documents.models import Document
from documents.presenters.earlier import earlier_views
from documents.presenters.writing import SavedView, is_open, read_token, saved_view
from documents.services import Given, NotOpen
from documents.views.desk import Desk, desk_for
from documents.vocabulary import Question
from workflow.refusals import NotYours

VOIDED_WORDS = "You changed the text, so {names} will have to sign it again."


@never_cache
@require_POST
def save(request: HttpRequest, public_id: uuid.UUID, form_code: str, question: str) -> HttpResponse:
    """One answer, as a page sends it while somebody writes. Answers with how the question stands now."""
    if not request.user.is_authenticated:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    document = queries.document_to_write(public_id, form_code) or _begun(request, public_id, form_code)
    form = queries.wording_of(document)
    asked = form.questions.get(question)
    if asked is None:
        raise Http404
    draft = DraftForm(form, form.section_of(asked), data=request.POST, only=question)
    given = Given(draft.given().get(question, ""), *read_token(request.POST.get(f"seen-{question}", "")))
    now = timezone.now()
    try:
        saved = services.save_answers(document, given={question: given}, person=request.user, now=now)
    except NotYours as error:
        raise Http404 from error
    except NotOpen as refused:
        view = SavedView(question, request.POST.get(f"seen-{question}", ""), problem=str(refused))
        return _how_it_stands(view, HTTPStatus.UNPROCESSABLE_ENTITY)
    if question in saved.refused:
        view = SavedView(question, request.POST.get(f"seen-{question}", ""), problem=saved.refused[question])
        return _how_it_stands(view, HTTPStatus.UNPROCESSABLE_ENTITY)
    conflict = saved.conflicts.get(question)
    kept = saved.answers.get(question) or (conflict.theirs if conflict else None)
    view = saved_view(
        asked, kept or queries.answer_to(document, question), conflict=conflict, person=request.user, now=now
    )
    voided = " and ".join(signature.name for signature in saved.voided)
    words = VOIDED_WORDS.format(names=voided) if voided else ""
    return _how_it_stands(view, HTTPStatus.CONFLICT if conflict else HTTPStatus.OK, words=words)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def earlier(request: HttpRequest, public_id: uuid.UUID, form_code: str, question: str) -> HttpResponse:
    """What was written for a question before, and a way to take it up again."""
    desk = desk_for(request, public_id, form_code)
    asked = desk.form.questions.get(question)
    if asked is None or not desk.is_editor:
        raise Http404
    if request.method == "POST":
        return _take_up(request, desk, asked)
    now = timezone.now()
    page = {
        "desk": desk,
        "question": asked,
        "section": desk.form.section_of(asked),
        "may_take_up": desk.can_write and is_open(desk.document, asked),
        "earlier": earlier_views(asked, queries.earlier_answers_of(desk.document, question), now=now),
    }
    return render(request, "documents/earlier.html", page)


def _take_up(request: HttpRequest, desk: Desk, question: Question) -> HttpResponse:
    words = {it.version: it for it in queries.earlier_answers_of(desk.document, question.name)}
    wanted = words.get(_number(request.POST.get("version", "")))
    if wanted is None or desk.document is None:
        raise Http404
    now = queries.answer_to(desk.document, question.name)
    given = Given(wanted.value, now.version if now else 0)
    services.save_answers(
        desk.document, given={question.name: given}, person=request.user, now=timezone.now()
    )
    messages.success(
        request, "These words stand again. Those that stood here are kept among the earlier ones."
    )
    return redirect("documents:section", *desk.address, desk.form.section_of(question).name)


def _begun(request: HttpRequest, public_id: uuid.UUID, form_code: str) -> Document:
    """The document, begun with its first answer by somebody who may write it."""
    desk = desk_for(request, public_id, form_code)
    if not desk.can_write:
        raise Http404
    return services.open_document(desk.run, form=desk.form, now=timezone.now())


def _how_it_stands(view: SavedView, status: HTTPStatus, *, words: str = "") -> HttpResponse:
    """A piece of the page. Drawn without what whole pages know: it is asked for every few seconds."""
    piece = render_to_string("documents/includes/saved.html", {"question": view, "words": words})
    return HttpResponse(piece, status=status)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
