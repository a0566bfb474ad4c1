"""The office's page of incidents: who sees to each, how old it is, and trying again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards import queries
from awards.office import office_only
from awards.presenters.incidents import incident_lines
from workflow.incidents import close, give_back, take_on
from workflow.mending import remedy_for, try_again
from workflow.refusals import Refused


@office_only
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """What went wrong where nobody was looking, the oldest first."""
    lines = incident_lines(queries.open_incidents(), person=queries.person_of(request), now=timezone.now())
    context = {"lines": lines, "nobodys": sum(not line.owner for line in lines)}
    return render(request, "awards/incidents.html", context)


@office_only
@require_POST
def mend(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Try again what went wrong, or close an incident that a person has seen to."""
    incident = queries.open_incident_by_id(incident_id)
    now = timezone.now()
    if request.POST.get("act") == "seen" or remedy_for(incident) is None:
        close(incident.key, now=now, by=request.user)
        messages.success(request, "It is marked as seen to.")
        return redirect("awards:incidents")
    try:
        messages.success(request, try_again(incident, by=request.user, now=now))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("awards:incidents")


@office_only
@require_POST
def see_to_it(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Say that oneself sees to an incident, or no longer does."""
    incident = queries.open_incident_by_id(incident_id)
    if request.POST.get("act") == "leave":
        give_back(incident, by=request.user)
        messages.success(request, "It is nobody’s now: somebody else can see to it.")
    else:
        take_on(incident, by=request.user)
        messages.success(request, "The others see that you see to it.")
    return redirect("awards:incidents")
