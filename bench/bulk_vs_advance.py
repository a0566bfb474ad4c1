"""What one journey costs in an act on 5,000 of them, beside one that is advanced by itself: the same checks and records."""

from __future__ import annotations

from functools import partial
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.models import Person
from bench.journeys import EightSteps
from bench.measurement import Beside, CannotMeasure, Measurement, interleaved, ratio, seconds
from bench.people import start_runs, walker
from workflow import bulk as many
from workflow import services
from workflow.acts import ACTS
from workflow.models import BulkAct, BulkRow, Job, Run
from workflow.queue import perform

BOUND = 0.15
MANY = 5_000
SINGLY = 300
ROUNDS = 5
OURS, THEIRS = "act on many", "advance"
MICROSECONDS = 1e6
WHY = {"reason": "other", "note": ""}


def measure() -> Measurement:
    """The ratio of the time of one journey: in an act on 5,000, from the confirmation to the last result, over one
    ``advance``. Each round takes the next of seven steps.
    """
    person = walker()
    now = timezone.now()
    together = _Together(person, [run.pk for run in start_runs(EightSteps, MANY, lead=person, now=now)])
    singly = _Singly(person, [run.pk for run in start_runs(EightSteps, SINGLY, lead=person, now=now)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    took = interleaved({OURS: together, THEIRS: singly}, rounds=ROUNDS)
    return Measurement(
        value=ratio(took[OURS], took[THEIRS]),
        bound=BOUND,
        unit="ratio of µs per journey",
        against="one advance",
        raw=(median(took[OURS]), median(took[THEIRS])),
        trials=ROUNDS,
        beside=[
            Beside(f"preview of {MANY:,}", f"{median(together.previews):.2f} s"),
            Beside("statements of a piece", str(together.statements)),
        ],
    )


class _Together:
    """The same journeys, one step further each time."""

    def __init__(self, person: Person, keys: list[int]) -> None:
        self.person, self.keys = person, keys
        self.steps = iter(EightSteps.transitions)
        self.previews: list[float] = []
        self.statements = 0

    def __call__(self) -> float:
        shown: list[BulkAct] = []
        self.previews.append(seconds(lambda: shown.append(self._preview(next(self.steps)))))
        [bulk] = shown
        took = seconds(partial(self._work_off, bulk))
        if bulk.rows.filter(fate=BulkRow.DONE).count() != MANY:
            raise CannotMeasure(f"Not every one of the {MANY:,} journeys took its step.")
        return took / MANY * MICROSECONDS

    def _preview(self, step: str) -> BulkAct:
        chosen = Run.objects.filter(pk__in=self.keys).order_by("pk")
        return many.show_first(chosen, act=ACTS[step], values={}, by=self.person, now=timezone.now(), **WHY)

    def _work_off(self, bulk: BulkAct) -> None:
        many.confirm(bulk, by=self.person, now=timezone.now())
        while job := Job.objects.filter(key__startswith=f"bulk:{bulk.pk}:", status=Job.QUEUED).first():
            if self.statements:
                perform(job.pk)
            else:
                with CaptureQueriesContext(connection) as captured:
                    perform(job.pk)
                self.statements = len(captured)


class _Singly:
    """Others, one after another: each is known by its key only, so that everything else is read in ``advance`` itself."""

    def __init__(self, person: Person, keys: list[int]) -> None:
        self.person, self.keys = person, keys
        self.moves = iter(EightSteps.transitions.values())

    def __call__(self) -> float:
        move = next(self.moves)

        def walk() -> None:
            for key in self.keys:
                services.advance(Run(pk=key), move, actor=self.person, now=timezone.now())

        return seconds(walk) / len(self.keys) * MICROSECONDS
