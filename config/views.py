"""Pages of the project itself."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve

from documents.views.kept import keep_typed, sign_in_first

KEEPS_TYPED = frozenset({"documents"})  # where people write at length, and never a password


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's key had run out: say so, and how to go on. What was typed in a document is shown again, or can be sent again
    from here.
    """
    if request.method == "POST" and resolve(request.path).view_name == "documents:section":
        return sign_in_first(request) if not request.user.is_authenticated else _show_again(request)
    typed = _typed(request) if _is_ours(request) else []
    return render(request, "csrf.html", {"typed": typed, "path": request.path}, status=403)


def _show_again(request: HttpRequest) -> HttpResponse:
    keep_typed(request)
    return redirect(request.path)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    given = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, str(value)) for name, value in given if name != "csrfmiddlewaretoken"]


def _is_ours(request: HttpRequest) -> bool:
    """Whether a page of ours sent this to a page where people write: what another site sends is never shown to be sent on."""
    match = request.resolver_match
    if (
        match is None
        or match.app_name not in KEEPS_TYPED
        or settings.SESSION_COOKIE_NAME not in request.COOKIES
    ):
        return False
    origin = request.headers.get("Origin", "")
    same_host = not origin or urlsplit(origin).netloc == request.get_host()
    return same_host and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
