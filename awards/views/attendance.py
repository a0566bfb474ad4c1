"""Who came to a development day, school by school: on the day, from paper later, put right, caught up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards import queries
from awards.days.queries import attendee_of, bookings_begun, days_begun
from awards.forms import AttendanceForm, CatchUpForm, WalkInForm
from awards.models import Booking
from awards.office import office_only
from awards.services.development import record_attendance, record_catch_up, record_walk_in
from workflow import access
from workflow.models import Run
from workflow.refusals import Refused


@office_only
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record who of a school came to its development day, or put right what was recorded."""
    run = access.run_for(request.user, public_id, access.office)
    begun = bookings_begun(queries.application_of(run), now=timezone.now())
    booking = _chosen(request, run, begun)
    if booking is None:
        return render(request, "awards/attendance_none.html", {"run": run})
    form = AttendanceForm(request.POST or None, booking=booking)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            record_attendance(
                booking,
                attended=form.attended(),
                missed=form.missed(),
                by=queries.person_of(request),
                now=timezone.now(),
                note=form.cleaned_data["note"],
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Attendance of {run.label} is recorded.")
            return redirect("awards:run", public_id=run.public_id)
    context = {
        "run": run,
        "booking": booking,
        "form": form,
        "reasons": reasons,
        "others": [other for other in begun if other.pk != booking.pk],
        "recorded": [person for person in form.people if person.attended is not None],
        "to_catch_up": [person for person in form.people if person.missed_part and not person.caught_up_on],
    }
    return render(
        request, "awards/attendance.html", context, status=409 if reasons else 422 if form.errors else 200
    )


def _chosen(request: HttpRequest, run: Run, begun: list[Booking]) -> Booking | None:
    """The one asked for, else the earliest that is open, else the latest that is recorded."""
    asked = request.GET.get("booking", "")
    for booking in begun:
        if str(booking.pk) == asked:
            return booking
    return queries.booking_to_record(run) or next(iter(begun), None)


@office_only
@require_http_methods(["GET", "POST"])
def walk_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record people who came to a day without a place."""
    run = access.run_for(request.user, public_id, access.office)
    now = timezone.now()
    form = WalkInForm(request.POST or None, days=days_begun(now=now))
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            record_walk_in(
                queries.application_of(run),
                day=form.day,
                came=form.coming(),
                by=queries.person_of(request),
                now=now,
                note=form.cleaned_data["note"],
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"It is recorded who of {run.label} came.")
            return redirect("awards:run", public_id=run.public_id)
    context = {"run": run, "form": form, "reasons": reasons}
    return render(
        request, "awards/walk_in.html", context, status=409 if reasons else 422 if form.errors else 200
    )


@office_only
@require_http_methods(["GET", "POST"])
def catch_up(request: HttpRequest, public_id: UUID, attendee_id: int) -> HttpResponse:
    """Record that somebody caught up on the part of a day that they missed."""
    run = access.run_for(request.user, public_id, access.office)
    attendee = attendee_of(queries.application_of(run), attendee_id)
    form = CatchUpForm(request.POST or None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            record_catch_up(
                attendee, on=form.cleaned_data["on"], by=queries.person_of(request), now=timezone.now()
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{attendee.name} counts now for {run.label}.")
            return redirect("awards:run", public_id=run.public_id)
    context = {"run": run, "attendee": attendee, "form": form, "reasons": reasons}
    return render(
        request, "awards/catch_up.html", context, status=409 if reasons else 422 if form.errors else 200
    )
