"""The package as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"

    def ready(self) -> None:
        from awards import checks  # noqa: F401, PLC0415 - app ready: registers checks
        from awards.intakes import kinds  # noqa: F401, PLC0415 - app ready: makes the kinds of table known
