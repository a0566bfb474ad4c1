"""Does what the queue would do for acts on many, in this process."""

from __future__ import annotations

from django.utils import timezone

from workflow.acts import ACTS
from workflow.bulk import confirm, show_first
from workflow.models import BulkAct, BulkRow, Job, Run
from workflow.queue import perform

WHY = {"reason": "workload", "note": "Reports."}


def work_off():
    """Perform the pieces that wait, and those that they ask for. Answers how many."""
    number = 0
    while job := Job.objects.filter(key__startswith="bulk:", status=Job.QUEUED).order_by("pk").first():
        perform(job.pk)
        number += 1
    return number


def shown(runs, code, by, /, **values):
    """A preview of an act on these runs."""
    chosen = Run.objects.filter(pk__in=[run.pk for run in runs]).order_by("pk")
    return show_first(chosen, act=ACTS[code], values=values, by=by, now=timezone.now(), **WHY)


def done(runs, code, by, /, **values):
    bulk = shown(runs, code, by, **values)
    confirm(bulk, by=by, now=timezone.now())
    work_off()
    return BulkAct.objects.get(pk=bulk.pk)


def fates(bulk):
    return list(bulk.rows.order_by("pk").values_list("fate", flat=True))


def sentences(bulk, fate=BulkRow.REFUSED):
    return list(bulk.rows.filter(fate=fate).order_by("pk").values_list("sentence", flat=True))


def fresh(run):
    return Run.objects.get(pk=run.pk)
