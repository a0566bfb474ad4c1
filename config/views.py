"""Pages of the project itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve

from documents.views.kept import keep_typed, sign_in_first


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's key had run out: say so, and how to go on. What was written in a document is shown again, unsaved."""
    if request.method == "POST" and resolve(request.path).view_name == "documents:section":
        return sign_in_first(request) if not request.user.is_authenticated else _show_again(request)
    return render(request, "csrf.html", status=403)


def _show_again(request: HttpRequest) -> HttpResponse:
    keep_typed(request)
    return redirect(request.path)
