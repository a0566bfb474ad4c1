"""Work outside the request. The one door to django_q.

A job is a row: it is enqueued in the transaction that needs it, so it appears and disappears with that transaction.
django-q2 delivers at least once; ``Once`` makes what a job does to the database happen once.
"""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule
from django_q.tasks import async_task

from workflow import incidents
from workflow.models import Job

MAX_ATTEMPTS = 5

log = structlog.get_logger(__name__)

_tasks: dict[str, Callable[..., None]] = {}


class AlreadyDone(Exception):
    """Another worker finished the job first; what this one did is rolled back."""


class NeverFinished(Exception):
    """A task that does not end in ``once.finishing()``: it would wait for ever."""


@dataclass(frozen=True)
class Once:
    """What a task is given: the way to make its effect and the job's end one transaction."""

    job_id: int

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Everything written inside is committed together with the end of the job, or not at all."""
        with transaction.atomic():
            job = Job.objects.select_for_update().get(pk=self.job_id)
            if job.status == Job.DONE:
                raise AlreadyDone(job.key)
            yield
            job.status, job.done_at = Job.DONE, timezone.now()
            job.save(update_fields=["status", "done_at"])
            incidents.close(_incident_key(job), now=job.done_at)


def task(function: Callable[..., None]) -> Callable[..., None]:
    """Declare a task: a function of ``Once`` and ids, safe to run twice, that ends in ``once.finishing()``."""
    _tasks[name_of(function)] = function
    return function


def name_of(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def enqueue(function: Callable[..., None], *arguments: int | str, key: str, now: dt.datetime) -> Job:
    """Have a worker run a declared task with these arguments, once for the key, when this transaction commits.

    Asked again with the same key it answers the job that there is. Raises KeyError for an undeclared task.
    """
    name = name_of(function)
    _tasks[name]
    job, is_new = Job.objects.get_or_create(
        key=key, defaults={"task": name, "arguments": list(arguments), "queued_at": now}
    )
    if is_new:
        _hand_over(job)
    return job


def every_minute(function: Callable[[], object], *, name: str) -> None:
    """Have a worker call a function without arguments every minute, from now on. Asked again it changes nothing."""
    called = {"func": name_of(function), "schedule_type": Schedule.MINUTES, "minutes": 1, "repeats": -1}
    Schedule.objects.update_or_create(name=name, defaults=called)


def retry(job: Job) -> None:
    """Run a failed job again, from the beginning of its attempts."""
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        if locked.status == Job.FAILED:
            locked.status, locked.attempts = Job.QUEUED, 0
            locked.save(update_fields=["status", "attempts"])
            _hand_over(locked)


def perform(job_id: int) -> None:
    """What a worker runs. A job that fails, or was begun too often, becomes an incident for a person."""
    job = Job.objects.get(pk=job_id)
    if job.status != Job.QUEUED:
        return
    job.attempts += 1
    job.save(update_fields=["attempts"])
    if job.attempts > MAX_ATTEMPTS:
        _fail(job, f"It was begun {MAX_ATTEMPTS} times and never finished: the worker was stopped each time.")
        return
    try:
        _do(job)
    except AlreadyDone:
        log.info("job already done", job=job.key)
    except Exception:
        _fail(job, traceback.format_exc(limit=-8))
        raise


def _do(job: Job) -> None:
    _tasks[job.task](Once(job.pk), *job.arguments)
    if Job.objects.filter(pk=job.pk, status=Job.QUEUED).exists():
        raise NeverFinished(f"{job.task} came to its end without once.finishing().")


def _hand_over(job: Job) -> None:
    async_task(perform, job.pk, task_name=job.key[:100])


def _fail(job: Job, detail: str) -> None:
    with transaction.atomic():
        if Job.objects.filter(pk=job.pk, status=Job.QUEUED).update(status=Job.FAILED):
            incidents.open_incident(
                _incident_key(job),
                summary=f"{_in_words(job)} failed",
                detail=detail,
                job=job,
                now=timezone.now(),
            )


def _incident_key(job: Job) -> str:
    return f"job:{job.pk}"


def _in_words(job: Job) -> str:
    return job.task.rsplit(".", 1)[-1].replace("_", " ").capitalize()
