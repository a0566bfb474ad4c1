"""The package as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate  # noqa: TID251 - brings in a schedule, no logic of ours


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from documents import checks  # noqa: F401, PLC0415 - app ready: registers checks
        from documents.mailing import declare_mails  # noqa: PLC0415 - app ready: models are there
        from documents.scheduling import keep_schedule  # noqa: PLC0415 - app ready: models are there

        declare_mails()
        post_migrate.connect(keep_schedule, sender=self)
