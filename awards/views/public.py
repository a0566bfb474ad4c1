"""Pages for everybody: the start page, the contact page, a reply to our question."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards import presenters
from awards.effects import ENQUIRY_LINK
from awards.forms import ReplyForm
from awards.journeys.enquiry import Enquiry
from awards.papers.enquiry import ENQUIRY
from awards.queries import run_by_key
from awards.services.enquiries import LINK_LASTS, ask, reply
from documents.fields import strict_form
from workflow.messages import LinkIsOver, read_token
from workflow.models import TransitionRecord
from workflow.presenters import path_of
from workflow.refusals import Refused


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, and where to begin."""
    return render(request, "awards/start.html", {"stops": presenters.way_ahead()})


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Ask the office anything."""
    form = strict_form(ENQUIRY)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        run = ask(form.cleaned_data, now=timezone.now())
        return redirect(reverse("awards:contact_thanks") + f"?reference={run.pk}")
    status = 422 if form.is_bound else 200
    return render(request, "awards/contact.html", {"form": form, "paper": ENQUIRY}, status=status)


@require_safe
def contact_thanks(request: HttpRequest) -> HttpResponse:
    """What happens next with an enquiry."""
    reference = request.GET.get("reference", "")
    return render(
        request, "awards/contact_thanks.html", {"reference": reference if reference.isdecimal() else ""}
    )


@require_http_methods(["GET", "POST"])
def enquiry(request: HttpRequest, token: str) -> HttpResponse:
    """Where an enquiry stands, and our question to answer. Opened by the link in the mail; only a POST acts."""
    try:
        run = run_by_key(read_token(ENQUIRY_LINK, token, max_age=LINK_LASTS))
    except LinkIsOver as over:
        return render(request, "awards/link_over.html", {"why": str(over)}, status=410)
    form = ReplyForm(request.POST or None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            reply(run, text=form.cleaned_data["text"], now=timezone.now())
        except Refused as refused:
            reasons = refused.reasons
        else:
            return redirect("awards:enquiry", token=token)
    records = list(run.records.select_related("note").order_by("seq"))
    context = {
        "run": run,
        "form": form,
        "reasons": reasons,
        "stops": path_of(run, records),
        "is_closed": run.state == Enquiry.closed.name,
        "is_ours_to_answer": run.state == Enquiry.waiting_for_you.name,
        "question": _question(records),
    }
    status = 409 if reasons else 422 if form.is_bound and form.errors else 200
    return render(request, "awards/enquiry.html", context, status=status)


def _question(records: Sequence[TransitionRecord]) -> str:
    asked = [record for record in records if record.transition == Enquiry.ask_back.name]
    return asked[-1].note.text if asked and hasattr(asked[-1], "note") else ""
