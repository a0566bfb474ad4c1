"""The question of the term, answered by its link, without signing in. Looking changes nothing: mail programs look too."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from awards.chasing.how_it_goes import answer_question, check_in_by_link, last_day_to_change, may_answer
from awards.chasing.links import MORE_TIME, PAGES, SOMEONE_ELSE
from awards.forms.answering import CheckInForm
from awards.models import CheckIn
from workflow.messages import LinkIsOver, token_for
from workflow.presenters import day
from workflow.refusals import Refused
from workflow.requests import may_ask_for_time


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def term_question(request: HttpRequest, token: str) -> HttpResponse:
    """How it goes: one of five answers, and what follows from it."""
    try:
        check_in = check_in_by_link(token)
    except LinkIsOver as over:
        return render(request, "awards/link_over.html", {"why": str(over)}, status=410)
    now = timezone.now()
    form = CheckInForm(
        request.POST if request.method == "POST" else None,
        initial={"answer": check_in.answer, "words": check_in.words},
    )
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            kept = answer_question(check_in, **form.cleaned_data, now=now)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Thank you. We have your answer.")
            if kept.answer == CheckIn.SOMEONE_ELSE:
                return redirect(PAGES[SOMEONE_ELSE], token_for(SOMEONE_ELSE, check_in.contact_id))
            return redirect("awards:term_question", token)
    status = 409 if reasons else 422 if request.method == "POST" else 200
    return render(request, "awards/term_question.html", _context(check_in, form, reasons, now), status=status)


def _context(check_in: CheckIn, form: CheckInForm, reasons: list[str], now: dt.datetime) -> dict[str, Any]:
    run, contact = check_in.run, check_in.contact
    return {
        "run": run,
        "contact": contact,
        "check_in": check_in,
        "form": form,
        "reasons": reasons,
        "due": day(run.due_on),
        "may_answer": may_answer(check_in, now=now),
        "last_day": day(last_day_to_change(check_in)),
        "officer": str(run.officer or ""),
        "may_ask": may_ask_for_time(run),
        "more_time": reverse(PAGES[MORE_TIME], args=[token_for(MORE_TIME, contact.pk)]),
        "someone_else": reverse(PAGES[SOMEONE_ELSE], args=[token_for(SOMEONE_ELSE, contact.pk)]),
    }
