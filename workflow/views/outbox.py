"""The outbox: what was posted, what became of it, and each mail's text."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workflow import access
from workflow.forms import OutboxForm
from workflow.messages import (
    can_recall,
    can_send_again,
    changes_of,
    masked,
    message_by_key,
    messages_in,
    recall,
    send_again,
)
from workflow.models import Message
from workflow.presenters import what_became_of
from workflow.refusals import Refused


@access.office_only
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """All mail, the newest first; narrowed by what became of it, or to whom it goes."""
    form = OutboxForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = messages_in(
        state=chosen.get("state", ""),
        address=chosen.get("address", "").strip(),
        before=chosen.get("before"),
    )
    kept = {name: chosen[name] for name in ("state", "address") if chosen.get(name)}
    here = reverse("workflow:outbox")
    context = {
        "form": form,
        "mails": page.messages,
        "next_href": f"{here}?{urlencode({**kept, 'before': page.before})}" if page.before else "",
        "first_href": f"{here}?{urlencode(kept)}" if chosen.get("before") else "",
    }
    return render(request, "workflow/outbox.html", context)


@access.office_only
@require_http_methods(["GET", "POST"])
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """One mail as it was written, its links masked; it can be recalled before it left, or sent again."""
    found = message_by_key(message_id)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            _act(request, found)
        except Refused as refused:
            reasons, found = refused.reasons, message_by_key(message_id)
        else:
            return redirect("workflow:message", message_id=message_id)
    context = {
        "mail": found,
        "body": masked(found.body),
        "events": what_became_of(found, changes_of(found)),
        "can_recall": can_recall(found),
        "can_send_again": can_send_again(found),
        "reasons": reasons,
    }
    return render(request, "workflow/message.html", context, status=409 if reasons else 200)


@access.office_only
@require_POST
def recall_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Recall a mail from the page of its run."""
    found = message_by_key(message_id)
    try:
        recall(found, by=request.user, now=timezone.now())
    except Refused as refused:
        notices.warning(request, str(refused))
    else:
        notices.success(request, f"“{found.subject}” is recalled: {found.to_email} does not get it.")
    if found.run is None:
        return redirect("workflow:message", message_id=message_id)
    return redirect(settings.RUN_PAGE, public_id=found.run.public_id)


def _act(request: HttpRequest, found: Message) -> None:
    if request.POST.get("act") == "again":
        send_again(found, by=request.user, now=timezone.now())
        notices.success(request, f"“{found.subject}” is on the way to {found.to_email} again.")
    elif request.POST.get("act") == "recall":
        recall(found, by=request.user, now=timezone.now())
        notices.success(request, f"“{found.subject}” is recalled: {found.to_email} does not get it.")
    else:
        raise Refused("Choose one of the buttons.")
