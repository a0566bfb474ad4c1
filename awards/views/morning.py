"""The office's first page of the day, and all that is asked of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards import morning as reads
from awards import queries
from awards.models import Person
from awards.office import office_only
from awards.paging import Page, page_of
from awards.presenters.morning import (
    ASK_HEADS,
    EVERYONE,
    MINE,
    NOBODY,
    Whose,
    ask_line,
    load_lines,
    parts_of,
)


@office_only
@require_safe
def morning(request: HttpRequest) -> HttpResponse:
    """What is late, what will be, what waits for an answer: one's own, or everyone's."""
    now, person = timezone.now(), queries.person_of(request)
    whose = _whose(request, person)
    officers = _officers(whose, person)
    days = reads.days_of(now)
    if officers is None:
        found = reads.everyones_morning(days=days, now=now)
    else:
        found = reads.mornings_of(officers, days=days, now=now)[officers[0]]
    late, nobodys = reads.late_journeys(officers, now=now)
    is_manager = reads.is_manager(person)
    ours_of_all = reads.everyones_lateness(now=now) if is_manager and whose.code == MINE else None
    context = {
        "today": days.today,
        "whose": whose,
        "parts": parts_of(found, whose, now=now, late=late, ours_of_all=ours_of_all),
        "nobodys": nobodys if whose.code not in (EVERYONE, NOBODY) else 0,
        "nobodys_href": Whose(NOBODY).board(due="late"),
        "loads": load_lines(reads.loads(now=now)) if is_manager else [],
    }
    return render(request, "awards/morning.html", context)


@office_only
@require_safe
def asks(request: HttpRequest) -> HttpResponse:
    """All that is asked of the office, the oldest first."""
    whose = _whose(request, queries.person_of(request))
    found = reads.open_asks(_officers(whose, queries.person_of(request)))
    page: Page = page_of(found, after=request.GET.get("after", ""), address=request.GET, by="made_at")
    context = {
        "whose": whose,
        "page": page,
        "heads": ASK_HEADS,
        "lines": [ask_line(prompt) for prompt in page.rows],
    }
    return render(request, "awards/asks.html", context)


def _whose(request: HttpRequest, person: Person) -> Whose:
    """As the address says it; else one's own, or everyone's where one looks after no journey."""
    wanted = request.GET.get("whose", "")
    if wanted in (MINE, EVERYONE, NOBODY):
        return Whose(wanted)
    if wanted and wanted != str(person.pk):
        colleague = next((one for one in queries.people_at_the_office() if str(one.pk) == wanted), None)
        if colleague:
            return Whose(wanted, str(colleague))
    return Whose(MINE if wanted or reads.officers_with_journeys([person.pk]) else EVERYONE)


def _officers(whose: Whose, person: Person) -> list[reads.Officer] | None:
    if whose.code == EVERYONE:
        return None
    if whose.code == NOBODY:
        return [None]
    return [person.pk if whose.code == MINE else int(whose.code)]
