"""An officer registers a school for it: from its paper form, or because the award body did."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards import queries
from awards.forms.registering import RegisterForForm
from awards.models import RegisterEntry, School
from awards.office import office_only
from awards.register.eligibility import eligibility
from awards.services.registration import award_body_registers, edition_for_registration, register_for
from workflow.refusals import Refused


@office_only
@require_http_methods(["GET", "POST"])
def register_entry(request: HttpRequest, urn: int) -> HttpResponse:
    """Register a school of the national register."""
    entry = queries.register_entry(urn)
    return _register(request, entry, name=entry.name, pupils=entry.pupils, doubt=eligibility(entry).sentence)


@office_only
@require_http_methods(["GET", "POST"])
def register_setting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Register a setting that we know already, also one without a URN."""
    school = queries.school_by_public_id(public_id)
    return _register(request, school, name=school.subject.name, pupils=None, doubt="")


def _register(
    request: HttpRequest, setting: RegisterEntry | School, *, name: str, pupils: int | None, doubt: str
) -> HttpResponse:
    journey = edition_for_registration()
    by_letter = award_body_registers(journey)
    form = RegisterForForm(
        request.POST or None,
        request.FILES or None,
        asks_pupils=pupils is None and "fee" in journey.settings,
        by_letter=by_letter,
    )
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            application = register_for(
                setting,
                journey=journey,
                lead=form.lead,
                second=form.second,
                by=queries.person_of(request),
                now=timezone.now(),
                **form.paper,
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{name} is registered. {form.lead.name} is invited to lead.")
            return redirect("awards:run", public_id=application.run.public_id)
    context = {
        "name": name,
        "doubt": doubt,
        "journey": journey,
        "by_letter": by_letter,
        "has_fee": "fee" in journey.settings,
        "form": form,
        "reasons": reasons,
        "letter_lost": bool(request.FILES),
    }
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, "awards/register_for.html", context, status=status)
