"""A school's places on development days: booked, waited for, changed, given up, taken into a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards import queries
from awards.days.calendar import CONTENT_TYPE, calendar_file
from awards.days.queries import booking_of, days_to_come, live_booking_of
from awards.forms import BookingForm, ChangePlacesForm
from awards.forms.places import people_as_input
from awards.models import Application, Booking
from awards.presenters.days import entry_of
from awards.services.development import book, change_places, give_up_places, join_waiting_list
from workflow import access
from workflow.journey import Journey, Role
from workflow.refusals import Refused


def bookers(journey: type[Journey]) -> Sequence[Role]:
    move = journey.transitions.get("book_day")
    return move.roles if move else ()


@login_required
@require_http_methods(["GET", "POST"])
def days(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The development days on offer, the school's own bookings, and a form for places."""
    run = access.run_for(request.user, public_id)
    now = timezone.now()
    application = queries.application_of(run)
    form = BookingForm(request.POST or None, days=days_to_come(now=now))
    reasons: list[str] = []
    if request.method == "POST":
        access.run_for(request.user, public_id, bookers)
        if form.is_valid():
            try:
                booking = _book(request, application, form)
            except Refused as refused:
                reasons = refused.reasons
            else:
                messages.success(request, _booked(booking))
                return redirect("awards:run", public_id=run.public_id)
    bookings = queries.bookings_of(application)
    context = {
        "run": run,
        "form": form,
        "reasons": reasons,
        "bookings": bookings,
        "to_come": {booking.pk for booking in bookings if booking.day.starts_at > now},
        "inside": bool(access.roles_held(request.user, run, access.office)),
        "may_book": bool(access.roles_held(request.user, run, bookers)) and not run.finished_at,
        "offers_waiting": form.has_full_day or bool(reasons),
    }
    return render(
        request, "awards/days.html", context, status=409 if reasons else 422 if form.errors else 200
    )


def _book(request: HttpRequest, application: Application, form: BookingForm) -> Booking:
    service = join_waiting_list if "wait" in request.POST else book
    return service(
        application,
        day=form.day,
        coming=form.coming(),
        by=queries.person_of(request),
        now=timezone.now(),
    )


def _booked(booking: Booking) -> str:
    if booking.waiting_since:
        return f"You are on the waiting list: {booking.day}. We write to you when there are places."
    return f"Your places are booked: {booking.day}."


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: UUID, booking_id: int) -> HttpResponse:
    """Say anew who comes."""
    run = access.run_for(request.user, public_id, bookers)
    booking = live_booking_of(queries.application_of(run), booking_id)
    form = ChangePlacesForm(request.POST or None, initial=people_as_input(booking))
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_places(booking, coming=form.coming(), by=queries.person_of(request), now=timezone.now())
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"We expect {', '.join(it.name for it in form.coming())}.")
            return redirect("awards:days", public_id=run.public_id)
    context = {"run": run, "booking": booking, "form": form, "reasons": reasons}
    return render(
        request, "awards/change_places.html", context, status=409 if reasons else 422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, public_id: UUID, booking_id: int) -> HttpResponse:
    """Give places back: asked once more, then done."""
    run = access.run_for(request.user, public_id, bookers)
    booking = live_booking_of(queries.application_of(run), booking_id)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            give_up_places(booking, by=queries.person_of(request), now=timezone.now())
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Thank you for telling us. Somebody else can have the places now.")
            return redirect("awards:days", public_id=run.public_id)
    context = {"run": run, "booking": booking, "reasons": reasons}
    return render(request, "awards/give_up_places.html", context, status=409 if reasons else 200)


@login_required
@require_safe
def calendar(request: HttpRequest, public_id: UUID, booking_id: int) -> HttpResponse:
    """A booking as a calendar file; one that was given up or called off cancels the entry."""
    run = access.run_for(request.user, public_id)
    booking = booking_of(queries.application_of(run), booking_id)
    answer = HttpResponse(calendar_file(entry_of(booking), now=timezone.now()), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="development-day.ics"'
    return answer
