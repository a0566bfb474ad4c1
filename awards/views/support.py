"""Support: offered, held and recorded by the office, booked by schools."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards import queries
from awards.days import support as reads
from awards.days.calendar import CONTENT_TYPE, calendar_file
from awards.forms import SessionForm, SupportBookingForm, SupportRecordForm, WhyForm
from awards.models import Subject, SupportSession
from awards.office import office_only
from awards.presenters.days import support_entry_of
from awards.roles import OFFICER, SCHOOL_LEAD
from awards.services.support import (
    book_support,
    call_off_session,
    give_up_support,
    may_book_support,
    offer_session,
    record_support,
)
from awards.wording import counted
from workflow import access
from workflow.journey import Journey, Role
from workflow.refusals import Refused


def _bookers(journey: type[Journey]) -> Sequence[Role]:
    return SCHOOL_LEAD, OFFICER


@office_only
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """What is on offer and what was held, and a form for one more."""
    now = timezone.now()
    form = SessionForm(request.POST or None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = offer_session(**form.said(), held_by=queries.person_of(request), now=now)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"“{made.topic}” is on offer.")
            return redirect("awards:support")
    context = {
        "form": form,
        "reasons": reasons,
        "to_come": reads.sessions_to_come(now=now),
        "before": reads.sessions_before(now=now),
    }
    return render(
        request, "awards/support.html", context, status=409 if reasons else 422 if form.errors else 200
    )


@office_only
@require_safe
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Who booked a session, with wishes; who came, with the office's notes."""
    found = reads.session_by_key(session_id)
    return render(request, "awards/support_session.html", _session_context(found, WhyForm()))


def _session_context(session: SupportSession, form: WhyForm, *reasons: str) -> dict[str, object]:
    now = timezone.now()
    return {
        "session": session,
        "form": form,
        "reasons": list(reasons),
        "has_begun": session.starts_at <= now,
        "may_call_off": session.starts_at > now and not session.called_off_at,
    }


@office_only
@require_POST
def call_off(request: HttpRequest, session_id: int) -> HttpResponse:
    """Call a session off: the schools that booked are told."""
    found = reads.session_by_key(session_id)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return render(request, "awards/support_session.html", _session_context(found, form), status=422)
    try:
        told = call_off_session(found, why=form.cleaned_data["why"], now=timezone.now())
    except Refused as refused:
        context = _session_context(found, form, *refused.reasons)
        return render(request, "awards/support_session.html", context, status=409)
    messages.success(request, f"It is called off, and {counted(told, 'school is', 'schools are')} told.")
    return redirect("awards:support_session", session_id=session_id)


@office_only
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, session_id: int, booking_id: int) -> HttpResponse:
    """Record whether a school was there, and a note for the office."""
    booking = reads.support_booking_at(reads.session_by_key(session_id), booking_id)
    known = {None: None, True: "yes", False: "no"}[booking.attended]
    form = SupportRecordForm(request.POST or None, initial={"attended": known, "note": booking.note})
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            record_support(booking, **form.cleaned_data, now=timezone.now())
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"It is recorded for {booking.application.subject}.")
            return redirect("awards:support_session", session_id=session_id)
    context = {"booking": booking, "form": form, "reasons": reasons}
    return render(
        request, "awards/support_record.html", context, status=409 if reasons else 422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def of_run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The sessions and calls that a school booked, and those that it can book."""
    run = access.run_for(request.user, public_id)
    application = queries.application_of(run)
    if application.subject.kind != Subject.SCHOOL:
        raise Http404
    now = timezone.now()
    form = SupportBookingForm(request.POST or None)
    reasons: list[str] = []
    if request.method == "POST":
        access.run_for(request.user, public_id, _bookers)
        if form.is_valid():
            try:
                booked = book_support(
                    reads.session_by_key(form.cleaned_data["session"]),
                    application=application,
                    wish=form.cleaned_data["wish"],
                    by=queries.person_of(request),
                    now=now,
                )
            except Refused as refused:
                reasons = refused.reasons
            else:
                messages.success(request, f"You have booked “{booked.session.topic}”. An email confirms it.")
                return redirect("awards:run_support", public_id=run.public_id)
    booked_before = reads.support_of(application)
    may_book = bool(access.roles_held(request.user, run, _bookers)) and may_book_support(application, run=run)
    context = {
        "run": run,
        "form": form,
        "reasons": reasons,
        "bookings": booked_before,
        "to_come": {
            it.pk for it in booked_before if it.session.starts_at > now and not it.session.called_off_at
        },
        "may_book": may_book,
        "sessions": reads.sessions_with_room(application, now=now) if may_book else [],
    }
    return render(
        request, "awards/run_support.html", context, status=409 if reasons else 422 if form.errors else 200
    )


@login_required
@require_POST
def give_up(request: HttpRequest, public_id: UUID, booking_id: int) -> HttpResponse:
    """Give a booked session or call back."""
    run = access.run_for(request.user, public_id, _bookers)
    booking = reads.support_booking_of(queries.application_of(run), booking_id)
    try:
        give_up_support(booking, now=timezone.now())
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, "Thank you for telling us. Somebody else can have that time now.")
    return redirect("awards:run_support", public_id=run.public_id)


@login_required
@require_safe
def calendar(request: HttpRequest, public_id: UUID, booking_id: int) -> HttpResponse:
    """A booked session or call as a calendar file."""
    run = access.run_for(request.user, public_id)
    booking = reads.support_booking_of(queries.application_of(run), booking_id)
    answer = HttpResponse(
        calendar_file(support_entry_of(booking), now=timezone.now()), content_type=CONTENT_TYPE
    )
    answer["Content-Disposition"] = 'attachment; filename="support.ics"'
    return answer
