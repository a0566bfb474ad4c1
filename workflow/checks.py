"""Faults of declarations that can only be seen when everything is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse

from workflow.journey import Journey
from workflow.models import Run
from workflow.registry import all_journeys

SAMPLE = "00000000-0000-0000-0000-000000000000"


@register("journeys")
def check_pages(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every page that a journey names must exist."""
    return [fault for journey in all_journeys() for fault in _faults_of_pages(journey)]


def _faults_of_pages(journey: type[Journey]) -> Iterable[CheckMessage]:
    named: list[tuple[str, str, tuple[str, ...]]] = [
        (move.name, move.page, ()) for move in journey.transitions.values() if move.page
    ]
    named += [
        (state.name, task.page, task.arguments) for state in journey.states.values() for task in state.tasks
    ]
    for name, page, arguments in named:
        try:
            reverse(page, args=[SAMPLE, *arguments])
        except NoReverseMatch:
            yield Error(
                f"{journey.__name__}.{name} leads to the page '{page}', which is not there.",
                hint="Add the URL, taking the run's public id, or mend the name in the journey.",
                id="workflow.E001",
            )


@register("journeys")
def check_reminders(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every mail that a ladder names must exist."""
    return [fault for journey in all_journeys() for fault in _faults_of_reminders(journey)]


def _faults_of_reminders(journey: type[Journey]) -> Iterable[CheckMessage]:
    for name, state in journey.states.items():
        for rung in state.reminders:
            try:
                if rung.template:
                    get_template(rung.template)
            except TemplateDoesNotExist:
                yield Error(
                    f"{journey.__name__}.{name} reminds with the mail '{rung.template}', which is not there.",
                    hint=f"Write the mail, or mend its name in the rung '{rung.code}'.",
                    id="workflow.E003",
                )


@register(Tags.database)
def check_stored_states(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every run must stand in a state that its journey still declares. Asked by ``check --database default``."""
    if not kwargs.get("databases"):
        return []
    if Run._meta.db_table not in connection.introspection.table_names():
        return []
    known = {(*journey.key(), state) for journey in all_journeys() for state in journey.states}
    stored = Run.objects.order_by().values_list("journey_code", "edition", "state").distinct()
    return [
        Error(
            f"Runs of {code} {edition} stand in '{state}', which is not declared.",
            hint="Declare the state again with retired=True, so that they can leave it.",
            id="workflow.E002",
        )
        for code, edition, state in stored
        if (code, edition, state) not in known
    ]
