"""Where somebody goes who has just been given a part by a link: in, or first to a code."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.models import Person

ARRIVING = "arriving_email"  # in the session of whoever followed the link, for the form that asks for a code


def signed_in_person(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def welcome(request: HttpRequest, person: Person, *, to: str) -> HttpResponse:
    """Lead them on. Whoever is not signed in as that person signs in by a code that is mailed: the same for everybody,
    so that nothing tells whether there was an account before.
    """
    if signed_in_person(request) == person:
        return redirect(to)
    request.session[ARRIVING] = person.email
    return redirect(f"{reverse('awards:arriving')}?{urlencode({'next': to})}")


@never_cache
@require_safe
def arriving(request: HttpRequest) -> HttpResponse:
    """Thank you; now sign in."""
    to = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}):
        to = reverse("awards:home")
    email = request.session.get(ARRIVING, "")
    if not email:
        return redirect(to)
    return render(
        request, "awards/arriving.html", {"email": email, "to": to, "other": signed_in_person(request)}
    )
