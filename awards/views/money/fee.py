"""The registration fee of a journey, for the school and for the office."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from awards import presenters, queries
from awards.forms import BillingForm, PaymentForm, PupilsForm
from awards.invoices.queries import invoices_of
from awards.models import Application, Invoice
from awards.roles import SCHOOL_LEAD
from awards.services.money import change_billing, invoice_fee, record_payment, set_pupils
from workflow import access
from workflow.journey import Journey, Role
from workflow.models import Run
from workflow.refusals import Refused


@login_required
@require_http_methods(["GET", "POST"])
def fee(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The registration fee: what is owed; the number on roll, where it is not known; for the office, payments."""
    run = access.run_for(request.user, public_id)
    if "fee" not in run.journey.settings:
        return _fee_elsewhere(request, run)
    application = queries.application_of(run)
    invoices = invoices_of(application)
    invoice = invoices[0] if invoices else None
    inside = bool(access.roles_held(request.user, run, access.office))
    form = _fee_form(request, application, invoice, inside=inside)
    reasons: list[str] = []
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _act_on_fee(request, application, invoice, form)
        except Refused as refused:
            reasons = refused.reasons
        else:
            return redirect("awards:fee", public_id=run.public_id)
    today = timezone.localdate()
    is_asked_for = invoice is not None and invoice.state in Invoice.OWING
    context = {
        "run": run,
        "application": application,
        "invoice": invoice,
        "rows": presenters.fee_facts(invoice, today=today) if invoice else [],
        "billing": presenters.billing_facts(application, invoice),
        "may_change": bool(access.roles_held(request.user, run, _may_change_billing))
        and (invoice is None or is_asked_for or invoice.state == Invoice.CREDITED),
        "is_asked_for": is_asked_for,
        "past": presenters.past_invoices(invoices, today=today),
        "payments": presenters.payments_of(invoices, inside=inside),
        "credit_notes": [note for it in invoices for note in it.credit_notes.all()],
        "form": form,
        "may_invoice": inside and _may_invoice(run, application, invoice),
        "inside": inside,
        "reasons": reasons,
    }
    status = 409 if reasons else 422 if form is not None and form.errors else 200
    return render(request, "awards/money/fee.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def billing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say who pays and by which order, until it is paid. What will happen to an invoice is said first."""
    run = access.run_for(request.user, public_id, _may_change_billing)
    if "fee" not in run.journey.settings:
        raise Http404
    application = queries.application_of(run)
    form = BillingForm(request.POST or None, initial=presenters.billing_now(application))
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = change_billing(
                application,
                payer=form.payer,
                order_number=form.cleaned_data["order_number"],
                by=queries.person_of(request),
                now=timezone.now(),
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            said = (
                f"Invoice {made.number} is on its way, and takes the place of the old one."
                if made
                else "Saved."
            )
            messages.success(request, said)
            return redirect("awards:fee", public_id=run.public_id)
    invoices = invoices_of(application)
    context = {
        "run": run,
        "form": form,
        "reasons": reasons,
        "invoice": next((it for it in invoices if it.state in Invoice.OWING), None),
    }
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, "awards/money/billing.html", context, status=status)


@login_required
@require_POST
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Invoice the fee: for the first time where the school was brought in, or anew after all of it was credited."""
    run = access.run_for(request.user, public_id, access.office)
    made = invoice_fee(queries.application_of(run), now=timezone.now())
    if made:
        messages.success(request, f"Invoice {made.number} is on its way.")
    else:
        messages.info(
            request, "Nothing was invoiced: the number of pupils is not known, or the journey has ended."
        )
    return redirect("awards:fee", public_id=run.public_id)


def _may_invoice(run: Run, application: Application, invoice: Invoice | None) -> bool:
    is_due = invoice is None or invoice.state == Invoice.CREDITED
    return is_due and application.pupils is not None and not run.finished_at


def _may_change_billing(journey: type[Journey]) -> Sequence[Role]:
    return [*journey.office, SCHOOL_LEAD]


def _fee_elsewhere(request: HttpRequest, run: Run) -> HttpResponse:
    """The page of a journey for which the office invoices nothing: whose invoice it is, if there is one."""
    owner = presenters.fee_owner(run.journey)
    if not owner:
        raise Http404
    return render(request, "awards/money/fee_elsewhere.html", {"run": run, "owner": owner})


def _fee_form(
    request: HttpRequest, application: Application, invoice: Invoice | None, *, inside: bool
) -> PupilsForm | PaymentForm | None:
    if invoice is None and application.pupils is None:
        return PupilsForm(request.POST or None)
    payable = (*Invoice.OWING, Invoice.WRITTEN_OFF)
    if inside and invoice is not None and invoice.state in payable:
        return PaymentForm(request.POST or None)
    return None


def _act_on_fee(
    request: HttpRequest, application: Application, invoice: Invoice | None, form: PupilsForm | PaymentForm
) -> None:
    now = timezone.now()
    if isinstance(form, PupilsForm):
        made = set_pupils(application, pupils=form.cleaned_data["pupils"], now=now)
        messages.success(
            request, f"Thank you. Invoice {made.number} is on its way." if made else "Thank you."
        )
    elif invoice is not None:
        record_payment(
            invoice,
            amount=form.cleaned_data["amount"],
            paid_on=form.cleaned_data["paid_on"],
            reference=form.cleaned_data["reference"],
            by=queries.person_of(request),
            now=now,
        )
        messages.success(request, f"The payment on {invoice.number} is recorded.")
