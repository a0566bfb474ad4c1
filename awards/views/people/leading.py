""" "Who leads here?", for the office: mail that came back, and the answer to the question."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards import queries
from awards.forms.people import CloseQuestionForm, CorrectAddressForm
from awards.models import Item
from awards.office import office_only
from awards.presenters.people import question_view
from awards.services.people import close_question, confirm_lead, mark_came_back
from awards.views.people.gate import Desk, desk_for
from workflow.refusals import Refused


@office_only
@require_http_methods(["GET", "POST"])
def who_leads(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What we know about who leads here, and what can be done: the same, another address, hand over, invite, close."""
    desk = desk_for(request, public_id, to_manage=True)
    item = queries.open_question(desk.run)
    view = question_view(desk.application, item)
    act = request.POST.get("act", "")
    same = CorrectAddressForm(request.POST if act == "same" else None, initial={"email": view.lead_email})
    done = CloseQuestionForm(request.POST if act == "close" else None)
    reasons: list[str] = []
    if request.method == "POST":
        if item is None:
            raise Http404
        try:
            if _answer(request, desk, item, same=same, done=done):
                return redirect("awards:run", public_id=public_id)
        except Refused as refused:
            reasons = refused.reasons
    faulty = next((form for form in (same, done) if form.errors), None)
    context = {
        "run": desk.run,
        "item": item,
        "view": view,
        "same": same,
        "done": done,
        "faulty": faulty,
        "reasons": reasons,
    }
    status = 409 if reasons else 422 if request.method == "POST" else 200
    return render(request, "awards/who_leads.html", context, status=status)


def _answer(
    request: HttpRequest, desk: Desk, item: Item, *, same: CorrectAddressForm, done: CloseQuestionForm
) -> bool:
    now = timezone.now()
    if same.is_bound and same.is_valid():
        confirm_lead(item, email=same.cleaned_data["email"], by=desk.person, now=now)
        messages.success(
            request, f"Mail goes to {same.cleaned_data['email']} from now on. The question is closed."
        )
        return True
    if done.is_bound and done.is_valid():
        close_question(item, note=done.cleaned_data["note"], by=desk.person, now=now)
        messages.success(request, "The question is closed.")
        return True
    return False


@office_only
@require_http_methods(["GET", "POST"])
def came_back(request: HttpRequest, public_id: UUID, message_id: int) -> HttpResponse:
    """A mail of this run came back: say what that means, then stop what goes to its address."""
    desk = desk_for(request, public_id, to_manage=True)
    found = queries.message_of(desk.run, message_id)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            asked = mark_came_back(found, by=desk.person, now=timezone.now())
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Nothing more goes to {found.to_email} for now.")
            is_asked = any(item.run_id == desk.run.pk for item in asked)
            return redirect("awards:who_leads" if is_asked else "awards:run", public_id=public_id)
    context = {"run": desk.run, "message": found, "reasons": reasons}
    return render(request, "awards/came_back.html", context, status=409 if reasons else 200)
