"""Sending a document back: the office names the answers that it asks about."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from documents import queries, services
from documents.forms import AskAboutForm
from documents.presenters.asking import askable_sections
from documents.views.desk import sent_back_by
from workflow import access
from workflow.refusals import NotYours, Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was handed in, with a place under each answer for what is asked about it."""
    run = access.run_for(request.user, public_id, access.office)
    move, form = sent_back_by(run)
    submission = queries.submissions_by_form(run).get(form.code)
    asking = AskAboutForm(
        request.POST or None, form=form if submission else None, initial={"version": run.seq}
    )
    reasons: list[str] = []
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if asking.is_valid():
            try:
                services.send_back(
                    run,
                    move,
                    document=submission.document if submission else None,
                    asked=asking.asked,
                    by=request.user,
                    now=timezone.now(),
                    note=asking.cleaned_data["note"],
                    version=asking.cleaned_data["version"],
                )
            except Refused as refused:
                reasons = refused.reasons
                status = HTTPStatus.FORBIDDEN if isinstance(refused, NotYours) else HTTPStatus.CONFLICT
            else:
                messages.success(request, f"{run.label} is told what you ask, by email.")
                return redirect(settings.RUN_PAGE, public_id=run.public_id)
    page = {
        "run": run,
        "move": move,
        "submission": submission,
        "form": asking,
        "sections": askable_sections(submission, asking) if submission else [],
        "reasons": reasons,
        "journey_url": reverse(settings.RUN_PAGE, args=[run.public_id]),
    }
    return render(request, "documents/ask.html", page, status=status)
