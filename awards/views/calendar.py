"""The office's calendar: terms, bank holidays and quiet weeks, and what a change of them would move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards import queries
from awards.office import office_only
from workflow.calendar import academic_year_of
from workflow.calendars import bank_holidays_of, calendars_for, quiet_weeks_of
from workflow.forms import BankHolidayForm, QuietDaysForm, TermsForm
from workflow.refusals import Refused
from workflow.scheduling import Shift, keep_bank_holiday, keep_quiet_week, keep_terms

FIRST_YEAR, LAST_YEAR = 2010, 2060
SHOWN = 20  # moved dates that a preview names

Keep = Callable[[bool], Sequence[Shift]]


@office_only
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """An academic year of everywhere or of one area."""
    area, year = _asked(request)
    context = {
        **_place(area, year),
        "areas": queries.areas_with_runs(),
        "terms": calendars_for([area])[area].terms_of(year),
        "holidays": bank_holidays_of(year),
        "quiet": quiet_weeks_of(area, year),
        "years": {"before": year - 1, "after": year + 1},
    }
    return render(request, "awards/calendar.html", context)


@office_only
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """Change the three terms of a year."""
    area, year = _asked(request)
    initial = TermsForm.initial_of(calendars_for([area])[area].terms_of(year))
    form = TermsForm(request.POST or None, academic_year=year, initial=initial)
    now = timezone.now()
    return _change(request, form, lambda dry: keep_terms(area, form.terms(), now=now, dry=dry), what="terms")


@office_only
@require_http_methods(["GET", "POST"])
def bank_holiday(request: HttpRequest) -> HttpResponse:
    """Add a bank holiday, or take one away."""
    form = BankHolidayForm(request.POST or None, initial=request.GET.dict())
    now = timezone.now()

    def keep(dry: bool) -> Sequence[Shift]:
        data = form.cleaned_data
        return keep_bank_holiday(data["day"], name=data["name"], drop=data["drop"], now=now, dry=dry)

    return _change(request, form, keep, what="bank holiday")


@office_only
@require_http_methods(["GET", "POST"])
def quiet_days(request: HttpRequest) -> HttpResponse:
    """Add quiet days, or take them away. No due date hangs on them, so nothing is shown before."""
    area, _ = _asked(request)
    form = QuietDaysForm(request.POST or None, initial=request.GET.dict())
    now = timezone.now()

    def keep(dry: bool) -> Sequence[Shift]:
        keep_quiet_week(area, **form.cleaned_data, now=now)
        return []

    return _change(request, form, keep, what="quiet days", previews=False)


def _change(
    request: HttpRequest, form: forms.Form, keep: Keep, *, what: str, previews: bool = True
) -> HttpResponse:
    """Show the form; then what it would move; then keep it."""
    area, year = _asked(request)
    reasons: list[str] = []
    shifts: Sequence[Shift] | None = None
    is_kept = not previews or "keep" in request.POST
    if request.method == "POST" and form.is_valid():
        try:
            shifts = keep(not is_kept)
        except Refused as refused:
            reasons = refused.reasons
        else:
            if is_kept:
                messages.success(request, f"Kept.{_moved(shifts)}" if previews else "Kept.")
                return redirect(f"{reverse('awards:calendar')}?area={area}&year={year}")
    context = {
        **_place(area, year),
        "form": form,
        "what": what,
        "reasons": reasons,
        "previews": previews,
        "shifts": shifts[:SHOWN] if shifts is not None else None,
        "number": len(shifts or ()),
        "more": max(0, len(shifts or ()) - SHOWN),
    }
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, "awards/calendar_change.html", context, status=status)


def _moved(shifts: Sequence[Shift]) -> str:
    if not shifts:
        return " No due date has moved."
    return " One due date has moved." if len(shifts) == 1 else f" {len(shifts)} due dates have moved."


def _asked(request: HttpRequest) -> tuple[str, int]:
    """The area and academic year that the address names. Raises Http404 for those that are not there."""
    area = request.GET.get("area", "")
    year = request.GET.get("year", "") or str(academic_year_of(timezone.localdate()))
    if area and area not in dict(queries.areas_with_runs()):
        raise Http404
    if not year.isdecimal() or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise Http404
    return area, int(year)


def _place(area: str, year: int) -> dict[str, Any]:
    return {
        "area": area,
        "area_name": dict(queries.areas_with_runs()).get(area, "Everywhere"),
        "year": year,
        "year_in_words": f"{year}/{(year + 1) % 100:02}",
        "address": f"?area={area}&year={year}",
    }
