"""One act on all journeys of a list: choosing the act, saying why, and what became of each as a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.board import CannotChoose, runs_chosen
from awards.intakes.tables import csv_lines
from awards.office import office_only
from awards.queries import person_of
from awards.services.saved_views import essence
from workflow import bulk as many
from workflow.acts import ACTS
from workflow.models import BulkAct
from workflow.presenters import bulk as presenters
from workflow.refusals import Refused

HEADINGS = ["Name", "Journey", "Result", "Why", "What was to change"]


@office_only
@require_safe
def choose_act(request: HttpRequest) -> HttpResponse:
    """What can be done with all journeys of a list."""
    query = essence(request.GET.urlencode())
    try:
        runs = runs_chosen(query, person=person_of(request), now=timezone.now())
    except CannotChoose as refused:
        refusal = {"query": query, "reasons": refused.reasons}
        return render(request, "awards/bulk_choose.html", refusal, status=422)
    number = many.how_many(runs)
    acts = many.acts_for_many(runs) if 0 < number <= many.MOST else []
    context = {
        "query": query,
        "number": number,
        "most": many.MOST,
        "steps": [act for act in acts if act.is_step],
        "acts": [act for act in acts if not act.is_step],
    }
    return render(request, "awards/bulk_choose.html", context)


@office_only
@require_http_methods(["GET", "POST"])
def say_why(request: HttpRequest, code: str) -> HttpResponse:
    """The act's own form; then what it would come to on each journey of the list."""
    act = ACTS.get(code)
    if act is None or not act.in_bulk:
        raise Http404
    query, now = essence(request.GET.urlencode()), timezone.now()
    form = act.form(request.POST or None)
    context: dict[str, Any] = {"act": act, "form": form, "query": query}
    try:
        runs = runs_chosen(query, person=person_of(request), now=now)
        context["number"] = many.how_many(runs)
        if request.method == "GET" or not form.is_valid():
            status = 422 if request.method == "POST" else 200
            return render(request, "awards/bulk_form.html", context, status=status)
        shown = many.show_first(
            runs,
            act=act,
            values=form.values,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            by=request.user,
            now=now,
            choice=query,
        )
    except CannotChoose as refused:
        return render(request, "awards/bulk_form.html", {**context, "reasons": refused.reasons}, status=422)
    except Refused as refused:
        return render(request, "awards/bulk_form.html", {**context, "reasons": refused.reasons}, status=409)
    return redirect("workflow:bulk", public_id=shown.public_id)


@office_only
@require_safe
def results(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    """What became of each journey, as CSV."""
    bulk = many.bulk_by_public_id(public_id)
    if bulk is None or (bulk.state == BulkAct.PREVIEWED and bulk.by_id != person_of(request).pk):
        raise Http404
    is_preview = bulk.state == BulkAct.PREVIEWED
    lines = (
        [
            presenters.name_of_run(row),
            row.run.journey.title,
            presenters.fate_of(row, is_preview=is_preview),
            row.sentence,
            presenters.changes_in_a_line(row),
        ]
        for row in many.result_lines(bulk)
    )
    name = f"{bulk.act}-{timezone.localdate(bulk.made_at).isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(HEADINGS, lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
