"""Comments of school and office on a document: reading them, saying something, resolving, taking back."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from documents import queries, services
from documents.forms import CommentForm
from documents.presenters.comments import threads_by_section, threads_of
from documents.services import NotForComments, NotOpen
from documents.views.desk import Desk, desk_for
from documents.views.kept import forget_typed, key_in, sign_in_first, typed_before

KEPT_WORDS = (
    "You had been signed out before this was sent. What you wrote is here: look it over, and send it."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, public_id: uuid.UUID, form_code: str) -> HttpResponse:
    """All that was said on a document, and a box at the question that ``?question=`` names."""
    if not request.user.is_authenticated:
        return sign_in_first(request)
    desk = _desk(request, public_id, form_code)
    if request.method == "POST":
        return _add(request, desk)
    if typed := typed_before(request):
        messages.warning(request, KEPT_WORDS)
        form = CommentForm(initial={"text": typed.get("text", "")})
        return _page(request, desk, typed.get("question", ""), form, key=key_in(typed))
    return _page(request, desk, request.GET.get("question", ""), CommentForm(), key=uuid.uuid4())


@require_POST
@login_required
def resolve(request: HttpRequest, public_id: uuid.UUID, form_code: str, question: str) -> HttpResponse:
    """Close the thread of a question."""
    desk = _desk(request, public_id, form_code)
    if desk.document is None:
        raise Http404
    services.resolve_comments(desk.document, question=question, by=request.user, now=timezone.now())
    messages.success(request, "Resolved. A new comment on the question opens it again.")
    return _back(desk, question)


@require_POST
@login_required
def take_back(request: HttpRequest, public_id: uuid.UUID, form_code: str, pk: int) -> HttpResponse:
    """Take one's own comment back."""
    desk = _desk(request, public_id, form_code)
    comment = queries.comment_of(desk.document, pk)
    if comment is None or comment.author != request.user:
        raise Http404
    services.take_comment_back(comment, by=request.user, now=timezone.now())
    messages.success(request, "Your comment was taken back. An email about it may have left before.")
    return _back(desk, comment.question)


def _desk(request: HttpRequest, public_id: uuid.UUID, form_code: str) -> Desk:
    desk = desk_for(request, public_id, form_code)
    if not desk.side:
        raise Http404
    return desk


def _add(request: HttpRequest, desk: Desk) -> HttpResponse:
    question = request.POST.get("question", "")
    if question not in desk.form.questions:
        raise Http404
    form, key, now = CommentForm(request.POST), key_in(request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, desk, question, form, key=key)
    try:
        document = (
            services.open_document(desk.run, form=desk.form, now=now) if not desk.document else desk.document
        )
        services.comment(
            document, question=question, text=form.cleaned_data["text"], by=request.user, key=key, now=now
        )
    except (NotForComments, NotOpen) as refused:
        form.add_error("text", str(refused))
        return _page(request, desk, question, form, key=key)
    forget_typed(request)
    messages.success(
        request, "Your comment is there. We tell the other side by email, at most every half an hour."
    )
    return _back(desk, question)


def _page(request: HttpRequest, desk: Desk, asked: str, form: CommentForm, *, key: uuid.UUID) -> HttpResponse:
    may_comment = queries.may_be_commented(desk.run, desk.form, desk.document)
    threads = threads_of(desk.run, desk.form, desk.document, reader=request.user)
    page = {
        "desk": desk,
        "sections": threads_by_section(desk.form, threads, asked=asked),
        "is_empty": not any(thread.comments for thread in threads.values()),
        "may_comment": may_comment,
        "asked": asked if may_comment or form.is_bound else "",
        "form": form,
        "key": key,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "documents/comments.html", page, status=status)


def _back(desk: Desk, question: str) -> HttpResponse:
    page = redirect("documents:comments", *desk.address)
    page["Location"] += f"#question-{question}"
    return page
