"""What every page knows: who runs the site, and where this person can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from assessments.queries import is_assessor
from awards.queries import is_at_the_office


@dataclass(frozen=True)
class Place:
    """An entry of the menu."""

    href: str
    text: str
    current: str  # as aria-current says it: "page", "true" for a page below, or nothing


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "office_name": settings.OFFICE_NAME,
        "office_email": settings.OFFICE_EMAIL,
        "office_telephone": settings.OFFICE_TELEPHONE,
        "is_demo": settings.IS_DEMO,
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "footer_links": [
            {"href": reverse("awards:contact"), "text": "Ask us"},
            {"href": reverse("certificates:find"), "text": "Check a certificate"},
        ],
    }


def display_name(person: Any) -> str:
    return str(person)


def _navigation(request: HttpRequest) -> list[Place]:
    return [
        Place(address, text, current=_current(request.path, address))
        for address, text in ((reverse(page), text) for page, text in _pages_for(request))
    ]


def _current(path: str, address: str) -> str:
    if path == address:
        return "page"
    is_below = address != "/" and path.startswith(address)
    return "true" if is_below else ""


def _pages_for(request: HttpRequest) -> list[tuple[str, str]]:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return [
            ("awards:start", "Start"),
            ("certificates:find", "Check a certificate"),
            ("awards:contact", "Ask us"),
        ]
    if is_at_the_office(person):
        return [
            ("awards:morning", "Today"),
            ("awards:board", "Journeys"),
            ("awards:development_days", "Development days"),
            ("awards:support", "Support"),
            ("assessments:office", "Assessment"),
            ("awards:money", "Money"),
            ("awards:schools", "Schools"),
            ("awards:calendar", "Calendar"),
            ("awards:incidents", "Incidents"),
        ]
    if is_assessor(person):
        return [("assessments:pile", "My assessments")]
    return [
        ("awards:home", "My journeys"),
        ("awards:find_school", "Register a school"),
        ("awards:contact", "Ask us"),
    ]
