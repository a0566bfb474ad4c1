"""The page by which an officer tells a school that we are late."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards import queries
from awards.chasing.lateness import is_ours_to_keep, tell_of_lateness
from awards.forms.lateness import LatenessForm
from awards.office import office_only
from workflow import access
from workflow.presenters import day
from workflow.refusals import Refused


@office_only
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the new day, and write to the school."""
    run = access.run_for(request.user, public_id, access.office)
    if not is_ours_to_keep(run):
        raise Http404
    form = LatenessForm(request.POST or None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        person = queries.person_of(request)
        try:
            sent = tell_of_lateness(run, **form.cleaned_data, by=person, now=timezone.now())
        except Refused as refused:
            reasons = refused.reasons
        else:
            to = " and ".join(message.to_email for message in sent)
            messages.success(request, f"{run.label} is told: we have written to {to}.")
            return redirect("awards:run", public_id=run.public_id)
    context = {"run": run, "form": form, "reasons": reasons, "due": day(run.due_on)}
    status = 409 if reasons else 422 if request.method == "POST" else 200
    return render(request, "awards/tell_lateness.html", context, status=status)
