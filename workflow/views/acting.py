"""Acts on one journey, and more time: asking for it, and answering."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from workflow import access
from workflow.acts import ACTS, Act, ActForm
from workflow.forms.acting import AnswerRequestForm, AskForTimeForm
from workflow.journey import Journey, Role
from workflow.models import ExtensionRequest, Run
from workflow.presenters import day
from workflow.reasons import in_words
from workflow.refusals import Refused
from workflow.requests import (
    answer_request,
    ask_for_time,
    asker_of,
    may_ask_for_time,
    open_request,
    request_of,
)


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Say why, see what changes, and do it."""
    run = access.run_for(request.user, public_id, access.office)
    chosen = ACTS.get(code)
    if chosen is None:
        raise Http404
    if chosen.is_step:
        return redirect("workflow:take", public_id=run.public_id, name=code)
    form = chosen.form(request.POST or None)
    context: dict[str, Any] = {"run": run, "act": chosen, "form": form, "version": run.seq}
    if request.method == "GET" or not form.is_valid():
        context |= _shown_at_once(request, chosen, run)
        return render(request, "workflow/act.html", context, status=422 if request.POST else 200)
    shown = json.dumps(form.values, sort_keys=True)
    judged = chosen.judge([run], form.values, actor=request.user, now=timezone.now())[run.pk]
    if judged.is_possible and request.POST.get("shown") == shown:
        reasons = _do(request, chosen, run, form)
        if not reasons:
            messages.success(request, f"{chosen.label}: done for {run.label}.")
            return redirect(settings.RUN_PAGE, public_id=run.public_id)
        return render(request, "workflow/act.html", {**context, "reasons": reasons}, status=409)
    context |= {"reasons": judged.reasons, "rows": _rows(judged.shows), "shown": shown}
    return render(request, "workflow/act.html", context, status=200 if judged.is_possible else 409)


def _do(request: HttpRequest, chosen: Act, run: Run, form: ActForm) -> Sequence[str]:
    """Does it on the version that the person saw. Answers why not."""
    seen = request.POST.get("version", "")
    outcome = chosen.do(
        [run],
        form.values,
        actor=request.user,
        now=timezone.now(),
        reason=form.cleaned_data["reason"],
        note=form.cleaned_data["note"],
        versions={run.pk: int(seen)} if seen.isdecimal() else None,
    )
    return outcome.refused[run.pk].reasons if run.pk in outcome.refused else ()


def _shown_at_once(request: HttpRequest, chosen: Act, run: Run) -> dict[str, Any]:
    """What changes, where the act needs nothing but a reason: then it is known before anything is typed."""
    if set(chosen.form.base_fields) != set(ActForm.base_fields):
        return {}
    judged = chosen.judge([run], {}, actor=request.user, now=timezone.now())[run.pk]
    shown = json.dumps({}) if judged.is_possible else ""
    return {"reasons": judged.reasons, "rows": _rows(judged.shows), "shown": shown}


def _rows(shows: Sequence[Sequence[str]]) -> list[list[dict[str, str]]]:
    return [[{"text": text} for text in row] for row in shows]


def _outside(journey: type[Journey]) -> Sequence[Role]:
    return journey.readers


@login_required
@require_http_methods(["GET", "POST"])
def ask_for_more_time(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Those whose move it is ask for a later day."""
    run = access.run_for(request.user, public_id, _outside)
    form = AskForTimeForm(request.POST or None)
    context = {
        "run": run,
        "form": form,
        "may_ask": may_ask_for_time(run),
        "open": open_request(run),
        "due": day(run.due_on),
    }
    if request.method == "GET" or not form.is_valid():
        return render(request, "workflow/ask_for_time.html", context, status=422 if request.POST else 200)
    try:
        asked = ask_for_time(
            run,
            wanted_on=form.cleaned_data["wanted_on"],
            reason=form.cleaned_data["reason"],
            words=form.cleaned_data["words"],
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        return render(
            request, "workflow/ask_for_time.html", {**context, "reasons": refused.reasons}, status=409
        )
    messages.success(request, _answered(asked))
    return redirect(settings.RUN_PAGE, public_id=run.public_id)


def _answered(asked: ExtensionRequest) -> str:
    if asked.state == ExtensionRequest.GRANTED:
        return f"You have time until {day(asked.wanted_on)}."
    return f"You have asked for time until {day(asked.wanted_on)}. An officer answers by email."


@login_required
@require_http_methods(["GET", "POST"])
def answer_more_time(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer answers somebody who asked for more time."""
    asked = request_of(pk)
    if asked is None:
        raise Http404
    run = access.run_for(request.user, asked.run.public_id, access.office)
    form = AnswerRequestForm(request.POST or None, request=asked, initial={"to": asked.wanted_on})
    context = {
        "run": run,
        "asked": asked,
        "form": form,
        "who": asker_of(asked),
        "why": in_words(asked.reason),
        "is_open": asked.state == ExtensionRequest.OPEN,
    }
    if request.method == "GET" or not form.is_valid():
        return render(request, "workflow/answer_request.html", context, status=422 if request.POST else 200)
    try:
        answer_request(
            asked,
            grant=form.grant,
            to=form.given_to,
            by=request.user,
            now=timezone.now(),
            note=form.cleaned_data["note"],
        )
    except Refused as refused:
        return render(
            request, "workflow/answer_request.html", {**context, "reasons": refused.reasons}, status=409
        )
    messages.success(request, f"Answered. {run.label} is told by email.")
    return redirect(settings.RUN_PAGE, public_id=run.public_id)
