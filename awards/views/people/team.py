"""Who works on a school's journey: the list, invitations, and parts that end."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from awards import queries
from awards.forms.people import CorrectAddressForm, InviteForm
from awards.models import Contact
from awards.presenters.people import parts_that_end, team_of
from awards.services.people import (
    correct_address,
    end_part,
    invite,
    present_lead,
    withdraw_invitation,
)
from awards.views.people.gate import Desk, desk_for
from workflow.refusals import Refused


@login_required
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who works on this journey, as what and since when; whoever leads, or is of the office, invites others."""
    desk = desk_for(request, public_id, to_manage=request.method == "POST")
    lead = present_lead(desk.application)
    form = InviteForm(request.POST or None, may_lead=desk.inside and lead is None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            _invite(request, desk, form)
        except Refused as refused:
            reasons = refused.reasons
        else:
            return redirect("awards:people", public_id=public_id)
    context = {
        "run": desk.run,
        "desk": desk,
        "form": form,
        "reasons": reasons,
        "lead": lead,
        "hand_over": queries.open_hand_over(desk.application),
        **team_of(
            desk.application, desk.person, manages=desk.manages, inside=desk.inside, now=timezone.now()
        ),
    }
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, "awards/people.html", context, status=status)


def _invite(request: HttpRequest, desk: Desk, form: InviteForm) -> None:
    data = form.cleaned_data
    invite(
        desk.application,
        role=data["role"],
        name=data["name"],
        email=data["email"],
        by=desk.person,
        now=timezone.now(),
    )
    messages.success(
        request, f"We have sent {data['name']} an invitation. It waits for an answer for 30 days."
    )


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, public_id: UUID, contact_id: int) -> HttpResponse:
    """Say what ending somebody's part means, then end it. Anybody may end their own."""
    desk = desk_for(request, public_id)
    contact = queries.contact_of(desk.application, contact_id)
    is_own = contact.person == desk.person
    if not (desk.manages or is_own):
        raise Http404
    reasons: list[str] = []
    if request.method == "POST":
        try:
            end_part(contact, by=desk.person, now=timezone.now())
        except Refused as refused:
            reasons = refused.reasons
        else:
            return _after_end(request, desk, contact, is_own=is_own)
    context = {
        "run": desk.run,
        "contact": contact,
        "is_own": is_own,
        "is_last_lead": contact.role == Contact.LEAD,
        "others": parts_that_end(contact),
        "reasons": reasons,
    }
    return render(request, "awards/people_end.html", context, status=409 if reasons else 200)


def _after_end(request: HttpRequest, desk: Desk, contact: Contact, *, is_own: bool) -> HttpResponse:
    role = contact.get_role_display().lower()
    if is_own and not desk.inside:
        messages.success(request, f"You are no longer {role} of {desk.run.label}. Thank you for your work.")
        return redirect("awards:home")
    messages.success(request, f"{contact.person} is no longer {role} here, from this moment.")
    return redirect("awards:people", public_id=desk.run.public_id)


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: UUID, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    desk = desk_for(request, public_id, to_manage=True)
    invitation = queries.invitation_of(desk.application, invitation_id)
    withdraw_invitation(invitation, by=desk.person, now=timezone.now())
    messages.success(
        request, f"The invitation to {invitation.name} was taken back. Its link no longer works."
    )
    return redirect("awards:people", public_id=public_id)


@login_required
@require_POST
def send_again(request: HttpRequest, public_id: UUID, invitation_id: int) -> HttpResponse:
    """Send an invitation once more; its link lasts anew."""
    desk = desk_for(request, public_id, to_manage=True)
    waiting = queries.open_invitation_of(desk.application, invitation_id)
    invite(
        desk.application,
        role=waiting.role,
        name=waiting.name,
        email=waiting.email,
        by=desk.person,
        now=timezone.now(),
    )
    messages.success(request, f"We have sent {waiting.name} the invitation once more.")
    return redirect("awards:people", public_id=public_id)


@login_required
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, public_id: UUID, contact_id: int) -> HttpResponse:
    """An officer puts right where somebody gets mail."""
    desk = desk_for(request, public_id, to_manage=True)
    contact = queries.contact_of(desk.application, contact_id)
    if not desk.inside or contact.until is not None:
        raise Http404
    form = CorrectAddressForm(request.POST or None, initial={"email": contact.person.email})
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            correct_address(contact, email=form.cleaned_data["email"], by=desk.person, now=timezone.now())
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{contact.person.name} gets mail at {form.cleaned_data['email']} now.")
            return redirect("awards:people", public_id=public_id)
    context = {"run": desk.run, "contact": contact, "form": form, "reasons": reasons}
    return render(
        request, "awards/people_address.html", context, status=409 if reasons else 422 if form.errors else 200
    )
