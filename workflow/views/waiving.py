"""Waiving a condition, and how often that is done."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from workflow import access
from workflow.forms import WaiveForm
from workflow.options import waivable_for
from workflow.presenters import waiver_lines
from workflow.queries import runs_waived, waivers_by_guard
from workflow.refusals import Refused
from workflow.services import waive


@login_required
@require_http_methods(["GET", "POST"])
def waive_condition(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose which of the unmet conditions the run may pass once, and say why."""
    run = access.run_for(request.user, public_id, access.office)
    unmet = waivable_for(run)
    form = WaiveForm(request.POST or None, unmet=unmet)
    reasons: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                waive(
                    run,
                    form.chosen,
                    actor=request.user,
                    now=timezone.now(),
                    note=form.cleaned_data["note"],
                )
            except Refused as refused:
                reasons, status = refused.reasons, 409
            else:
                messages.success(request, f"Waived once for {run.label}: {form.chosen.in_words}.")
                return redirect(settings.RUN_PAGE, public_id=run.public_id)
    context = {"run": run, "form": form, "unmet": unmet, "reasons": reasons}
    return render(request, "workflow/waive.html", context, status=status)


@access.office_only
@require_safe
def waivers(request: HttpRequest) -> HttpResponse:
    """How often each condition was waived; for one of them, on which journeys."""
    journey, edition, guard = (request.GET.get(name, "") for name in ("journey", "edition", "condition"))
    chosen = runs_waived(journey, edition=edition, guard_code=guard) if guard else []
    lines = waiver_lines(waivers_by_guard())
    name = next((line.condition for line in lines if line.key == (journey, edition, guard)), guard)
    return render(request, "workflow/waivers.html", {"lines": lines, "chosen": chosen, "name": name})
