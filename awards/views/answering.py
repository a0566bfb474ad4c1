"""A reminder answered by its links, without signing in: more time, not now, somebody else leads. Looking changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from awards.chasing.answers import ask_for_more_time, be_quiet_until, somebody_else_leads
from awards.chasing.links import MORE_TIME, NOT_NOW, SOMEONE_ELSE, part_by_link
from awards.forms.answering import QuietForm, SomeoneElseForm
from awards.models import Contact, HandOver
from workflow.forms.acting import AskForTimeForm
from workflow.messages import LinkIsOver
from workflow.models import ExtensionRequest
from workflow.presenters import day
from workflow.refusals import Refused
from workflow.requests import may_ask_for_time, open_request


@dataclass(frozen=True)
class Question:
    """A page behind a link: what it is for, its form and template, and what is done with the answer. ``do`` says it in words."""

    purpose: str
    form: type[forms.Form]
    template: str
    do: Callable[[Contact, dict[str, Any]], str]


def _ask(contact: Contact, given: dict[str, Any]) -> str:
    asked = ask_for_more_time(contact, **given, now=timezone.now())
    if asked.state == ExtensionRequest.GRANTED:
        return f"You have time until {day(asked.wanted_on)}."
    return f"You have asked for time until {day(asked.wanted_on)}. An officer answers by email."


def _be_quiet(contact: Contact, given: dict[str, Any]) -> str:
    be_quiet_until(contact, **given, now=timezone.now())
    return f"We send no reminders about {contact.application.run.label} before {day(given['day'])}."


def _somebody_else(contact: Contact, given: dict[str, Any]) -> str:
    asked = somebody_else_leads(contact, **given, now=timezone.now())
    if isinstance(asked, HandOver):
        return (
            f"We have written to {asked.email}. As soon as it is confirmed, we write to {asked.name} instead."
        )
    return "Our office finds out who leads now."


TIME = Question(MORE_TIME, AskForTimeForm, "awards/more_time_by_link.html", _ask)
QUIET = Question(NOT_NOW, QuietForm, "awards/not_now.html", _be_quiet)
LEAD = Question(SOMEONE_ELSE, SomeoneElseForm, "awards/someone_else.html", _somebody_else)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def more_time(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a later day."""
    return _answered(request, TIME, token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def not_now(request: HttpRequest, token: str) -> HttpResponse:
    """Say when we may write again."""
    return _answered(request, QUIET, token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def someone_else(request: HttpRequest, token: str) -> HttpResponse:
    """Say that somebody else leads now."""
    return _answered(request, LEAD, token)


@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """Thank you: what follows stands in the message above."""
    return render(request, "awards/answered.html")


def _answered(request: HttpRequest, question: Question, token: str) -> HttpResponse:
    try:
        contact = part_by_link(question.purpose, token)
    except LinkIsOver as over:
        return render(request, "awards/link_over.html", {"why": str(over)}, status=410)
    run = contact.application.run
    form = question.form(request.POST or None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            said = question.do(contact, form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, said)
            return redirect("awards:answered")
    context = {
        "run": run,
        "contact": contact,
        "form": form,
        "reasons": reasons,
        "due": day(run.due_on),
        "may_ask": may_ask_for_time(run),
        "open": open_request(run),
    }
    status = 409 if reasons else 422 if request.method == "POST" else 200
    return render(request, question.template, context, status=status)
