"""The assessor's own pages: the pile, the documents with the marks, and the check before finishing."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments import presenters, queries, services
from assessments.forms import JudgementForm, links_to
from assessments.models import Assessment
from documents.queries import submissions_of
from documents.views.evidence import handed_in_file
from documents.views.kept import forget_typed, sign_in_first, typed_before
from workflow.refusals import Refused

KEPT = (
    "You had been signed out before this was saved. Everything you typed is here: look it over, and save it."
)


@never_cache
@login_required
@require_safe
def pile(request: HttpRequest) -> HttpResponse:
    """What lies with this assessor, and what waits for this moderator."""
    if not queries.is_assessor(request.user):
        raise Http404
    page = {
        "rows": presenters.pile_rows(queries.pile_of(request.user), now=timezone.now()),
        "moderation": presenters.moderation_rows(
            queries.reviews_moderated_by(request.user).order_by("opened_at", "pk")
        ),
    }
    return render(request, "assessments/pile.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The documents side by side, and a level and a reason for each criterion."""
    if not request.user.is_authenticated:
        return sign_in_first(request)
    assessment = _own(request, public_id)
    if assessment.state != Assessment.OPEN:
        return _closed(request, assessment)
    if request.method == "POST":
        return _save(request, assessment)
    rubric = assessment.review.rubric
    if typed := typed_before(request):
        messages.warning(request, KEPT)
        return _mark_page(request, assessment, JudgementForm(rubric, typed))
    judgement = presenters.judgement_of(assessment)
    return _mark_page(request, assessment, JudgementForm(rubric, judgement=judgement))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """All marks on one page, and the button that finishes."""
    assessment = _own(request, public_id)
    if assessment.state != Assessment.OPEN:
        return _closed(request, assessment)
    if request.method == "POST":
        try:
            services.finish(assessment, person=request.user, now=timezone.now())
        except services.MarksIncomplete:
            return _check_page(request, assessment, is_refused=True)
        messages.success(request, f"Your assessment of {assessment.review.run.label} is finished. Thank you.")
        return redirect("assessments:pile")
    return _check_page(request, assessment)


@login_required
@require_safe
def file(
    request: HttpRequest, public_id: uuid.UUID, evidence_id: uuid.UUID, *, small: bool = False
) -> HttpResponse | FileResponse:
    """A file that went with what was handed in, for whoever reads it."""
    run = _own(request, public_id).review.run
    return handed_in_file(request, run, evidence_id, small=small)


def _own(request: HttpRequest, public_id: uuid.UUID) -> Assessment:
    try:
        return queries.assessment_for(request.user, public_id)
    except Assessment.DoesNotExist as error:
        raise Http404 from error


def _save(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    form = JudgementForm(assessment.review.rubric, request.POST)
    if not form.is_valid():
        return _mark_page(request, assessment, form, status=422)
    try:
        services.save_marks(assessment, judgement=form.judgement(), person=request.user, now=timezone.now())
    except Refused as refused:
        errors = [{"text": reason, "href": ""} for reason in refused.reasons]
        return _mark_page(request, assessment, form, errors=errors, status=409)
    forget_typed(request)
    if "check" in request.POST:
        return redirect("assessments:check", public_id=assessment.public_id)
    messages.success(request, "Saved. You can come back to it whenever you like.")
    if "later" in request.POST:
        return redirect("assessments:pile")
    return redirect("assessments:mark", public_id=assessment.public_id)


def _mark_page(
    request: HttpRequest,
    assessment: Assessment,
    form: JudgementForm,
    *,
    errors: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    rubric = assessment.review.rubric
    page = {
        "assessment": assessment,
        "run": assessment.review.run,
        "reading": presenters.reading_of(submissions_of(assessment.review.run), assessment=assessment),
        "form": form,
        "questions": form.questions(),
        "hint": presenters.hint_of(rubric, presenters.judgement_of(assessment)),
        "errors": errors or [],
    }
    return render(request, "assessments/mark.html", page, status=status)


def _check_page(request: HttpRequest, assessment: Assessment, *, is_refused: bool = False) -> HttpResponse:
    rubric, judgement = assessment.review.rubric, presenters.judgement_of(assessment)
    missing = services.missing_from(rubric, judgement)
    address = reverse("assessments:mark", args=[assessment.public_id])
    answers = presenters.answers_of(rubric, judgement, missing=missing, links=links_to(rubric, address))
    errors = [{"text": it.missing, "href": it.href} for it in answers if it.missing and is_refused]
    page = {
        "assessment": assessment,
        "run": assessment.review.run,
        "answers": answers,
        "missing": len(missing),
        "hint": presenters.hint_of(rubric, judgement),
        "errors": errors,
    }
    return render(request, "assessments/check.html", page, status=422 if is_refused else 200)


def _closed(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    rubric, judgement = assessment.review.rubric, presenters.judgement_of(assessment)
    is_called_off = assessment.review.outcome == assessment.review.ABANDONED
    page = {
        "assessment": assessment,
        "run": assessment.review.run,
        "is_called_off": is_called_off,
        "answers": presenters.answers_of(rubric, judgement, missing={}, links={}),
        "reading": None
        if is_called_off
        else presenters.reading_of(submissions_of(assessment.review.run), assessment=assessment),
    }
    return render(request, "assessments/closed.html", page)
