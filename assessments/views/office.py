"""The office's pages of assessment: what waits, who reads, what is decided, what the school is told."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import presenters, queries, services
from assessments.forms import AllocationForm, FeedbackForm, ModerationForm
from assessments.models import Review
from assessments.roles import MODERATOR
from documents.queries import submissions_of
from documents.views.evidence import handed_in_file
from workflow import access
from workflow.journey import Journey, Role
from workflow.models import Run
from workflow.refusals import Refused


def _deciders(journey: type[Journey]) -> Sequence[Role]:
    return [*journey.office, MODERATOR]


@never_cache
@login_required
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Every review that is not released yet, with what is to be done next."""
    if not queries.is_office(request.user):
        raise Http404
    reviews = queries.reviews_for_office(request.user)
    page = {
        "rows": presenters.review_rows(reviews, now=timezone.now()),
        "assessors": queries.assessors_with_loads(),
    }
    return render(request, "assessments/office.html", page)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def allocate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose two readers."""
    run = access.run_for(request.user, public_id, access.office)
    review = _review(run)
    if presenters.stage_of(review) is not presenters.ALLOCATE:
        return _elsewhere(request, f"The readers of {run.label} have been chosen already.")
    form = AllocationForm(queries.assessors_with_loads(), request.POST or None)
    errors: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.allocate(review, assessors=form.assessors(), by=request.user, now=timezone.now())
        except Refused as refused:
            errors = refused.reasons
        else:
            messages.success(request, f"{run.label} lies with two readers now.")
            return redirect("assessments:office")
    page = {"run": run, "review": review, "form": form, "errors": _listed(errors)}
    return render(request, "assessments/allocate.html", page, status=_status(form, errors))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Both readers' marks side by side, and the decision between them."""
    run = access.run_for(request.user, public_id, _deciders)
    review = _review(run)
    if queries.has_read(request.user, review):
        raise Http404
    if presenters.stage_of(review) is not presenters.MODERATE:
        return _elsewhere(request, f"{run.label} does not wait for a moderator now.")
    form = ModerationForm(review.rubric, request.POST or None)
    errors: list[str] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.moderate(
                review, level=given["level"], reason=given["reason"], person=request.user, now=timezone.now()
            )
        except Refused as refused:
            errors = refused.reasons
        else:
            messages.success(request, f"Your decision for {run.label} is kept.")
            return redirect(_home(request))
    assessments = queries.assessments_in(review)
    page = {
        "run": run,
        "assessments": assessments,
        "compared": presenters.compared(review.rubric, assessments),
        "reading": presenters.reading_of(submissions_of(run), run=run),
        "home": reverse(_home(request)),
        "form": form,
        "errors": _listed(errors),
    }
    return render(request, "assessments/moderate.html", page, status=_status(form, errors))


@login_required
@require_safe
def file(
    request: HttpRequest, public_id: uuid.UUID, evidence_id: uuid.UUID, *, small: bool = False
) -> HttpResponse | FileResponse:
    """A file that went with what was handed in, for whoever decides."""
    run = access.run_for(request.user, public_id, _deciders)
    return handed_in_file(request, run, evidence_id, small=small)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was decided, what the readers wrote, and the words that go to the school."""
    run = access.run_for(request.user, public_id, access.office)
    decision = queries.decision_of(run)
    if decision is None:
        _review(run)
        return _elsewhere(request, f"{run.label} has no decision yet, so there is no feedback to edit.")
    review = decision.review
    review.run = run
    assessments = queries.assessments_in(review)
    kept = getattr(decision, "feedback", None)
    draft = kept.text if kept else presenters.feedback_draft(review.rubric, assessments)
    form = FeedbackForm(request.POST or None, initial={"text": draft})
    errors: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.write_feedback(
                decision, text=form.cleaned_data["text"], person=request.user, now=timezone.now()
            )
        except Refused as refused:
            errors = refused.reasons
        else:
            messages.success(request, f"The feedback for {run.label} is saved. It goes out with the outcome.")
            return redirect("assessments:office")
    page = {
        "run": run,
        "decision": decision,
        "level": review.rubric.level(decision.level),
        "route": presenters.route_in_words(decision),
        "compared": presenters.compared(review.rubric, assessments),
        "assessments": assessments,
        "kept": kept,
        "is_released": queries.is_released(review),
        "form": form,
        "errors": _listed(errors),
    }
    return render(request, "assessments/feedback.html", page, status=_status(form, errors))


@login_required
@require_POST
def conclude(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Try again to record a decision that was held up."""
    run = access.run_for(request.user, public_id, access.office)
    if services.conclude_again(_review(run), person=request.user, now=timezone.now()):
        messages.success(request, f"The decision for {run.label} is recorded.")
    else:
        messages.warning(request, f"{run.label} still does not let its decision through: see the incidents.")
    return redirect("assessments:office")


def _review(run: Run) -> Review:
    review = queries.latest_review_of(run)
    if review is None:
        raise Http404
    return review


def _elsewhere(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.info(request, sentence)
    return redirect(_home(request))


def _home(request: HttpRequest) -> str:
    return "assessments:office" if queries.is_office(request.user) else "assessments:pile"


def _listed(errors: Sequence[str]) -> list[dict[str, str]]:
    return [{"text": error, "href": ""} for error in errors]


def _status(form: AllocationForm | ModerationForm | FeedbackForm, errors: Sequence[str]) -> int:
    if errors:
        return 409
    return 422 if form.errors else 200
