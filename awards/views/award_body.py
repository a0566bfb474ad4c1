"""What the award body did: recorded by the office from its letter; the letter itself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards import queries
from awards.forms.award_body import ActForm
from awards.presenters import award_body_parts
from awards.services.award_body import CONTENT_TYPES, kinds_now, kinds_of, record_act
from workflow import access
from workflow.refusals import NotYours, Refused


@login_required
@require_http_methods(["GET", "POST"])
def acts(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record one act of the award body, by its letter."""
    run = access.run_for(request.user, public_id, access.office)
    if not kinds_of(run.journey):
        raise Http404
    application = queries.application_of(run)
    form = ActForm(
        request.POST or None,
        request.FILES or None,
        kinds=kinds_now(run),
        initial={"version": run.seq, "act": request.GET.get("act", "")},
    )
    reasons: list[str] = []
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            act = record_act(
                application,
                form.told,
                by=queries.person_of(request),
                now=timezone.now(),
                letter=form.cleaned_data["letter"],
                note=form.cleaned_data["note"],
                version=form.cleaned_data["version"],
            )
        except Refused as refused:
            reasons, status = refused.reasons, 403 if isinstance(refused, NotYours) else 409
        else:
            messages.success(request, f"Recorded: the award body {act.get_kind_display().lower()}.")
            return redirect("awards:run", public_id=run.public_id)
    context = {
        "run": run,
        "form": form,
        "reasons": reasons,
        "letter_lost": bool(request.FILES),
        **award_body_parts(run, application, inside=True),
    }
    return render(request, "awards/award_body.html", context, status=status)


@login_required
@require_safe
def letter(request: HttpRequest, public_id: UUID, act_id: int) -> FileResponse:
    """The award body's own paper, as it came. For the office and the people of that school."""
    run = access.run_for(request.user, public_id)
    act = queries.act_with_letter(run, act_id)
    ending = act.letter_name.rpartition(".")[2]
    return FileResponse(
        act.letter.open("rb"),
        as_attachment=True,
        filename=act.letter_name,
        content_type=CONTENT_TYPES[ending],
    )
