"""The hand-over of the lead: proposed and followed by those who may, confirmed by a link or signed in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from awards import queries
from awards.forms.people import CallForm, HandOverForm, HeadForm
from awards.models import HandOver, Person
from awards.presenters.people import hand_over_view
from awards.services.people import (
    HEAD,
    LEAVER,
    SUCCESSOR,
    agree,
    ask_head,
    may_agree,
    present_lead,
    propose,
    record_call,
    why_closed,
    withdraw_hand_over,
)
from awards.services.people.handing_over import LINK_LASTS, PURPOSES
from awards.services.people.published import head_with_account, published_head, published_number
from awards.views.people.arriving import signed_in_person, welcome
from awards.views.people.gate import Desk, desk_for
from workflow.messages import LinkIsOver, read_token
from workflow.refusals import Refused


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Propose a hand-over, or see how far the one is that waits."""
    desk = desk_for(request, public_id, to_manage=request.method == "POST")
    waiting = queries.open_hand_over(desk.application)
    if not (desk.manages or (waiting and _side_of(waiting, desk.person))):
        raise Http404
    form = HandOverForm(request.POST if request.method == "POST" else None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = propose(desk.application, by=desk.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(
                request, f"The hand-over to {made.name} is proposed. Those who confirm it have mail."
            )
            return redirect("awards:hand_over", public_id=public_id)
    context = {"form": form, "reasons": reasons, **_around(desk, waiting)}
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, "awards/hand_over.html", context, status=status)


def _around(desk: Desk, waiting: HandOver | None) -> dict[str, object]:
    lead = present_lead(desk.application)
    head = head_with_account(desk.application)
    return {
        "run": desk.run,
        "desk": desk,
        "lead": lead,
        "is_lead": lead is not None and lead.person == desk.person,
        "waiting": hand_over_view(waiting, now=timezone.now()) if waiting else None,
        "agrees_as": _side_of(waiting, desk.person) if waiting else "",
        "number": published_number(desk.application) if desk.inside else "",
        "head": published_head(desk.application) if desk.inside else "",
        "head_person": head,
        "head_form": HeadForm(initial={"email": head.email if head else ""}) if desk.inside else None,
        "call_form": CallForm(initial={"rang_on": timezone.localdate()}) if desk.inside else None,
    }


def _side_of(waiting: HandOver, person: Person) -> str:
    """As what somebody who is signed in has still to agree."""
    agreed = {
        LEAVER: waiting.leaver_agreed_at,
        SUCCESSOR: waiting.successor_agreed_at,
        HEAD: waiting.head_agreed_at,
    }
    return next(
        (
            side
            for side, when in agreed.items()
            if when is None and may_agree(waiting, side=side, person=person)
        ),
        "",
    )


@login_required
@require_POST
def hand_over_agree(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The leaver or the successor agrees, signed in."""
    desk = desk_for(request, public_id)
    waiting = _waiting(desk)
    side = _side_of(waiting, desk.person)
    if not side:
        raise Http404
    done = agree(waiting, side=side, now=timezone.now(), signed_in=desk.person)
    return _after(request, desk, done)


@login_required
@require_POST
def hand_over_withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the hand-over back."""
    desk = desk_for(request, public_id, to_manage=True)
    withdraw_hand_over(_waiting(desk), by=desk.person, now=timezone.now())
    messages.success(request, "The hand-over was taken back. Nothing has changed.")
    return redirect("awards:hand_over", public_id=public_id)


@login_required
@require_POST
def hand_over_head(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mail the head teacher: an officer to any address, a lead only to the one that is known here."""
    desk = desk_for(request, public_id, to_manage=True)
    head = head_with_account(desk.application)
    known = {"email": head.email} if head and not desk.inside else None
    if known is None and not desk.inside:
        raise Http404
    return _officers_act(request, desk, HeadForm(known or request.POST), "head_form")


@login_required
@require_POST
def hand_over_call(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An officer rang the school's published number."""
    desk = desk_for(request, public_id, to_manage=True)
    if not desk.inside:
        raise Http404
    return _officers_act(request, desk, CallForm(request.POST), "call_form")


def _officers_act(request: HttpRequest, desk: Desk, form: HeadForm | CallForm, named: str) -> HttpResponse:
    waiting = _waiting(desk)
    reasons: list[str] = []
    if form.is_valid():
        try:
            done = _do(waiting, form, desk)
        except Refused as refused:
            reasons = refused.reasons
        else:
            return _after(request, desk, done)
    context = {
        **_around(desk, waiting),
        "form": HandOverForm(),
        "reasons": reasons,
        named: form,
        "faulty": form,
    }
    return render(request, "awards/hand_over.html", context, status=409 if reasons else 422)


def _do(waiting: HandOver, form: HeadForm | CallForm, desk: Desk) -> HandOver:
    now = timezone.now()
    if isinstance(form, CallForm):
        return record_call(waiting, by=desk.person, now=now, **form.cleaned_data)
    return ask_head(waiting, email=form.cleaned_data["email"], by=desk.person, now=now)


def _waiting(desk: Desk) -> HandOver:
    waiting = queries.open_hand_over(desk.application)
    if waiting is None:
        raise Http404
    return waiting


def _after(request: HttpRequest, desk: Desk, done: HandOver) -> HttpResponse:
    if done.state != HandOver.DONE:
        messages.success(request, "Thank you. The others have mail, and it is done when they confirm.")
        return redirect("awards:hand_over", public_id=desk.run.public_id)
    messages.success(request, f"{done.name} leads {desk.run.label} now.")
    if desk.inside:
        return redirect("awards:people", public_id=desk.run.public_id)
    if desk.person.email.lower() == done.email:
        return redirect("awards:brief", public_id=desk.run.public_id)
    return redirect("awards:home")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_leaver(request: HttpRequest, token: str) -> HttpResponse:
    return _by_link(request, token, LEAVER)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_successor(request: HttpRequest, token: str) -> HttpResponse:
    return _by_link(request, token, SUCCESSOR)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_head(request: HttpRequest, token: str) -> HttpResponse:
    return _by_link(request, token, HEAD)


def _by_link(request: HttpRequest, token: str, side: str) -> HttpResponse:
    """What is asked of whoever holds the link. Looking does nothing; yes or no is a POST."""
    try:
        found = queries.hand_over_by_key(read_token(PURPOSES[side], token, max_age=LINK_LASTS))
    except LinkIsOver as over:
        return _over(request, str(over))
    if why := why_closed(found, now=timezone.now()):
        return _over(request, why)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            return _answer(request, found, side)
        except Refused as refused:
            reasons = refused.reasons
    view = hand_over_view(found, now=timezone.now())
    context = {
        "hand_over": view,
        "side": side,
        "has_agreed": side in view.agreed,
        "school": found.application.subject.name,
        "journey": found.application.run.journey,
        "reasons": reasons,
    }
    return render(request, "awards/hand_over_by_link.html", context, status=409 if reasons else 200)


def _answer(request: HttpRequest, found: HandOver, side: str) -> HttpResponse:
    now, signed_in = timezone.now(), signed_in_person(request)
    if request.POST.get("answer") == "no":
        withdraw_hand_over(found, by=None, now=now)
        return render(request, "awards/hand_over_answered.html", {"said": "no", "hand_over": found})
    done = agree(found, side=side, now=now, signed_in=signed_in, by_link=True)
    if done.state == HandOver.DONE and side == SUCCESSOR:
        lead = queries.person_by_email(done.email)
        return welcome(request, lead, to=reverse("awards:brief", args=[done.application.run.public_id]))
    is_done = done.state == HandOver.DONE
    return render(
        request, "awards/hand_over_answered.html", {"said": "yes", "hand_over": done, "is_done": is_done}
    )


def _over(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "awards/link_over.html", {"why": why}, status=410)
