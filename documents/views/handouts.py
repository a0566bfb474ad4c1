"""Sections handed to a colleague without an account: giving them out, and writing in them by the link."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from documents import queries, services
from documents.fields import DraftForm, initial_of
from documents.forms import HandoutForm
from documents.models import Handout
from documents.presenters.handouts import handout_views, moment
from documents.presenters.writing import last_saved, question_views, read_token
from documents.services import Given, HandoutOver, NotForHandingOut, NotOpen, Saved
from documents.services.handing_out import PURPOSE, parts_in_words, why_over
from documents.views.desk import Desk, desk_for
from documents.views.kept import forget_typed, keep_typed, key_in, sign_in_first, typed_before
from documents.vocabulary import Form, Section
from workflow.messages import LinkIsOver
from workflow.messages import read_token as read_link

P = ParamSpec("P")
OPENED = "documents.handed"  # in a session: the openings of this browser, by what was given out
TOKEN_LASTS = dt.timedelta(
    days=365
)  # how long a link can say why it is over; the row says until when it opens
KEPT_WORDS = "What you had typed was not saved yet. It is here: look it over, and save it."


def _quiet(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """The address of the page goes nowhere else, and no search engine keeps it. A form still says where it comes from."""

    @wraps(view)
    def quiet(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        page = view(request, *args, **kwargs)
        page["Referrer-Policy"] = "strict-origin"
        page["X-Robots-Tag"] = "noindex"
        return page

    return quiet


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def handouts(request: HttpRequest, public_id: uuid.UUID, form_code: str) -> HttpResponse:
    """What was given to whom, how far each is, and a form to give more."""
    if not request.user.is_authenticated:
        return sign_in_first(request)
    desk = desk_for(request, public_id, form_code)
    if not desk.is_editor:
        raise Http404
    if request.method == "POST":
        return _hand_out(request, desk)
    if typed := typed_before(request):
        messages.warning(request, KEPT_WORDS)
        initial = {**typed.dict(), "sections": typed.getlist("sections")}
        return _handouts_page(request, desk, HandoutForm(desk.form, initial=initial), key=key_in(typed))
    initial = {"sections": request.GET.getlist("section")}
    return _handouts_page(request, desk, HandoutForm(desk.form, initial=initial), key=uuid.uuid4())


@require_POST
@login_required
def take_back(request: HttpRequest, public_id: uuid.UUID, form_code: str, pk: int) -> HttpResponse:
    """The link stops working at once."""
    desk = desk_for(request, public_id, form_code)
    handout = queries.handout_of(desk.document, pk)
    if not desk.is_editor or handout is None:
        raise Http404
    try:
        services.take_handout_back(handout, by=request.user, now=timezone.now())
    except NotForHandingOut as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"The link of {handout.name} no longer works. What they saved is kept.")
    return redirect("documents:handouts", *desk.address)


@_quiet
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def handout_open(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link says that it is for them. Looking at the page opens nothing; the button does."""
    try:
        handout = queries.handout_with(read_link(PURPOSE, token, max_age=TOKEN_LASTS))
    except LinkIsOver as broken:
        return _over(request, str(broken))
    if handout is None:
        raise Http404
    now = timezone.now()
    if over := why_over(handout, now=now):
        return _over(request, over, handout=handout)
    if request.method == "POST":
        if not _opening(request, handout.pk):
            opening = services.confirm_opening(handout, now=now)
            request.session[OPENED] = {**request.session.get(OPENED, {}), str(handout.pk): opening.pk}
        return redirect("documents:handed_section", handout.pk, handout.sections[0])
    form = queries.form_of(handout.document)
    page = {"handout": handout, "form_title": form.title, "parts": parts_in_words(form, handout.sections)}
    return render(request, "documents/handout_open.html", page)


