"""What there is to look into at schools, and each school's own page, for the office."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.forms.schools import FindAnySchoolForm, ItemFilterForm, NoteForm
from awards.office import office_only
from awards.paging import page_of
from awards.presenters import schools as words
from awards.queries import person_of
from awards.register import known
from awards.services.schools import note_and_close, take_name
from awards.views.schools.successors import successor_parts
from workflow.refusals import Refused


@office_only
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """All that there is about schools: a search, what to look into, settings, lists to bring in."""
    form = FindAnySchoolForm(request.GET or None)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "asked": asked,
        "found": words.found_lines(known.find_schools(asked)) if asked else [],
        "counts": words.counted_kinds(known.counts_of_items()),
        "settings": known.settings_without_urn().count(),
    }
    return render(request, "awards/schools/landing.html", context)


@office_only
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """What to look into, oldest first."""
    form = ItemFilterForm(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    page = page_of(
        known.items_to_look_into(kind=kind),
        after=request.GET.get("after", ""),
        address=request.GET,
        by="opened_at",
    )
    context = {"form": form, "page": page, "rows": [words.item_row(item) for item in page.rows], "kind": kind}
    return render(request, "awards/schools/items.html", context)


@office_only
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing to look into, with what can be done about it."""
    found = known.item_by_id(pk)
    form = NoteForm(request.POST or None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            note_and_close(found, note=form.cleaned_data["note"], by=person_of(request), now=timezone.now())
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Closed: {found}.")
            return redirect("awards:school_items")
    return render(
        request,
        "awards/schools/item.html",
        {
            "item": found,
            "form": form,
            "reasons": reasons,
            "rows": words.item_facts(found),
            "closed": words.how_closed(found),
            "successor": successor_parts(found.subject.school)
            if found.kind in words.ABOUT_SUCCESSION
            else None,
            "journeys": words.journey_lines(known.journeys_of(found.subject)),
            "awards": words.award_lines(known.awards_of(found.subject), today=timezone.localdate()),
        },
        status=409 if reasons else 422 if form.errors else 200,
    )


@office_only
@require_POST
def new_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a school's new name from now on."""
    found = known.item_by_id(pk)
    try:
        taken = take_name(found, by=person_of(request), now=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
        return redirect("awards:school_item", pk=pk)
    messages.success(
        request, f"From now on it is called {taken.now}. Certificates keep the name that is on them."
    )
    return redirect("awards:school_items")


@office_only
@require_safe
def school(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One school: under which URNs we know it, its journeys and awards, what is open about it."""
    found = known.school_with(public_id)
    urns = known.urns_of(found)
    present = next((urn for urn in urns if urn.until is None), None)
    context = {
        "school": found,
        "has_urn": bool(urns),
        "is_present": present is not None,
        "rows": words.school_facts(found, (present or urns[0]).entry if urns else None),
        "urns": words.urn_lines(urns),
        "journeys": words.journey_lines(known.journeys_of(found.subject)),
        "awards": words.award_lines(known.awards_of(found.subject), today=timezone.localdate()),
        "items": [words.item_row(it) for it in known.items_about(found.subject)],
    }
    return render(request, "awards/schools/school.html", context)
