"""Faults of journeys that have submissions assessed, found before anybody starts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from assessments.effects import OpenReview, abandon_reviews
from workflow.journey import Journey, Transition
from workflow.registry import all_journeys


@register("journeys")
def check_reviews(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A review must be able to end: by its transition, or called off by whatever else leaves the state."""
    return [
        fault
        for journey in all_journeys()
        for move in journey.transitions.values()
        for effect in move.effects
        if isinstance(effect, OpenReview)
        for fault in _faults(journey, move, effect.then)
    ]


def _faults(journey: type[Journey], opening: Transition, then: str) -> Iterable[CheckMessage]:
    name = f"{journey.__name__}.{opening.name}"
    deciding = journey.transitions.get(then)
    if (
        deciding is None
        or not deciding.by_system
        or opening.target.name not in deciding.source_names(journey)
    ):
        yield Error(
            f"{name} opens a review whose decision takes '{then}', which cannot be taken then.",
            hint=f"Declare '{then}' from '{opening.target.name}' with by=SYSTEM.",
            id="assessments.E001",
        )
        return
    for move in journey.leaving(opening.target.name):
        if move is not deciding and abandon_reviews not in move.effects:
            yield Error(
                f"{journey.__name__}.{move.name} leaves '{opening.target.name}' and would leave a review open.",
                hint="Add abandon_reviews to its effects.",
                id="assessments.E002",
            )
