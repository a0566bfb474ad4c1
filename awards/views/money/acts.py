"""What the office does with an invoice: credit it, write it off, move the debt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.forms import CreditForm, MoveDebtForm, WriteOffForm
from awards.invoices.billing import debtor_of
from awards.invoices.queries import invoice_numbered
from awards.models import Invoice
from awards.queries import person_of
from awards.services.money import credit as take_back
from awards.services.money import move_debt
from awards.services.money import write_off as give_up
from workflow import access
from workflow.refusals import Refused


@login_required
@require_http_methods(["GET", "POST"])
def credit(request: HttpRequest, number: str) -> HttpResponse:
    """Take back some or all of what is still owed."""
    invoice = _of_the_office(request, number)
    form = CreditForm(request.POST or None, initial={"amount": invoice.left})  # type: ignore[attr-defined] # annotated

    def act(given: dict[str, Any]) -> str:
        note = take_back(
            invoice, amount=given["amount"], why=given["why"], by=person_of(request), now=timezone.now()
        )
        return f"Credit note {note.number} is on its way."

    return _act(request, invoice, form, act, template="awards/money/credit.html")


@login_required
@require_http_methods(["GET", "POST"])
def write_off(request: HttpRequest, number: str) -> HttpResponse:
    """Stop asking for what is still owed."""
    invoice = _of_the_office(request, number)
    form = WriteOffForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        give_up(invoice, why=given["why"], by=person_of(request), now=timezone.now())
        return f"{invoice.number} is written off."

    return _act(request, invoice, form, act, template="awards/money/write_off.html")


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, number: str) -> HttpResponse:
    """Move what is still owed to another debtor."""
    invoice = _of_the_office(request, number)
    proposed = debtor_of(invoice.application)
    initial = {"name": proposed.name, "address": proposed.address, "email": proposed.email}
    form = MoveDebtForm(request.POST or None, initial=initial)

    def act(given: dict[str, Any]) -> str:
        made = move_debt(invoice, to=form.debtor, why=given["why"], by=person_of(request), now=timezone.now())
        return f"{made.billed_to} owes it now: invoice {made.number} is on its way."

    return _act(request, invoice, form, act, template="awards/money/move_debt.html")


def _of_the_office(request: HttpRequest, number: str) -> Invoice:
    invoice = invoice_numbered(number)
    access.run_for(request.user, invoice.application.run.public_id, access.office)
    return invoice


def _act(
    request: HttpRequest,
    invoice: Invoice,
    form: Form,
    act: Callable[[dict[str, Any]], str],
    *,
    template: str,
) -> HttpResponse:
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
        except Refused as refused:
            reasons = refused.reasons
        else:
            return redirect("awards:fee", public_id=invoice.application.run.public_id)
    context = {"invoice": invoice, "run": invoice.application.run, "form": form, "reasons": reasons}
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, template, context, status=status)
