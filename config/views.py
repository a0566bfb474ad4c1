"""Pages of the project itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's key had run out: say so, and how to go on."""
    return render(request, "csrf.html", status=403)
