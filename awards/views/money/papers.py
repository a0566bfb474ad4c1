"""Invoices and credit notes as files: for those of the journey, and by a personal link for whoever pays."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from awards import presenters
from awards.invoices.queries import credit_note_numbered, invoice_by_key, invoice_numbered
from awards.models import CreditNote, Invoice
from awards.services.money.papers import FOLDER
from awards.services.money.telling import INVOICE_LINK, LINK_LASTS
from certificates import files
from workflow.access import run_for
from workflow.messages import LinkIsOver, read_token

_SOON = "It is being drawn; look again in a minute."


@require_safe
@login_required
@cache_control(private=True, no_cache=True)
def invoice(request: HttpRequest, number: str) -> HttpResponseBase:
    """An invoice's stored PDF, for those who may see the journey."""
    return _download(request, invoice_numbered(number))


@require_safe
@login_required
@cache_control(private=True, no_cache=True)
def credit_note(request: HttpRequest, number: str) -> HttpResponseBase:
    """A credit note's stored PDF, for those who may see the journey."""
    return _download(request, credit_note_numbered(number))


@never_cache
@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One invoice and its credit notes, for whoever holds the link. It shows nothing else of the school."""
    try:
        found = invoice_by_key(read_token(INVOICE_LINK, token, max_age=LINK_LASTS))
    except LinkIsOver as over:
        return render(request, "awards/link_over.html", {"reason": str(over)}, status=HTTPStatus.GONE)
    context = {
        "invoice": found,
        "rows": presenters.fee_facts(found, today=timezone.localdate()),
        "credit_notes": list(found.credit_notes.all()),
        "token": token,
        "is_asked_for": found.state in Invoice.OWING,
    }
    return render(request, "awards/money/invoice_by_link.html", context)


@never_cache
@require_safe
def paper_by_link(request: HttpRequest, token: str, number: str) -> HttpResponseBase:
    """The PDF of that invoice, or of one of its credit notes."""
    try:
        found = invoice_by_key(read_token(INVOICE_LINK, token, max_age=LINK_LASTS))
    except LinkIsOver as over:
        return render(request, "awards/link_over.html", {"reason": str(over)}, status=HTTPStatus.GONE)
    papers: dict[str, Invoice | CreditNote] = {note.number: note for note in found.credit_notes.all()}
    papers[found.number] = found
    if number not in papers:
        raise Http404
    if not papers[number].sha256:
        messages.info(request, _SOON)
        return redirect("awards:invoice_by_link", token=token)
    return _file(papers[number])


def _download(request: HttpRequest, paper: Invoice | CreditNote) -> HttpResponseBase:
    application = paper.application if isinstance(paper, Invoice) else paper.invoice.application
    run_for(request.user, application.run.public_id)
    if not paper.sha256:
        messages.info(request, _SOON)
        return redirect("awards:fee", public_id=application.run.public_id)
    return _file(paper)


def _file(paper: Invoice | CreditNote) -> FileResponse:
    response = FileResponse(
        files.path_of(paper.sha256, folder=FOLDER).open("rb"),
        as_attachment=True,
        filename=paper.file,
        content_type="application/pdf",
    )
    response["ETag"] = f'"{paper.sha256}"'
    return response
