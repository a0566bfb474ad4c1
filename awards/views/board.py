"""The office's list of journeys: whose move, since when, and what stands out; as a page and as a file."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards import board as reads
from awards import exports, presenters, queries
from awards.filters import COLUMNS, RunFilter
from awards.forms.saved_views import SavedViewForm
from awards.intakes.tables import csv_lines
from awards.office import office_only
from awards.paging import Page, page_of
from awards.services.saved_views import essence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office_only
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All journeys, narrowed by the filters, in the order that suits them."""
    now, person = timezone.now(), queries.person_of(request)
    chosen = RunFilter(request.GET, queryset=queries.board_runs(), person=person, now=now)
    page: Page = page_of(chosen.qs, after=request.GET.get("after", ""), address=request.GET, by=chosen.order)
    paces = presenters.paces(page.rows)
    by_move, by_step = reads.counts()
    query = essence(request.GET.urlencode())
    context = {
        "chosen": chosen,
        "form": chosen.form,
        "fields": chosen.fields(more=False),
        "more_fields": chosen.fields(more=True),
        "order": next(code for code, column in COLUMNS.items() if column == chosen.order),
        "rows": [presenters.row_of(run, now=now, paces=paces) for run in page.rows],
        "page": page,
        "counts": presenters.counts_by_move(by_move, most=reads.MOST_COUNTED),
        "steps": presenters.counts_by_step(by_step, most=reads.MOST_COUNTED),
        "views": presenters.view_links(reads.views_for(person), person=person, query=query),
        "view_form": SavedViewForm(initial={"query": query}),
        "query": query,
    }
    return render(request, "awards/board.html", context)


@office_only
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """All rows of the list as it is narrowed, not only those of the page."""
    now = timezone.now()
    runs = reads.runs_chosen(request.GET.urlencode(), person=queries.person_of(request), now=now)
    name = f"journeys-{timezone.localdate(now).isoformat()}-list.{form}"
    if form == "xlsx":
        book = exports.workbook(exports.lines(runs, now=now))
        return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)
    cells = ([str(cell) for cell in line] for line in exports.lines(runs, now=now))
    return StreamingHttpResponse(
        csv_lines(exports.HEADINGS, cells),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
