"""Development days as the office sees them: on offer, who comes, moved, called off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards import queries
from awards.days.queries import day_by_public_id, days_to_come, parties_of, parties_to_ring, upcoming_and_past
from awards.forms import CallOffForm, DayForm
from awards.forms.development import day_as_input
from awards.models import DevelopmentDay
from awards.office import office_only
from awards.services.development import CallingOff, call_off, change_day, offer_day, what_calling_off_does
from awards.wording import counted
from workflow.refusals import Refused


@office_only
@require_http_methods(["GET", "POST"])
def development_days(request: HttpRequest) -> HttpResponse:
    """The days on offer, with their bookings, and a form for one more."""
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = offer_day(**form.said())
        messages.success(request, f"The day at {made.place} is on offer.")
        return redirect("awards:development_days")
    context = {"form": form, "days": upcoming_and_past(now=timezone.now())}
    return render(request, "awards/development_days.html", context, status=422 if form.errors else 200)


@office_only
@require_safe
def day(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Who comes to a day, who waits, whom to ring."""
    found, now = day_by_public_id(day_id), timezone.now()
    parties = parties_of(found)
    context = {
        "day": found,
        "coming": [party for party in parties if not party.is_waiting],
        "waiting": [party for party in parties if party.is_waiting],
        "is_off": found.state == DevelopmentDay.CALLED_OFF,
        "is_to_come": found.starts_at > now,
        "is_over": found.ends_at <= now,
    }
    return render(request, "awards/day.html", context)


@office_only
@require_safe
def call_list(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Everybody of a day with telephone numbers, to be printed and ticked by hand. Also after it was called off."""
    found = day_by_public_id(day_id)
    return render(request, "awards/call_list.html", {"day": found, "parties": parties_to_ring(found)})


@office_only
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Give a day another time, place or number of places."""
    found = day_by_public_id(day_id)
    form = DayForm(request.POST or None, initial=day_as_input(found))
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            mails = change_day(found, **form.said(), by=queries.person_of(request), now=timezone.now())
        except Refused as refused:
            reasons = refused.reasons
        else:
            told = f" {counted(mails, 'email', 'emails').capitalize()} went out." if mails else ""
            messages.success(request, f"The day is changed.{told}")
            return redirect("awards:day", day_id=found.public_id)
    context = {"day": found, "form": form, "reasons": reasons, "parties": parties_of(found)}
    return render(
        request, "awards/move_day.html", context, status=409 if reasons else 422 if form.errors else 200
    )


@office_only
@require_http_methods(["GET", "POST"])
def calling_off(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Call a day off: say why and where its places go, see what becomes of each school, then do it."""
    found, now = day_by_public_id(day_id), timezone.now()
    others = [other for other in days_to_come(now=now) if other.pk != found.pk]
    form = CallOffForm(request.POST or None, days=others)
    reasons: list[str] = []
    plan: CallingOff | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("seen"):
                done = call_off(
                    found,
                    why=form.cleaned_data["why"],
                    instead=form.other_day,
                    by=queries.person_of(request),
                    now=now,
                    seen=request.POST["seen"],
                )
                told = counted(done.mails, "email", "emails")
                messages.success(
                    request,
                    f"The day is called off, and {told} went out. Ring those below who set out early.",
                )
                return redirect("awards:call_list", day_id=found.public_id)
            plan = what_calling_off_does(found, instead=form.other_day, now=now)
        except Refused as refused:
            reasons = refused.reasons
            plan = _plan_again(found, form)
    context = {"day": found, "form": form, "reasons": reasons, "plan": plan}
    return render(
        request, "awards/call_off_day.html", context, status=409 if reasons else 422 if form.errors else 200
    )


def _plan_again(day: DevelopmentDay, form: CallOffForm) -> CallingOff | None:
    try:
        return what_calling_off_does(day, instead=form.other_day, now=timezone.now())
    except Refused:
        return None
