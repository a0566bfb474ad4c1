"""What one full ``advance`` costs beside lock, save and insert by the ORM, and beside other engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median

import psycopg
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.models import Person
from bench import baselines
from bench.journeys import EightSteps
from bench.measurement import Beside, Measurement, interleaved, ratio, seconds
from bench.models import MachineRow, Row
from bench.people import start_runs, walker
from bench.steps import STEPS
from workflow import services
from workflow.models import Run

BOUND = 2.2
MOST_STATEMENTS = 6
ROUNDS = 25  # many short ones: a machine that is busy with something else is so for both
INSTANCES = 20
INSTANCES_BESIDE = 4  # of those that are only printed

OURS, THEIRS = "advance", "ORM: lock, save, insert"
MICROSECONDS = 1e6

Begin = Callable[[int], Sequence[int]]
Step = Callable[[int, int], object]


def measure() -> Measurement:
    """The ratio of one step's time: ours over the ORM's. 25 rounds of 20 instances by 8 steps."""
    person = walker()
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as bare:
        contestants = _contestants(person, bare)
        per_step = interleaved(
            {
                name: partial(
                    _microseconds_a_step,
                    begin,
                    step,
                    INSTANCES if name in (OURS, THEIRS) else INSTANCES_BESIDE,
                )
                for name, (begin, step) in contestants.items()
            },
            rounds=ROUNDS,
        )
        statements = {name: _statements(begin, step) for name, (begin, step) in contestants.items()}
    theirs = per_step[THEIRS]
    return Measurement(
        value=ratio(per_step[OURS], theirs),
        bound=BOUND,
        unit="ratio of µs per move",
        against=f"{THEIRS}, one transaction",
        raw=(median(per_step[OURS]), median(theirs)),
        trials=ROUNDS * INSTANCES * len(STEPS),
        statements=statements[OURS],
        most_statements=MOST_STATEMENTS,
        beside=[
            Beside(
                name,
                f"{median(figures):.0f} µs, {ratio(figures, theirs):.2f} × ORM, {_in_words(statements[name])}",
            )
            for name, figures in per_step.items()
        ],
    )


def _contestants(person: Person, bare: psycopg.Connection[object]) -> dict[str, tuple[Begin, Step]]:
    now = timezone.now()
    return {
        OURS: (partial(_begin_runs, person, now), _Advance(person)),
        THEIRS: (partial(_begin_rows, now), partial(baselines.step_by_orm, person=person)),
        "ORM, person and permissions read again": (
            partial(_begin_rows, now),
            partial(baselines.step_by_orm_asking_again, person_id=person.pk),
        ),
        "bare limit: one statement": (
            partial(_begin_rows, now),
            partial(baselines.step_by_one_statement, person_id=person.pk, connection=bare),
        ),
        "django-fsm-2 and a row of history": (
            partial(_begin_machine_rows, now),
            partial(baselines.step_by_django_fsm, person=person),
        ),
        "viewflow.workflow View": (
            lambda number: [baselines.start_viewflow() for _ in range(number)],
            partial(baselines.step_by_viewflow, person=person),
        ),
        "joeflow human task": (
            lambda number: [baselines.start_joeflow() for _ in range(number)],
            partial(baselines.step_by_joeflow, person=person),
        ),
    }


class _Advance:
    """Ours: the run is known by its key only, so that everything else is read in ``advance`` itself."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.moves = list(EightSteps.transitions.values())

    def __call__(self, pk: int, number: int) -> None:
        services.advance(Run(pk=pk), self.moves[number], actor=self.person, now=timezone.now())


def _begin_runs(person: Person, now: dt.datetime, number: int) -> list[int]:
    return [run.pk for run in start_runs(EightSteps, number, lead=person, now=now)]


def _begin_rows(now: dt.datetime, number: int) -> list[int]:
    return [row.pk for row in Row.objects.bulk_create(Row(entered_at=now) for _ in range(number))]


def _begin_machine_rows(now: dt.datetime, number: int) -> list[int]:
    return [
        row.pk for row in MachineRow.objects.bulk_create(MachineRow(entered_at=now) for _ in range(number))
    ]


def _microseconds_a_step(begin: Begin, step: Step, instances: int) -> float:
    keys = begin(instances)

    def walk() -> None:
        for key in keys:
            for number in range(len(STEPS)):
                step(key, number)

    return seconds(walk) / (len(keys) * len(STEPS)) * MICROSECONDS


def _statements(begin: Begin, step: Step) -> int:
    """How many one step sends through Django's connection, BEGIN and COMMIT left out."""
    [key] = begin(1)
    step(key, 0)
    with CaptureQueriesContext(connection) as captured:
        step(key, 1)
    return sum(query["sql"] not in ("BEGIN", "COMMIT") for query in captured.captured_queries)


def _in_words(statements: int) -> str:
    return (
        f"{statements} statement{'s' if statements != 1 else ''}"
        if statements
        else "one statement of its own connection"
    )
