"""All invoices, for the office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards import presenters
from awards.forms import InvoiceFilterForm
from awards.intakes.tables import csv_lines
from awards.invoices.payee import payee
from awards.invoices.standings import ledger, totals
from awards.office import office_only
from awards.paging import page_of


@office_only
@require_safe
def money(request: HttpRequest) -> HttpResponse:
    """What is owed, paid and given up: the sums, and the invoices, the longest due first."""
    today = timezone.localdate()
    form = InvoiceFilterForm(request.GET)
    q, standing = _asked(form)
    page = page_of(
        ledger(q=q, standing=standing, today=today),
        after=request.GET.get("after", ""),
        address=request.GET,
        by="due_on",
    )
    context = {
        "form": form,
        "totals": totals(today=today),
        "rows": [presenters.invoice_row(invoice, today=today) for invoice in page.rows],
        "page": page,
        "missing": payee().missing,
        "is_narrowed": bool(q or standing),
        "address": request.GET.urlencode(),
    }
    return render(request, "awards/money/money.html", context)


@office_only
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The invoices that the page shows, all of them, as CSV."""
    today = timezone.localdate()
    q, standing = _asked(InvoiceFilterForm(request.GET))
    invoices = ledger(q=q, standing=standing, today=today).iterator(chunk_size=500)
    rows = (presenters.invoice_cells(invoice, today=today) for invoice in invoices)
    return StreamingHttpResponse(
        csv_lines(presenters.INVOICE_COLUMNS, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="invoices-{today.isoformat()}.csv"'},
    )


def _asked(form: InvoiceFilterForm) -> tuple[str, str]:
    form.is_valid()
    given = form.cleaned_data
    return given.get("q", ""), given.get("standing", "")
