"""The engine as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "workflow"

    def ready(self) -> None:
        from workflow import checks, messages  # noqa: F401, PLC0415 - app ready: registers checks and the mail's task

        autodiscover_modules("journeys", "tasks")
