"""An invitation, opened by its link: who asks, for which school, as what; yes or no."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from awards import queries
from awards.models import Contact, Invitation
from awards.presenters.people import landing_of, what_role_means
from awards.services.people import accept, decline, why_over
from awards.services.people.inviting import LINK_LASTS, PURPOSE
from awards.views.people.arriving import signed_in_person, welcome
from workflow.messages import LinkIsOver, read_token
from workflow.refusals import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it does nothing; the answer is a POST."""
    try:
        found = queries.invitation_by_key(read_token(PURPOSE, token, max_age=LINK_LASTS))
    except LinkIsOver as over:
        return _over(request, str(over))
    if why := why_over(found, now=timezone.now()):
        return _over(request, why)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            return _answer(request, found)
        except Refused as refused:
            reasons = refused.reasons
    context = {
        "invitation": found,
        "school": found.application.subject.name,
        "journey": found.application.run.journey,
        "means": what_role_means(found.role),
        "signs_in": found.role != Contact.FINANCE,
        "reasons": reasons,
    }
    return render(request, "awards/invitation.html", context, status=409 if reasons else 200)


def _answer(request: HttpRequest, found: Invitation) -> HttpResponse:
    now = timezone.now()
    if request.POST.get("answer") == "no":
        decline(found, now=now)
        return redirect("awards:invitation_declined")
    contact = accept(found, now=now, signed_in=signed_in_person(request))
    page = landing_of(contact)
    if not page:
        return redirect("awards:invitation_taken_up")
    return welcome(request, contact.person, to=page)


@require_http_methods(["GET", "HEAD"])
def declined(request: HttpRequest) -> HttpResponse:
    """Thank you for telling us."""
    return render(request, "awards/invitation_declined.html")


@require_http_methods(["GET", "HEAD"])
def taken_up(request: HttpRequest) -> HttpResponse:
    """Thank you: what comes next comes by email."""
    return render(request, "awards/invitation_taken_up.html")


def _over(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "awards/link_over.html", {"why": why}, status=410)
