from __future__ import annotations

import datetime as dt
import os
import signal
from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from tests.processes import wait_until, worker_running
from tests.racing import race
from tests.trial.tasks import count, count_if_mended, count_slowly
from workflow.models import Incident, Job, NumberSeries
from workflow.queue import MAX_ATTEMPTS, Once, enqueue, perform, retry, task


def counted(series):
    return sum(NumberSeries.objects.filter(code=series).values_list("last", flat=True))


@task
def forget_to_finish(once):
    """Wrong on purpose."""


@task
def finish_twice(once):
    """As if another worker had been quicker."""
    with once.finishing():
        pass
    with once.finishing():
        Job.objects.filter(pk=once.job_id).update(key="changed")


@task
def fail_late(once):
    """As if another worker had done it before this one fails."""
    Job.objects.filter(pk=once.job_id).update(status=Job.DONE, done_at=timezone.now())
    raise ZeroDivisionError


def test_enqueue_writes_a_job_and_hands_it_over(db, now):
    job = enqueue(count, "a", key="count a", now=now)

    kept = Job.objects.get()
    assert (kept, kept.status, kept.task, kept.arguments) == (job, "queued", "tests.trial.tasks.count", ["a"])
    assert OrmQ.objects.count() == 1


def test_enqueue_goes_with_its_transaction(db, now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(count, "a", key="count a", now=now)
        raise ZeroDivisionError

    assert (Job.objects.count(), OrmQ.objects.count()) == (0, 0)


def test_enqueue_of_one_key_is_one_job(db, now):
    first = enqueue(count, "a", key="count a", now=now)

    assert enqueue(count, "b", key="count a", now=now + dt.timedelta(days=1)) == first
    assert OrmQ.objects.count() == 1


def test_enqueue_of_an_undeclared_task_is_refused(db, now):
    with pytest.raises(KeyError):
        enqueue(counted, "a", key="x", now=now)

    assert Job.objects.count() == 0


def test_perform_does_the_job_once(db, now):
    job = enqueue(count, "a", key="count a", now=now)

    perform(job.pk)
    perform(job.pk)

    assert counted("a") == 1
    assert (Job.objects.get().status, Job.objects.get().attempts) == ("done", 1)


@pytest.mark.django_db(transaction=True)
def test_perform_by_several_at_once_does_the_job_once(now):
    for number in range(10):
        job = enqueue(count, f"race {number}", key=f"race {number}", now=now)

        assert race(*[lambda job=job: perform(job.pk)] * 3) == [None] * 3

        assert counted(f"race {number}") == 1


def test_job_that_was_done_meanwhile_is_rolled_back_in_peace(db, now):
    job = enqueue(finish_twice, key="twice", now=now)

    perform(job.pk)

    assert (Job.objects.get().status, Job.objects.get().key, Incident.objects.count()) == ("done", "twice", 0)


@pytest.mark.usefixtures("trial_folder")
def test_failing_job_keeps_nothing_and_becomes_an_incident(db, now):
    job = enqueue(count_if_mended, "a", key="count a", now=now)

    with pytest.raises(FileNotFoundError):
        perform(job.pk)

    incident = Incident.objects.get()
    assert (Job.objects.get().status, counted("a")) == ("failed", 0)
    assert (incident.job, incident.summary, incident.closed_at) == (job, "Count if mended failed", None)
    assert "What it needs is not there." in incident.detail


def test_retry_of_a_failed_job_mends_it_and_closes_the_incident(db, now, trial_folder):
    job = enqueue(count_if_mended, "a", key="count a", now=now)
    with pytest.raises(FileNotFoundError):
        perform(job.pk)
    (trial_folder / "mended").touch()

    retry(job)
    perform(job.pk)

    assert (Job.objects.get().status, counted("a"), OrmQ.objects.count()) == ("done", 1, 2)
    assert Incident.objects.get().closed_at is not None


def test_retry_of_a_job_that_did_not_fail_does_nothing(db, now):
    job = enqueue(count, "a", key="count a", now=now)
    perform(job.pk)

    retry(job)

    assert (Job.objects.get().status, OrmQ.objects.count()) == ("done", 1)


@pytest.mark.usefixtures("trial_folder")
def test_job_that_fails_again_keeps_one_open_incident(db, now):
    job = enqueue(count_if_mended, "a", key="count a", now=now)
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            perform(job.pk)
        retry(job)

    assert Incident.objects.count() == 1


def test_failure_after_another_worker_was_done_is_no_incident(db, now):
    job = enqueue(fail_late, key="late", now=now)

    with pytest.raises(ZeroDivisionError):
        perform(job.pk)

    assert (Job.objects.get().status, Incident.objects.count()) == ("done", 0)


def test_task_that_never_finishes_its_job_is_an_incident(db, now):
    job = enqueue(forget_to_finish, key="forgetful", now=now)

    with pytest.raises(Exception, match=r"came to its end without once.finishing\(\)"):
        perform(job.pk)

    assert Job.objects.get().status == "failed"


def test_job_begun_too_often_is_an_incident(db, now):
    job = enqueue(count, "a", key="count a", now=now)
    Job.objects.update(attempts=MAX_ATTEMPTS)

    perform(job.pk)

    assert (Job.objects.get().status, counted("a")) == ("failed", 0)
    assert Incident.objects.get().detail == (
        "It was begun 5 times and never finished: the worker was stopped each time."
    )


def test_once_belongs_to_one_job(db, now):
    job = enqueue(count, "a", key="count a", now=now)

    with Once(job.pk).finishing():
        pass

    assert Job.objects.get().done_at is not None


@pytest.mark.usefixtures("worker")
def test_worker_does_the_jobs(outside, now):
    for number in range(5):
        enqueue(count, "a", key=f"count {number}", now=now)

    wait_until(lambda: not Job.objects.exclude(status="done").exists(), "the worker to do five jobs")

    assert counted("a") == 5


@pytest.mark.django_db(transaction=True)
def test_job_whose_worker_is_killed_is_done_once_by_another(outside, now):
    with worker_running(replace(outside, job_timeout=3, job_retry=7)):
        enqueue(count_slowly, "a", key="count a", now=now)
        wait_until(lambda: tried(outside), "a worker to begin the job")
        (victim,) = tried(outside)

        os.kill(victim, signal.SIGKILL)
        (outside.folder / "go").touch()
        wait_until(lambda: Job.objects.get().status == "done", "another worker to do the job")

    assert counted("a") == 1
    assert (Job.objects.get().attempts, len(tried(outside)), Incident.objects.count()) == (2, 2, 0)


def tried(outside):
    return {int(path.suffix[1:]) for path in outside.folder.glob("a.*")}
