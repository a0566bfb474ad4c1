"""The package as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from documents import checks  # noqa: F401, PLC0415 - app ready: registers checks
        from documents.mailing import declare_mails  # noqa: PLC0415 - app ready: models are there

        declare_mails()
