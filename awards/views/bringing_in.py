"""Schools that were brought in: starting to write to them, and the whole office as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.intakes import queries as reads
from awards.intakes.journeys.exporting import HEADINGS, exported_lines
from awards.intakes.journeys.starting import start_writing, what_starting_does
from awards.intakes.tables import csv_lines, xlsx_bytes
from awards.models import Intake
from awards.office import office_only
from awards.queries import person_of
from workflow.refusals import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office_only
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start writing to the schools that a list brought in: first what that does, then the button."""
    intake = reads.intake_or_404(Intake.JOURNEYS, pk)
    reasons: list[str] = []
    if request.method == "POST":
        send_held = request.POST.get("held") == "send"
        try:
            start_writing(intake, by=person_of(request), send_held=send_held, now=timezone.now())
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(
                request, "The schools are written to from now on. The invitations are on their way."
            )
            return redirect("awards:intake", kind=Intake.JOURNEYS, pk=pk)
    context = {"intake": intake, "start": what_starting_does(intake), "reasons": reasons}
    return render(request, "awards/intakes/start.html", context, status=409 if reasons else 200)


@office_only
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """All journeys in the columns of the office's list."""
    name = f"journeys-{timezone.localdate().isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "xlsx":
        content = xlsx_bytes(HEADINGS, exported_lines(), title="Journeys")
        return HttpResponse(content, content_type=XLSX, headers=headers)
    lines = csv_lines(HEADINGS, exported_lines())
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
