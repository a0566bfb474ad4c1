"""What is done once a day, by a job for each part, so that one that fails can be run again and stops no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from workflow.models import Job
from workflow.queue import Once, enqueue, task

Part = Callable[[dt.datetime], object]
_parts: dict[str, Part] = {}


def register_daily(name: str, part: Part) -> None:
    """Have a function of the moment run once a day. ``name`` is short, and stays."""
    _parts[name] = part


def enqueue_daily(*, now: dt.datetime) -> int:
    """Hand over today's parts, each once. Answers how many were new. One query where all of them were."""
    keys = {f"daily:{name}:{timezone.localdate(now)}": name for name in _parts}
    known = set(Job.objects.filter(key__in=list(keys)).values_list("key", flat=True))
    for key, name in keys.items():
        if key not in known:
            enqueue(do_daily, name, now.isoformat(), key=key, now=now)
    return len(keys) - len(known)


@task
def do_daily(once: Once, name: str, moment: str) -> None:
    """One part of one day. It is written together with the end of its job."""
    with once.finishing():
        _parts[name](dt.datetime.fromisoformat(moment))
