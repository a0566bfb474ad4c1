"""The dry run of the mail."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.forms.would_go import WouldGoForm
from awards.morning import next_working_day
from awards.office import office_only
from awards.presenters.morning import weekday
from awards.presenters.would_go import counts_in_words, would_lines
from awards.would_go import counts_of, would_go

ON_A_PAGE = 50


@office_only
@require_safe
def what_would_go(request: HttpRequest) -> HttpResponse:
    """Who gets what on a day, and who does not and why, if nothing else happens until then. Writes nothing."""
    now = timezone.now()
    today = timezone.localdate(now)
    given = {"day": next_working_day(today).isoformat()} | {
        name: value for name, value in request.GET.items() if value
    }
    form = WouldGoForm(given, today=today)
    if not form.is_valid():
        return render(request, "awards/what_would_go.html", {"form": form}, status=422)
    day, fate = form.cleaned_data["day"], form.cleaned_data["fate"]
    lines = would_go(day, now=now)
    chosen = [line for line in lines if fate in ("", line.fate)]
    start = _start(request, len(chosen))
    here = f"{reverse('awards:what_would_go')}?{urlencode({'day': day.isoformat(), 'fate': fate})}"
    context = {
        "form": form,
        "day": weekday(day),
        "counts": counts_in_words(counts_of(lines), day=day.isoformat()),
        "lines": would_lines(chosen[start : start + ON_A_PAGE]),
        "fate": fate,
        "next_href": f"{here}&from={start + ON_A_PAGE}" if start + ON_A_PAGE < len(chosen) else "",
        "first_href": here if start else "",
    }
    return render(request, "awards/what_would_go.html", context)


def _start(request: HttpRequest, number: int) -> int:
    """Where the page begins; at the beginning where the address cannot be read."""
    given = request.GET.get("from", "")
    start = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else 0  # noqa: PLR2004 - digits
    return start if start < number else 0
