"""How the office narrows its list of journeys."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from awards.parties import PARTIES
from workflow.journey import NOBODY
from workflow.models import Run
from workflow.registry import all_journeys


def _programmes() -> list[tuple[str, str]]:
    return sorted({(journey.code, journey.title) for journey in all_journeys()})


def _states() -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for journey in all_journeys():
        for name, state in journey.states.items():
            found.setdefault(f"{journey.code}:{name}", f"{journey.title}: {state.label}")
    return list(found.items())


class RunFilter(django_filters.FilterSet):
    """Programme, step, whose move, area and words of the name. Without a choice: what is still open."""

    q = django_filters.CharFilter(label="Name", method="named")
    programme = django_filters.ChoiceFilter(
        label="Programme", field_name="journey_code", choices=_programmes, empty_label="All programmes"
    )
    step = django_filters.ChoiceFilter(label="Step", method="at", choices=_states, empty_label="All steps")
    move = django_filters.ChoiceFilter(
        label="Whose move",
        field_name="waits_for",
        choices=[(party.code, party.label) for party in PARTIES if party is not NOBODY],
        empty_label="Anybody’s",
    )
    area = django_filters.ChoiceFilter(label="Local authority", empty_label="All")
    ended = django_filters.ChoiceFilter(
        label="Journeys",
        method="with_ended",
        choices=[("all", "Open and ended"), ("only", "Ended only")],
        empty_label="Open only",
    )

    class Meta:
        model = Run
        fields: list[str] = []

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["area"].extra["choices"] = areas

    def filter_queryset(self, queryset: QuerySet[Run]) -> QuerySet[Run]:
        found: QuerySet[Run] = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("ended") else found.filter(finished_at=None)

    def named(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        words = Q()
        for word in value.split():
            words &= Q(label__icontains=word)
        return queryset.filter(words)

    def at(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        code, _, state = value.partition(":")
        return queryset.filter(journey_code=code, state=state)

    def with_ended(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        return queryset.filter(finished_at__isnull=False) if value == "only" else queryset
