"""A school's journeys handed over to the school that goes on from it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.forms.schools import SuccessorForm
from awards.models import School
from awards.office import office_only
from awards.presenters import schools as words
from awards.queries import person_of
from awards.register import known
from awards.register.successors import successors_of
from awards.services.schools import hand_over, plan_hand_over
from awards.services.schools.handing_over import words_of
from awards.services.schools.planning import present_urn, why_no_successor
from workflow.refusals import Refused


@office_only
@require_http_methods(["GET", "POST"])
def successor(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hand a school over to the one that goes on: which, what will happen, and the button."""
    found = known.school_with(public_id)
    parts = successor_parts(found)
    choices = [(choice["urn"], f"{choice['name']}: {choice['way']}") for choice in parts["choices"]]
    only = {"to": choices[0][0]} if len(choices) == 1 else None
    form = SuccessorForm(request.POST or (request.GET if "to" in request.GET else only), choices=choices)
    plan, reasons = None, []
    if form.is_valid():
        try:
            if request.method == "POST":
                done = hand_over(
                    found,
                    to=form.cleaned_data["to"],
                    leaving=_number(request.POST.get("leaving", "")),
                    by=person_of(request),
                    now=timezone.now(),
                )
                messages.success(request, words_of(done))
                subject = done.into.subject if done.into else found.subject
                return redirect("awards:school", public_id=subject.public_id)
            plan = plan_hand_over(found, to=form.cleaned_data["to"], now=timezone.now())
            reasons = list(plan.reasons)
        except Refused as refused:
            reasons = refused.reasons
    elif request.method == "POST" and not choices:
        reasons = [parts["why_not"] or "There is nobody to hand over to now. Look at the school again."]
    context = {
        "school": found,
        "form": form,
        "parts": parts,
        "plan": plan,
        "plan_words": words.plan_parts(plan, today=timezone.localdate()) if plan else None,
        "reasons": reasons,
    }
    status = 409 if reasons and request.method == "POST" else 422 if form.errors and choices else 200
    return render(request, "awards/schools/successor.html", context, status=status)


def successor_parts(found: School) -> dict[str, Any]:
    """Who goes on from a school by the register, or why that is not known."""
    present = present_urn(found)
    if present is None:
        why = f"{found.subject.name} has no URN now: it has been handed over already, or never was in the register."
        return {"choices": [], "why_not": why, "circles": []}
    successors = successors_of(present.entry_id)
    return {
        "choices": [{"urn": end.urn, "name": end.name, "way": way.words} for end, way in successors.ends],
        "why_not": why_no_successor(present.entry, successors),
        "circles": [way.words for way in successors.circles],
        "leaving": present.entry_id,
    }


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - a URN has six
