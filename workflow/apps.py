"""The engine as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate  # noqa: TID251 - brings in reference data, no logic of ours
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "workflow"

    def ready(self) -> None:
        from workflow import bulk, checks, messages  # noqa: F401, PLC0415 - app ready: registers checks and the tasks of mail and of acts on many
        from workflow.clock.schedule import keep_schedule, register_days_work  # noqa: PLC0415 - app ready: models are there
        from workflow.seeds import seed_calendar  # noqa: PLC0415 - app ready: models are there

        messages.hear_of_bounces()
        autodiscover_modules("journeys", "tasks")
        post_migrate.connect(seed_calendar, sender=self)
        post_migrate.connect(keep_schedule, sender=self)
        register_days_work()
