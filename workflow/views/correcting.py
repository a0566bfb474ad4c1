"""Putting right the day of a record."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from workflow import access
from workflow.forms import CorrectForm
from workflow.presenters import changes_of, day, name_of
from workflow.queries import line_of
from workflow.refusals import Refused
from workflow.services import correct, what_correcting_changes


@login_required
@require_http_methods(["GET", "POST"])
def correct_day(request: HttpRequest, public_id: UUID, seq: int) -> HttpResponse:
    """Give the right day and the reason, see what changes with it, and put it right."""
    run = access.run_for(request.user, public_id, access.office)
    line = line_of(run, seq)
    if line is None:
        raise Http404
    now = timezone.now()
    form = CorrectForm(request.POST or None, initial={"happened_on": timezone.localdate(line.happened_at)})
    context = {
        "run": run,
        "form": form,
        "name": name_of(run, line),
        "so_far": day(line.happened_at) if line.is_known else "not known",
    }
    if request.method == "GET" or not form.is_valid():
        return render(request, "workflow/correct.html", context, status=422 if request.POST else 200)
    happened_at = form.happened_at(line, now=now)
    try:
        if form.was_shown:
            correct(
                run, seq, happened_at=happened_at, actor=request.user, now=now, note=form.cleaned_data["note"]
            )
            messages.success(request, f"Put right: {context['name']} now has the day {day(happened_at)}.")
            return redirect(settings.RUN_PAGE, public_id=run.public_id)
        changes = what_correcting_changes(run, seq, happened_at=happened_at, now=now)
    except Refused as refused:
        return render(request, "workflow/correct.html", {**context, "reasons": refused.reasons}, status=409)
    context["changes"] = changes_of(changes, happened_at=happened_at)
    context["shown"] = form.cleaned_data["happened_on"].isoformat()
    return render(request, "workflow/correct.html", context)
