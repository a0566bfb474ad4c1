"""Settings that the register does not list, for the office."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.forms.schools import SettingForm, UrnForm
from awards.models import School
from awards.office import office_only
from awards.queries import person_of
from awards.register import known
from awards.services.schools import Details, add_setting, change_setting, give_urn
from workflow.refusals import Refused


@office_only
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Settings that the register does not list."""
    return render(request, "awards/schools/settings.html", {"settings": known.settings_without_urn()[:500]})


@office_only
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a setting that the register does not list."""
    form = SettingForm(request.POST or None, areas=known.all_areas())
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            added = add_setting(_details(form))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{added.subject.name} is added, with the code {added.local_code}.")
            return redirect("awards:school", public_id=added.subject.public_id)
    return _setting_page(request, form, reasons, school=None)


@office_only
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put right what is written of a setting without a URN."""
    found = known.school_with(public_id)
    form = SettingForm(request.POST or None, areas=known.all_areas(), initial=_initial(found))
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_setting(found, details=_details(form))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{changed.subject.name} is changed.")
            return redirect("awards:school", public_id=public_id)
    return _setting_page(request, form, reasons, school=found)


def _setting_page(
    request: HttpRequest, form: SettingForm, reasons: list[str], *, school: School | None
) -> HttpResponse:
    context = {"form": form, "reasons": reasons, "school": school}
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, "awards/schools/setting.html", context, status=status)


def _details(form: SettingForm) -> Details:
    data = form.cleaned_data
    return Details(**{**data, "area": known.area_of_code(data["area"])})


def _initial(found: School) -> dict[str, str]:
    return {
        "name": found.subject.name,
        "type": found.local_type,
        "area": found.subject.area_id or "",
        "address": found.local_address,
        "postcode": found.local_postcode,
        "telephone": found.local_telephone,
        "code": found.local_code or "",
    }


@office_only
@require_http_methods(["GET", "POST"])
def urn(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A setting is in the register now: under which URN? Shown first, then done."""
    found = known.school_with(public_id)
    form = UrnForm(request.POST or request.GET or None)
    entry, reasons = None, []
    if form.is_valid():
        entry = known.entry_with(form.cleaned_data["urn"])
        if entry is None:
            form.add_error("urn", "There is no school with that URN in our copy of the register.")
        elif request.method == "POST":
            try:
                give_urn(found, entry=entry, by=person_of(request), now=timezone.now())
            except Refused as refused:
                reasons = refused.reasons
            else:
                messages.success(request, f"It is known as {entry.name}, URN {entry.pk}, from now on.")
                return redirect("awards:school", public_id=public_id)
    context = {"school": found, "form": form, "entry": entry, "reasons": reasons}
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, "awards/schools/urn.html", context, status=status)
