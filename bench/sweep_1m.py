"""What one sweep of the clock costs over 1,000,000 runs beside 10,000, with 1,000 due in both."""

from __future__ import annotations

import datetime as dt
from functools import partial
from statistics import median

from django.db import connection
from django.utils import timezone

from bench import million
from bench.chased import Chased
from bench.filling import CHASED, SWEPT_ON
from bench.measurement import CannotMeasure, Measurement, interleaved, ratio, seconds
from bench.million import LARGE, SMALL, Office
from workflow.clock import sweep
from workflow.models import Run

BOUND = 1.5
ROUNDS = 5
AT = timezone.make_aware(dt.datetime.combine(SWEPT_ON, dt.time(10)))


def measure() -> Measurement:
    """The ratio of seconds of a sweep in which each of 1,000 due runs gets its reminder: a row, a mail and a job.

    What it wrote is taken away between the rounds, and the runs are due again.
    """
    took = interleaved(
        {office.name: partial(_seconds_of_sweep, office) for office in (LARGE, SMALL)}, rounds=ROUNDS
    )
    large, small = took[LARGE.name], took[SMALL.name]
    return Measurement(
        value=ratio(large, small),
        bound=BOUND,
        unit="ratio of s",
        against="the same sweep over 10,000 runs",
        raw=(median(large), median(small)),
        trials=ROUNDS,
        beside=million.told(),
    )


def _seconds_of_sweep(office: Office) -> float:
    with office.here():
        _be_due_again()
        swept = []
        took = seconds(lambda: swept.append(sweep(now=AT)))
        if (swept[0].looked_at, swept[0].mailed, swept[0].failed) != (CHASED, CHASED, 0):
            raise CannotMeasure(f"The sweep did not remind {CHASED} runs: {swept[0]}.")
    return took


def _be_due_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE workflow_message, workflow_remindersent, workflow_prompt, workflow_job, workflow_statechange,"
            " django_q_ormq CASCADE"
        )
    Run.objects.filter(journey_code=Chased.code).update(look_on=SWEPT_ON)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM workflow_run")
