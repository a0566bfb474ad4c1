"""The power fails in the middle of an act on many: what was done stays done once, and others do the rest."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.processes import wait_until, worker_running
from tests.workflow.bulk.working import fates, shown
from workflow.audit import breaches
from workflow.bulk import AT_ONCE, confirm
from workflow.models import BulkAct, BulkRow, Job, Run, TransitionRecord

pytestmark = pytest.mark.django_db(transaction=True)

MORE = 20


def others():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def test_act_whose_worker_is_killed_goes_on_with_the_next_and_nothing_is_done_twice(start, officer, outside):
    runs = [start() for _ in range(AT_ONCE + MORE)]
    patient = replace(outside, job_timeout=5, job_retry=6)
    bulk = shown(runs, "pause", officer, until="")
    before = others()
    confirm(bulk, by=officer, now=timezone.now())
    with worker_running(patient) as cluster, transaction.atomic():
        Run.objects.select_for_update().get(pk=runs[-1].pk)
        second = Job.objects.filter(key=f"bulk:{bulk.pk}:running:2", attempts=1)
        wait_until(second.exists, "a worker to begin the second piece")
        os.killpg(cluster.pid, signal.SIGKILL)
        cluster.wait(10)
    wait_until(lambda: others() <= before, "the end of the killed workers")
    assert fates(bulk) == [BulkRow.DONE] * AT_ONCE + [BulkRow.WAITING] * MORE

    with worker_running(patient):
        wait_until(
            lambda: BulkAct.objects.filter(pk=bulk.pk, state=BulkAct.DONE).exists(),
            "other workers to do what was left",
        )

    assert fates(bulk) == [BulkRow.DONE] * (AT_ONCE + MORE)
    paused = TransitionRecord.objects.filter(batch=bulk.batch, kind=TransitionRecord.PAUSED)
    assert paused.count() == paused.values("run").distinct().count() == AT_ONCE + MORE
    assert list(Job.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 2]
    assert list(breaches()) == []
