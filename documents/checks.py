"""What only the database can say: drafts that were begun in an older wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connection

from documents.comparing import open_drafts
from documents.models import Document


@checks.register(checks.Tags.database)
def check_wordings(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Tells of open drafts in older wordings: they go on in those, until they are taken over."""
    if not databases or Document._meta.db_table not in connection.introspection.table_names():
        return []
    return [
        checks.Warning(
            f"Open drafts of '{drafts.code}' in an older wording: {drafts.count}.",
            hint=f"They keep it. To see what differs: manage.py forms compare {drafts.code}",
            id="documents.W001",
        )
        for drafts in open_drafts()
        if not drafts.is_present
    ]
