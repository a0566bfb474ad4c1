"""Pages for schools: the first page, finding and registering a school, booking a day, the fee."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.queries import is_assessor
from awards import presenters, queries
from awards.forms import BookingForm, FindSchoolForm, PaymentForm, PupilsForm, RegisterForm
from awards.journeys.artsmark_2018 import Artsmark2018
from awards.models import Application, Invoice
from awards.register.eligibility import eligibility
from awards.register.search import search_schools
from awards.services.development import book, days_to_come
from awards.services.money import fee_for, record_payment, set_pupils
from awards.services.registration import register_school
from awards.wording import pounds
from workflow import access
from workflow.journey import Journey, Role
from workflow.refusals import Refused

OPEN_FOR_REGISTRATION = Artsmark2018


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Leads everybody to their own work."""
    person = queries.person_of(request)
    if queries.is_at_the_office(person):
        return redirect("awards:board")
    if is_assessor(person):
        return redirect("assessments:pile")
    now = timezone.now()
    cards = [presenters.card_of(run, now=now) for run in queries.runs_of_person(person)]
    if len(cards) == 1:
        return redirect(cards[0]["href"])
    return render(request, "awards/home.html", {"cards": cards})


@login_required
@require_safe
def find_school(request: HttpRequest) -> HttpResponse:
    """Find one's school in the register."""
    form = FindSchoolForm(request.GET or None)
    found = search_schools(form.cleaned_data["q"]) if form.is_bound and form.is_valid() else []
    context = {"form": form, "found": found, "asked": form.is_bound and form.is_valid()}
    return render(request, "awards/find_school.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, urn: int) -> HttpResponse:
    """Say what registering means and costs, then register."""
    entry = queries.register_entry(urn)
    journey = OPEN_FOR_REGISTRATION
    form = RegisterForm(request.POST or None, asks_pupils=entry.pupils is None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            application = register_school(
                entry,
                journey=journey,
                lead=queries.person_of(request),
                now=timezone.now(),
                pupils=form.cleaned_data.get("pupils"),
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{entry.name} is registered for {journey.title}. You are its lead.")
            return redirect("awards:run", public_id=application.run.public_id)
    verdict = eligibility(entry)
    context = {
        "entry": entry,
        "journey": journey,
        "form": form,
        "reasons": reasons,
        "verdict": verdict,
        "fee": pounds(fee_for(journey, entry.pupils)) if entry.pupils is not None else "",
        "fee_small": pounds(fee_for(journey, 0)),
        "fee_full": pounds(fee_for(journey, 10_000)),
        "small_below": journey.small_school_below.value,
        "invoice_days": journey.invoice_days.value,
    }
    return render(
        request, "awards/register.html", context, status=409 if reasons else 422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def days(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The development days on offer, the school's own bookings, and a form for places."""
    run = access.run_for(request.user, public_id)
    now = timezone.now()
    application = queries.application_of(run)
    form = BookingForm(request.POST or None, days=days_to_come(now=now))
    reasons: list[str] = []
    if request.method == "POST":
        access.run_for(request.user, public_id, _bookers)
        if form.is_valid():
            try:
                booking = book(
                    application, day=form.day, coming=form.coming(), by=queries.person_of(request), now=now
                )
            except Refused as refused:
                reasons = refused.reasons
            else:
                messages.success(request, f"Your places are booked: {booking.day}.")
                return redirect("awards:run", public_id=run.public_id)
    context = {
        "run": run,
        "form": form,
        "reasons": reasons,
        "bookings": queries.bookings_of(application),
        "may_book": bool(access.roles_held(request.user, run, _bookers)) and not run.finished_at,
    }
    return render(
        request, "awards/days.html", context, status=409 if reasons else 422 if form.errors else 200
    )


def _bookers(journey: type[Journey]) -> Sequence[Role]:
    move = journey.transitions.get("book_day")
    return move.roles if move else ()


@login_required
@require_http_methods(["GET", "POST"])
def fee(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The registration fee: what is owed; the number on roll, where it is not known; for the office, payments."""
    run = access.run_for(request.user, public_id)
    application = queries.application_of(run)
    invoice = queries.live_invoice(application)
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
    context = {
        "run": run,
        "application": application,
        "invoice": invoice,
        "rows": presenters.fee_facts(invoice, today=timezone.localdate()) if invoice else [],
        "payments": list(invoice.payments.all()) if invoice else [],
        "form": form,
        "inside": inside,
        "reasons": reasons,
    }
    status = 409 if reasons else 422 if form is not None and form.errors else 200
    return render(request, "awards/fee.html", context, status=status)


def _fee_form(
    request: HttpRequest, application: Application, invoice: Invoice | None, *, inside: bool
) -> PupilsForm | PaymentForm | None:
    if invoice is None and application.pupils is None:
        return PupilsForm(request.POST or None)
    if inside and invoice is not None and invoice.state != Invoice.PAID:
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
