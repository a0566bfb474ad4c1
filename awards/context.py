"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "office_name": settings.OFFICE_NAME,
        "office_email": settings.OFFICE_EMAIL,
        "office_telephone": settings.OFFICE_TELEPHONE,
        "is_demo": settings.IS_DEMO,
    }


def display_name(person: Any) -> str:
    return str(person)