@_quiet
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def handed_section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One of the sections that were given out, to write in; for a browser in which its link was confirmed."""
    handout = queries.handout_opened(pk, _opening(request, pk))
    if handout is None:
        keep_typed(request)
        return render(request, "documents/handout_closed.html", status=HTTPStatus.NOT_FOUND)
    form = queries.form_of(handout.document)
    part = form.sections.get(section) if section in handout.sections else None
    if part is None:
        raise Http404
    if request.method == "POST":
        return _save(request, handout, form, part)
    if over := why_over(handout, now=timezone.now()):
        return _over(request, over, handout=handout)
    if typed := typed_before(request):
        messages.warning(request, KEPT_WORDS)
        return _section_page(request, handout, form, part, _draft(form, part, typed), tokens=_tokens(typed))
    values = queries.values_of(handout.document)
    draft = DraftForm(form, part, initial=initial_of(form.questions_in(part), values))
    return _section_page(request, handout, form, part, draft)


def _opening(request: HttpRequest, pk: int) -> int:
    """Which opening of it this browser has; 0 for none. What it may do is asked of the row each time."""
    opening: int = request.session.get(OPENED, {}).get(str(pk), 0)
    return opening


def _hand_out(request: HttpRequest, desk: Desk) -> HttpResponse:
    form, key, now = HandoutForm(desk.form, request.POST), key_in(request.POST), timezone.now()
    if not form.is_valid():
        return _handouts_page(request, desk, form, key=key)
    try:
        document = services.open_document(desk.run, form=desk.form, now=now)
        handout = services.hand_out(document, **form.cleaned_data, by=request.user, key=key, now=now)
    except (NotForHandingOut, NotOpen) as refused:
        form.add_error(None, str(refused))
        return _handouts_page(request, desk, form, key=key)
    forget_typed(request)
    messages.success(
        request, f"We have sent {handout.name} a link. It works until {moment(handout.expires_at)}."
    )
    return redirect("documents:handouts", *desk.address)


def _handouts_page(request: HttpRequest, desk: Desk, form: HandoutForm, *, key: uuid.UUID) -> HttpResponse:
    given = queries.handouts_of(desk.document)
    page = {
        "desk": desk,
        "handouts": handout_views(desk.run, desk.form, given, now=timezone.now()),
        "form": form,
        "key": key,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "documents/handouts.html", page, status=status)


def _save(request: HttpRequest, handout: Handout, form: type[Form], part: Section) -> HttpResponse:
    draft, tokens = _draft(form, part, request.POST), _tokens(request.POST)
    given = {name: Given(value, *read_token(tokens.get(name, ""))) for name, value in draft.given().items()}
    try:
        saved = services.save_by_link(handout, given=given, now=timezone.now())
    except (HandoutOver, NotOpen) as over:
        return _over(request, str(over), handout=handout, draft=draft)
    forget_typed(request)
    if saved.is_whole:
        messages.success(request, f"Saved. {handout.made_by} sees it at once.")
        return redirect("documents:handed_section", handout.pk, _next(handout, part))
    for name, sentence in saved.refused.items():
        draft.add_error(draft.bound_fields(form.questions[name])[0].name, sentence)
    kept = {name: token for name, token in tokens.items() if name in saved.refused}
    return _section_page(request, handout, form, part, draft, tokens=kept, saved=saved)


def _section_page(
    request: HttpRequest,
    handout: Handout,
    form: type[Form],
    part: Section,
    draft: DraftForm,
    *,
    tokens: dict[str, str] | None = None,
    saved: Saved | None = None,
) -> HttpResponse:
    now = timezone.now()
    names = {question.name for question in draft.questions}
    answers = {name: it for name, it in queries.answers_of(handout.document).items() if name in names}
    conflicts = saved.conflicts if saved else {}
    questions = question_views(
        handout.document.run,
        form,
        draft,
        document=handout.document,
        answers=answers,
        tokens=tokens or {},
        conflicts=conflicts,
        submissions={},
        person=None,
        now=now,
        by_link=True,
    )
    errors = [
        {
            "text": f"Somebody else changed “{question.label}” while you were writing. Choose which words to keep.",
            "href": f"#question-{question.name}",
        }
        for question in questions
        if question.conflict
    ]
    page = {
        "handout": handout,
        "form_title": form.title,
        "section": part,
        "sections": [form.sections[name] for name in handout.sections if name in form.sections],
        "form": draft,
        "questions": questions,
        "alone": len(questions) == 1,
        "errors": errors,
        "saved": last_saved(answers.values(), now=now),
        "until": moment(handout.expires_at),
    }
    status = HTTPStatus.OK
    if saved:
        status = HTTPStatus.CONFLICT if conflicts else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "documents/handout_section.html", page, status=status)


def _over(
    request: HttpRequest, reason: str, *, handout: Handout | None = None, draft: DraftForm | None = None
) -> HttpResponse:
    """Says why, and shows what was typed and could not be saved, to be copied."""
    given = draft.given() if draft else {}
    typed = [
        (question.label, question.in_words(given[question.name]))
        for question in (draft.questions if draft else [])
        if not question.is_blank(given[question.name])
    ]
    page = {"reason": reason, "typed": typed, "handout": handout}
    return render(request, "documents/handout_over.html", page, status=HTTPStatus.GONE)


def _next(handout: Handout, part: Section) -> str:
    after = handout.sections[handout.sections.index(part.name) + 1 :]
    return str(after[0] if after else part.name)


def _draft(form: type[Form], part: Section, typed: QueryDict) -> DraftForm:
    draft = DraftForm(form, part, data=typed)
    draft.is_valid()
    return draft


def _tokens(typed: QueryDict) -> dict[str, str]:
    return {key.removeprefix("seen-"): str(typed[key]) for key in typed if key.startswith("seen-")}
