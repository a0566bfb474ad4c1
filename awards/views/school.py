"""Pages for schools: the first page, finding and registering a school, booking a day, the fee."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.queries import is_assessor
from awards import presenters, queries
from awards.forms import FindSchoolForm, RegisterForm
from awards.register.eligibility import eligibility
from awards.register.search import search_schools
from awards.services.money import fee_for
from awards.services.registration import (
    award_body_registers,
    edition_for_registration,
    register_school,
)
from awards.wording import pounds
from workflow.refusals import Refused


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Leads everybody to their own work."""
    person = queries.person_of(request)
    if queries.is_at_the_office(person):
        return redirect("awards:morning")
    if is_assessor(person):
        return redirect("assessments:pile")
    now = timezone.now()
    cards = [presenters.card_of(run, now=now) for run in queries.runs_of_person(person)]
    if len(cards) == 1:
        return redirect(cards[0]["href"])
    return render(request, "awards/home.html", {"cards": cards})


@login_required
@require_safe
def find_school(request: HttpRequest) -> HttpResponse:
    """Find one's school in the register."""
    form = FindSchoolForm(request.GET or None)
    found = search_schools(form.cleaned_data["q"]) if form.is_bound and form.is_valid() else []
    context = {
        "form": form,
        "found": found,
        "asked": form.is_bound and form.is_valid(),
        "inside": queries.is_at_the_office(queries.person_of(request)),
    }
    return render(request, "awards/find_school.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, urn: int) -> HttpResponse:
    """Say what registering means and costs, then register."""
    entry = queries.register_entry(urn)
    journey = edition_for_registration()
    if award_body_registers(journey):
        context = {"entry": entry, "journey": journey}
        return render(request, "awards/register_with_award_body.html", context)
    form = RegisterForm(request.POST or None, asks_pupils=entry.pupils is None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            application = register_school(
                entry,
                journey=journey,
                lead=queries.person_of(request),
                now=timezone.now(),
                pupils=form.cleaned_data.get("pupils"),
                second=form.second,
                payer=form.payer,
                order_number=form.cleaned_data["order_number"],
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{entry.name} is registered for {journey.title}. You are its lead.")
            return redirect("awards:run", public_id=application.run.public_id)
    verdict = eligibility(entry)
    context = {
        "entry": entry,
        "journey": journey,
        "form": form,
        "reasons": reasons,
        "verdict": verdict,
        "fee": pounds(fee_for(journey, entry.pupils)) if entry.pupils is not None else "",
        "fee_small": pounds(fee_for(journey, 0)),
        "fee_full": pounds(fee_for(journey, 10_000)),
        "small_below": journey.settings["small_school_below"].value,
        "due_on": timezone.localdate() + dt.timedelta(days=journey.settings["invoice_days"].value),
    }
    return render(
        request, "awards/register.html", context, status=409 if reasons else 422 if form.errors else 200
    )
