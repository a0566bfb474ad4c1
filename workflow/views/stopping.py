"""Stopped post: what is held, and lifting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from workflow import access
from workflow.presenters import lifted_in_words, scope_of
from workflow.queries import Stopped, held_only_by, open_stops, stops_with
from workflow.refusals import Refused
from workflow.stops import lift, lift_batch

SHOWN = 50  # of what is held, before the button


@access.office_only
@require_safe
def stops(request: HttpRequest) -> HttpResponse:
    """What is stopped, since when, by whom and why, and how much waits because of it."""
    lines = [(stopped, scope_of(stopped)) for stopped in open_stops()]
    return render(request, "workflow/stops.html", {"lines": lines})


@access.office_only
@require_http_methods(["GET", "POST"])
def lift_stop(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Show what was held by a stop, or by all stops of its batch, and lift it: send that, or drop it."""
    found = next((one for one in open_stops() if one.stop.pk == stop_id), None)
    if found is None:
        raise Http404
    act = request.POST.get("act", "")
    if act in {"send", "drop"}:
        return _lift(request, found, send=act == "send")
    held = held_only_by(stops_with(found.stop))
    context = {
        "stop": found.stop,
        "scope": scope_of(found),
        "held": held[:SHOWN],
        "number": len(held),
        "more": len(held) - SHOWN,
        "kept": found.held - len(held),
        "unanswered": request.method == "POST",
    }
    return render(request, "workflow/lift.html", context, status=422 if request.method == "POST" else 200)


def _lift(request: HttpRequest, found: Stopped, *, send: bool) -> HttpResponse:
    now, stop = timezone.now(), found.stop
    try:
        if stop.batch:
            lifted = lift_batch(stop.batch, by=request.user, now=now, send=send)
        else:
            lifted = lift(stop, by=request.user, now=now, send=send)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(
            request, lifted_in_words(stops=lifted.stops, sent=lifted.sent, dropped=lifted.dropped)
        )
    return redirect("workflow:stops")
