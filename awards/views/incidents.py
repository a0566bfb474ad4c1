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
from workflow.queue import retry


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
    """Try a failed job again, or close an incident that a person has seen to."""
    incident = queries.open_incident_by_id(incident_id)
    if incident.job is not None:
        retry(incident.job)
        messages.success(request, "It is being tried again. If it fails once more, it comes back here.")
    else:
        messages.success(request, "It is marked as seen to.")
    close(incident.key, now=timezone.now(), by=request.user)
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
