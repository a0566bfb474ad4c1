"""Stopped post: stopping it, what is held, and lifting it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from workflow import access
from workflow.forms import StopForm
from workflow.messages import areas_known, waiting_under
from workflow.models import Run
from workflow.presenters import lifted_in_words, scope_of, then_in_words
from workflow.queries import Stopped, held_only_by, open_stops, stops_with
from workflow.refusals import Refused
from workflow.stops import lift, lift_batch, stop_mail

SHOWN = 50  # of what is held, before the button
BY_HAND = "office"  # why a stop stands that a person made


@access.office_only
@require_safe
def stops(request: HttpRequest) -> HttpResponse:
    """What is stopped, since when, by whom and why, and how much waits because of it."""
    lines = [(stopped, scope_of(stopped), then_in_words(stopped.stop)) for stopped in open_stops()]
    return render(request, "workflow/stops.html", {"lines": lines})


@access.office_only
@require_http_methods(["GET", "POST"])
def new_stop(request: HttpRequest) -> HttpResponse:
    """Stop the post: for all, an area, an address or one journey, through a day. What waits now is shown first."""
    run = _run_named(request)
    now = timezone.now()
    form = StopForm(request.POST or None, areas=areas_known(), run=run, today=timezone.localdate(now))
    is_given = request.method == "POST" and form.is_valid()
    if is_given and form.cleaned_data["confirmed"] and request.POST.get("act") != "change":
        given = form.cleaned_data
        stop_mail(
            why=BY_HAND,
            words=given["words"],
            by=request.user,
            now=now,
            through=given["through"],
            then=given["then"],
            **form.chosen,
        )
        messages.success(request, "The post is stopped. What is written from now on waits here.")
        return redirect(settings.RUN_PAGE, public_id=run.public_id) if run else redirect("workflow:stops")
    is_shown = is_given and request.POST.get("act") != "change"
    held = waiting_under(**form.chosen) if is_shown else []
    context = {
        "form": form,
        "run": run,
        "is_shown": is_shown,
        "held": held[:SHOWN],
        "number": len(held),
        "more": len(held) - SHOWN,
        "lines": _answers(form) if is_shown else [],
    }
    is_wrong = request.method == "POST" and not is_given
    return render(request, "workflow/stop.html", context, status=422 if is_wrong else 200)


def _run_named(request: HttpRequest) -> Run | None:
    named = request.GET.get("run", "")
    if not named:
        return None
    try:
        UUID(named)
    except ValueError as error:
        raise Http404 from error
    return access.run_for(request.user, named, access.office)


def _answers(form: StopForm) -> list[dict[str, object]]:
    """What was put in, to read before it counts; the hidden fields of the page carry it on."""
    shown: list[dict[str, object]] = []
    for field in form.visible_fields():
        value = form.cleaned_data.get(field.name)
        words = dict(getattr(field.field, "choices", ())).get(value, value)
        if value:
            shown.append({"key": field.label, "value": words})
    return shown


@access.office_only
@require_http_methods(["GET", "POST"])
def lift_stop(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Show what was held by a stop, or by all stops of its batch, and lift it: send that, or drop it."""
    found = next((one for one in open_stops() if one.stop.pk == stop_id), None)
    if found is None:
        raise Http404
    act = request.POST.get("act", "")
    if act in {"send", "merge", "drop"}:
        return _lift(request, found, act=act)
    held = held_only_by(stops_with(found.stop))
    people = {message.to_email.lower() for message in held}
    context = {
        "stop": found.stop,
        "scope": scope_of(found),
        "held": held[:SHOWN],
        "number": len(held),
        "people": len(people),
        "merges": len(people) < len(held),
        "then": then_in_words(found.stop),
        "more": len(held) - SHOWN,
        "kept": found.held - len(held),
        "unanswered": request.method == "POST",
    }
    return render(request, "workflow/lift.html", context, status=422 if request.method == "POST" else 200)


def _lift(request: HttpRequest, found: Stopped, *, act: str) -> HttpResponse:
    now, stop = timezone.now(), found.stop
    send, merged = act != "drop", act == "merge"
    try:
        if stop.batch:
            lifted = lift_batch(stop.batch, by=request.user, now=now, send=send, merged=merged)
        else:
            lifted = lift(stop, by=request.user, now=now, send=send, merged=merged)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        told = lifted_in_words(
            stops=lifted.stops, sent=lifted.sent, dropped=lifted.dropped, merged=lifted.merged
        )
        messages.success(request, told)
    return redirect("workflow:stops")
