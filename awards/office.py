"""The gate of the office's pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from awards.queries import is_at_the_office

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def office_only(view: View[P]) -> View[P]:
    """For people who hold a post at the office; to everybody else the page is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_at_the_office(request.user):  # type: ignore[arg-type] # signed in
            raise Http404
        return view(request, *args, **kwargs)

    return cast("View[P]", login_required(guarded))
