"""Pages for the office: its list of journeys, attendance, days on offer, incidents."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards import presenters, queries
from awards.filters import RunFilter
from awards.office import office_only
from awards.paging import Page, page_of
from workflow.incidents import close
from workflow.queue import retry


@office_only
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All journeys: whose move, since when; narrowed by the filters, the longest waiting first."""
    now = timezone.now()
    chosen = RunFilter(request.GET, queryset=queries.board_runs(), areas=queries.areas_with_runs())
    page: Page = page_of(chosen.qs, after=request.GET.get("after", ""), address=request.GET)
    context = {
        "form": chosen.form,
        "rows": [presenters.row_of(run, now=now) for run in page.rows],
        "page": page,
        "counts": presenters.counts_of(queries.counts_by_move()),
    }
    return render(request, "awards/board.html", context)


@office_only
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """What went wrong where nobody was looking."""
    return render(request, "awards/incidents.html", {"incidents": queries.open_incidents()})


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
