"""The package as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments import checks  # noqa: F401, PLC0415 - app ready: registers the system checks
        from assessments.mending import register_remedies  # noqa: PLC0415 - app ready: models are there

        register_remedies()
