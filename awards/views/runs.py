"""The page of one run: for the school and for the office, each in its own words."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards import presenters, queries
from awards.facts import REGISTER_ENTRY
from awards.forms import ContactLogForm
from awards.models import Subject
from certificates.queries import current_certificate
from documents.presenters import submission_view
from documents.queries import submissions_of
from workflow import access
from workflow.acts import acts_for
from workflow.options import options_for
from workflow.presenters import events_of, path_of, waiting_since
from workflow.requests import may_ask_for_time, open_request


@login_required
@require_safe
def run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where a journey stands, whose move it is, what this person may do, and what happened so far."""
    found = access.run_for(request.user, public_id)
    inside = bool(access.roles_held(request.user, found, access.office))
    now = timezone.now()
    records = queries.history_of(found)
    application = queries.application_of(found)
    options = options_for([found], actor=request.user)
    invoice = queries.live_invoice(application)
    submissions = submissions_of(found)
    bookings = queries.bookings_of(application)
    is_enquiry = application.subject.kind == Subject.ENQUIRER
    context = {
        "run": found,
        "inside": inside,
        "application": application,
        "state": found.declared_state,
        "stops": path_of(found, records, inside=inside),
        "events": events_of(found, records, inside=inside),
        "who_text": presenters.whose_move(found.waits_for),
        "since": waiting_since(found, now=now),
        "facts": presenters.subject_facts(application, REGISTER_ENTRY.load([found]).get(found.pk)),
        "contacts": queries.contacts_of(application),
        "bookings": bookings,
        "fee": presenters.fee_facts(invoice, today=timezone.localdate(now)) if invoice else [],
        "has_fee": "fee" in found.journey.settings,
        "fee_owner": presenters.fee_owner(found.journey),
        "submissions": submissions,
        "asked": submission_view(submissions[0]) if inside and is_enquiry and submissions else None,
        "certificate": current_certificate(found),
        "feedback": queries.released_feedback(found),
        "messages_sent": queries.messages_of(found) if inside else [],
        "who_leads": queries.open_question(found) if inside else None,
        **presenters.award_body_parts(found, application, inside=inside),
        "acts": acts_for(found) if inside else [],
        "asked_for_time": open_request(found),
        "may_ask_for_time": not inside and may_ask_for_time(found),
        "log_form": ContactLogForm() if inside else None,
        **(presenters.tracking_parts(found, records, now=now) if inside else {}),
        **(presenters.reminder_parts(found, now=now) if inside else {}),
        **presenters.support_parts(application, inside=inside, now=now),
        **presenters.page_parts(
            found,
            records,
            options,
            inside=inside,
            now=now,
            bookings=bookings,
            is_taken_up=queries.has_written_since(found, found.entered_at),
        ),
    }
    return render(request, "awards/run_office.html" if inside else "awards/run_school.html", context)
