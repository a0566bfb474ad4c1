"""Keeps what was typed when the sign-in had run out, until it can be saved."""

from __future__ import annotations

import uuid

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

KEY = "documents.typed"
MOST = 400_000  # letters, encoded: a page of the longest answers


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back here. What was posted waits in the session of this browser."""
    keep_typed(request)
    return redirect_to_login(request.path)


def keep_typed(request: HttpRequest) -> None:
    """Keep what was posted in the session of this browser, for the page at the same address to show again."""
    if request.method != "POST":
        return
    typed = request.POST.urlencode()
    if len(typed) <= MOST:
        request.session[KEY] = {"path": request.path, "typed": typed}


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before the sign-in ran out, if it waits."""
    kept = request.session.get(KEY)
    return QueryDict(kept["typed"]) if kept and kept["path"] == request.path else None


def forget_typed(request: HttpRequest) -> None:
    if typed_before(request) is not None:
        del request.session[KEY]


def key_in(typed: QueryDict) -> uuid.UUID:
    """The key of the page that something was typed on; a new one where it brought none."""
    try:
        return uuid.UUID(typed.get("key", ""))
    except ValueError:
        return uuid.uuid4()
