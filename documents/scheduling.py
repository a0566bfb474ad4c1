"""What documents have done every minute, brought in after every migration."""

from __future__ import annotations

from typing import Any

from django.apps import apps as every_app
from django.apps.registry import Apps
from django.utils import timezone

from documents.services import forget_taken_down, tell_of_comments
from workflow.queue import every_minute


def keep_schedule(*, apps: Apps = every_app, **_: Any) -> None:
    """Answers ``post_migrate``. Does nothing at a state of the database that has no queue yet."""
    try:
        apps.get_model("django_q", "Schedule")
    except LookupError:
        return
    every_minute(tell_of_comments_now, name="comments")
    every_minute(forget_taken_down_now, name="evidence taken down")


def tell_of_comments_now() -> int:
    """What the schedule calls every minute."""
    return tell_of_comments(now=timezone.now())


def forget_taken_down_now() -> int:
    """What the schedule calls every minute."""
    return forget_taken_down(now=timezone.now())
