"""Settings of the office that can only be judged when everything is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from workflow.registry import all_journeys


@register("settings")
def check_edition_for_registration(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Schools must be able to register: the edition that ``ARTSMARK_EDITION`` names is there."""
    editions = sorted(journey.edition for journey in all_journeys() if journey.code == "artsmark")
    if settings.ARTSMARK_EDITION in editions:
        return []
    return [
        Error(
            f"ARTSMARK_EDITION is '{settings.ARTSMARK_EDITION}', and Artsmark has no such edition.",
            hint=f"Set it to one of {', '.join(editions)}.",
            id="awards.E001",
        )
    ]
