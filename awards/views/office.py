"""Pages for the office: its list of journeys, attendance, days on offer, incidents."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards import presenters, queries
from awards.filters import RunFilter
from awards.forms import AttendanceForm, DayForm
from awards.office import office_only
from awards.paging import Page, page_of
from awards.services.development import offer_day, record_attendance, upcoming_and_past
from workflow import access
from workflow.incidents import close
from workflow.queue import retry
from workflow.refusals import Refused


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
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record who of a school came to its development day."""
    run = access.run_for(request.user, public_id, access.office)
    booking = queries.booking_to_record(run)
    if booking is None:
        return render(request, "awards/attendance_none.html", {"run": run})
    form = AttendanceForm(request.POST or None, booking=booking)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            record_attendance(
                booking,
                attended=form.attended(),
                by=queries.person_of(request),
                now=timezone.now(),
                note=form.cleaned_data["note"],
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Attendance of {run.label} is recorded.")
            return redirect("awards:run", public_id=run.public_id)
    context = {"run": run, "booking": booking, "form": form, "reasons": reasons}
    return render(
        request, "awards/attendance.html", context, status=409 if reasons else 422 if form.errors else 200
    )


@office_only
@require_http_methods(["GET", "POST"])
def development_days(request: HttpRequest) -> HttpResponse:
    """The days on offer, with their bookings, and a form for one more."""
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on, data = form.cleaned_data["on"], form.cleaned_data
        offer_day(
            place=data["place"],
            address=data["address"],
            starts_at=timezone.make_aware(dt.datetime.combine(on, data["begins"])),
            ends_at=timezone.make_aware(dt.datetime.combine(on, data["ends"])),
            capacity=data["capacity"],
        )
        messages.success(request, f"The day at {data['place']} is on offer.")
        return redirect("awards:development_days")
    context = {"form": form, "days": upcoming_and_past(now=timezone.now())}
    return render(request, "awards/development_days.html", context, status=422 if form.errors else 200)


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
