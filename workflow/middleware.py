"""Answers a refused move with a page that says why, and the right status code."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workflow.refusals import NotYours, Refused, Stale


class RefusalMiddleware:
    """Turns a refusal that a view let through into 403, 409 or 422."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        status = 403 if isinstance(exception, NotYours) else 422 if not isinstance(exception, Stale) else 409
        return render(request, "workflow/refused.html", {"reasons": exception.reasons}, status=status)
