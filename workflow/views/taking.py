"""Taking a move: the page that confirms it, and the act."""

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
from workflow.forms import TakeForm
from workflow.journey import Transition
from workflow.models import Run
from workflow.options import options_for
from workflow.presenters import waive_href
from workflow.refusals import NotYours, Refused
from workflow.services import advance


@login_required
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """Confirm a move, say why where that is wanted, and take it."""
    run = access.run_for(request.user, public_id)
    transition = run.journey.transitions.get(name)
    if transition is None or transition.page:
        raise Http404
    inside = bool(access.roles_held(request.user, run, access.office))
    form = TakeForm(request.POST or None, transition=transition, inside=inside, initial={"version": run.seq})
    reasons: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _take(request, run, transition, form)
            except Refused as refused:
                reasons, status = refused.reasons, 403 if isinstance(refused, NotYours) else 409
            else:
                return redirect(settings.RUN_PAGE, public_id=run.public_id)
    else:
        reasons = _reasons(request, run, transition)
    context = {
        "run": run,
        "transition": transition,
        "form": form,
        "reasons": reasons,
        "inside": inside,
        "waive": waive_href(run) if inside and reasons else "",
    }
    return render(request, "workflow/take.html", context, status=status)


def _take(request: HttpRequest, run: Run, transition: Transition, form: TakeForm) -> None:
    now = timezone.now()
    advance(
        run,
        transition,
        actor=request.user,
        now=now,
        note=form.cleaned_data.get("note", ""),
        happened_at=form.happened_at(now=now),
        version=form.cleaned_data["version"],
    )
    messages.success(
        request, f"{transition.label}: done. {run.label} is now at “{run.declared_state.outside_label}”."
    )


def _reasons(request: HttpRequest, run: Run, transition: Transition) -> list[str]:
    """What stands in the way, said before anything is typed."""
    for option in options_for([run], actor=request.user)[run.pk]:
        if option.transition is transition:
            return list(option.reasons)
    if transition not in run.journey.leaving(run.state):
        return [f"This cannot be done now: {run.label} is at “{run.declared_state.outside_label}”."]
    raise Http404
