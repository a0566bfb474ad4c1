"""The brief of a new lead: what was promised, what is done, what is next, and whom to ring."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.presenters.brief import brief_of
from awards.views.people.gate import desk_for


@login_required
@require_safe
def brief(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything that somebody needs who takes a journey over, on two sides of paper."""
    desk = desk_for(request, public_id)
    context = brief_of(desk.application, person=desk.person, now=timezone.now())
    return render(request, "awards/brief.html", {"run": desk.run, **context})
