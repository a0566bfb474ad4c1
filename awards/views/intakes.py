"""Tables that somebody at the office hands in: the upload, what it comes to, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.forms.intakes import HandInForm
from awards.intakes import handling
from awards.intakes import queries as reads
from awards.intakes.registry import DOUBTFUL, REJECTED, IntakeKind
from awards.intakes.tables import csv_lines, xlsx_bytes
from awards.models import Intake
from awards.office import office_only
from awards.presenters import intakes as presenters
from awards.queries import person_of
from workflow.refusals import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office_only
@require_http_methods(["GET", "POST"])
def intakes(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand in a file of a kind; below, what was handed in before."""
    found = reads.kind_or_404(kind)
    form = HandInForm(request.POST, request.FILES) if request.method == "POST" else HandInForm()
    if form.is_valid():
        try:
            intake = handling.hand_in(
                found,
                form.cleaned_data["file"],
                file_name=form.file_name,
                by=person_of(request),
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error("file", " ".join(refused.reasons))
        else:
            return redirect("awards:intake", kind=found.code, pk=intake.pk)
    context = {"kind": found, "form": form, "earlier": reads.intakes_of(found.code)}
    return render(request, "awards/intakes/upload.html", context, status=422 if form.errors else 200)


@office_only
@require_safe
def intake(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What a table comes to, line by line; once confirmed, what became of it."""
    return _show(request, reads.kind_or_404(kind), reads.intake_or_404(kind, pk))


def _show(
    request: HttpRequest, kind: IntakeKind, found: Intake, *, reasons: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"kind": kind, "intake": found, "reasons": reasons}
    if found.state != Intake.READ:
        return render(request, "awards/intakes/result.html", context, status=status)
    examination = handling.examine(found, now=timezone.now())
    context |= {
        "examination": examination,
        "counts": presenters.counts_of(examination),
        "show": request.GET.get("show", ""),
        "part": presenters.part_of(examination, address=request.GET),
        "does": presenters.what_confirming_does(examination),
        "before": reads.taken_in_before(found),
        "left": examination.counts[DOUBTFUL] + examination.counts[REJECTED],
        "template": kind.template,
    }
    return render(request, "awards/intakes/preview.html", context, status=status)


@office_only
@require_POST
def choose(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Keep the answers to lines in doubt, and look again."""
    found = reads.intake_or_404(kind, pk)
    try:
        handling.choose(found, presenters.answers_in(request.POST.dict()))
    except Refused as refused:
        return _show(
            request,
            reads.kind_or_404(kind),
            reads.intake_or_404(kind, pk),
            reasons=tuple(refused.reasons),
            status=409,
        )
    messages.success(request, "Your answers are kept. Below is what the list comes to now.")
    return redirect("awards:intake", kind=kind, pk=pk)


@office_only
@require_POST
def confirm(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take in what was seen."""
    found = reads.intake_or_404(kind, pk)
    try:
        handling.confirm(
            found, digest=request.POST.get("digest", ""), by=person_of(request), now=timezone.now()
        )
    except Refused as refused:
        again = reads.intake_or_404(kind, pk)
        return _show(request, reads.kind_or_404(kind), again, reasons=tuple(refused.reasons), status=409)
    return redirect("awards:intake", kind=kind, pk=pk)


@office_only
@require_POST
def drop(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Put a table aside that nobody wants after all."""
    found = reads.intake_or_404(kind, pk)
    try:
        handling.drop(found, by=person_of(request), now=timezone.now())
    except Refused as refused:
        again = reads.intake_or_404(kind, pk)
        return _show(request, reads.kind_or_404(kind), again, reasons=tuple(refused.reasons), status=409)
    messages.success(request, f"{found.file_name} was put aside. Nothing of it was taken in.")
    return redirect("awards:intakes", kind=kind)


@office_only
@require_POST
def look_again(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Open a table once more that could not be taken in."""
    handling.look_again(reads.intake_or_404(kind, pk), by=person_of(request), now=timezone.now())
    return redirect("awards:intake", kind=kind, pk=pk)


@office_only
@require_safe
def left_over(request: HttpRequest, kind: str, pk: int) -> StreamingHttpResponse:
    """The lines in doubt and those that cannot be taken in, with the reasons, as they were handed in."""
    found = reads.intake_or_404(kind, pk)
    columns: list[str] = found.rows["columns"]
    rows = handling.left_over(found, handling.left_of(found, now=timezone.now()))
    name = f"{found.file_name.rpartition('.')[0] or 'list'}-left-over.csv"
    return StreamingHttpResponse(
        csv_lines(["Line", "Why", *columns], rows),
        content_type="text/csv; charset=utf-8",
        headers=_as_file(name),
    )


@office_only
@require_safe
def blank(request: HttpRequest, kind: str) -> HttpResponse:
    """A workbook with only the headings of a kind."""
    found = reads.kind_or_404(kind)
    content = xlsx_bytes([column.name for column in found.columns], [], title=found.title[:31])
    return HttpResponse(content, content_type=XLSX, headers=_as_file(f"{found.code}.xlsx"))


def _as_file(name: str) -> dict[str, str]:
    plain = "".join(mark if mark.isascii() and (mark.isalnum() or mark in "-_. ") else "_" for mark in name)
    return {"Content-Disposition": f'attachment; filename="{plain}"'}
