"""The clock's place in the queue, brought in after every migration, and what the engine itself does once a day."""

from __future__ import annotations

from typing import Any

from django.apps import apps as every_app
from django.apps.registry import Apps

from workflow.clock.daily import register_daily
from workflow.clock.ticking import tick_now
from workflow.queue import every_minute
from workflow.tracking import refresh_pace


def keep_schedule(*, apps: Apps = every_app, **_: Any) -> None:
    """Answers ``post_migrate``. Does nothing at a state of the database that has no queue yet."""
    try:
        apps.get_model("django_q", "Schedule")
    except LookupError:
        return
    every_minute(tick_now, name="clock")


def register_days_work() -> None:
    """Asked when the application is ready."""
    register_daily("pace", lambda now: refresh_pace(now=now))
