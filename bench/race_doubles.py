"""Two callers take one step of one run at the same moment, through two gunicorn workers: how many steps are doubled?"""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from statistics import median
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from awards.models import Person
from bench.journeys import Race
from bench.measurement import Beside, CannotMeasure, Measurement
from bench.models import Row, RowHistory
from bench.people import start_runs, walker
from bench.server import two_workers
from workflow.models import TransitionRecord

TRIALS = 100
MOST_ATTEMPTS = 5 * TRIALS
TOOK, REFUSED = 200, 409


@dataclass(frozen=True)
class Answer:
    """What one caller was told: by which worker process, and between which moments it worked (monotonic seconds)."""

    status: int
    worker: int
    begun: float
    ended: float


@dataclass(frozen=True)
class Trial:
    """What both callers of one step were told, and how often history says that it was taken."""

    answers: tuple[Answer, Answer]
    taken: int

    @property
    def is_race(self) -> bool:
        """Whether two workers were at it at the same time: only then the trial says anything."""
        one, other = self.answers
        return one.worker != other.worker and max(one.begun, other.begun) < min(one.ended, other.ended)

    @property
    def is_doubled(self) -> bool:
        return self.taken > 1 or [answer.status for answer in self.answers].count(TOOK) > 1

    @property
    def is_clean(self) -> bool:
        """Exactly one caller took the step, the other was refused in words, and history holds it once."""
        return self.taken == 1 and sorted(answer.status for answer in self.answers) == [TOOK, REFUSED]


def measure() -> Measurement:
    """The doubled steps of 100 races. Raises CannotMeasure when the callers did not meet or one was told neither."""
    person = walker()
    with two_workers() as port:
        callers = _Callers(port, cookie=signed_in(person))
        ours = _races(_trials_of_ours(callers, person))
        theirs = _races(_trials_without_a_lock(callers))
    doubled, doubled_theirs = _doubled(ours), _doubled(theirs)
    unclear = sum(not trial.is_clean and not trial.is_doubled for trial in ours)
    if unclear:
        raise CannotMeasure(
            f"In {unclear} of {TRIALS} races a caller was told neither that it took the step nor why not."
        )
    return Measurement(
        value=doubled,
        bound=0,
        unit=f"doubled steps of {TRIALS}",
        against="get, check, save without a lock, same workers",
        raw=(doubled, doubled_theirs),
        trials=TRIALS,
        beside=[
            Beside(
                "the refused caller waited",
                f"{median(map(_milliseconds_of_the_refused, ours)):.0f} ms (median)",
            )
        ],
    )


class _Callers:
    """Two callers with a connection each, who ask at the same moment."""

    def __init__(self, port: int, *, cookie: str) -> None:
        self.port, self.cookie = port, cookie

    def ask(self, path: str, **words: Any) -> tuple[Answer, Answer]:
        together = Barrier(2)
        with ThreadPoolExecutor(2) as both:
            one, other = (both.submit(self._ask, together, path, words) for _ in range(2))
            return one.result(), other.result()

    def _ask(self, together: Barrier, path: str, words: dict[str, Any]) -> Answer:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        together.wait()
        try:
            connection.request("POST", path, urlencode(words), headers)
            response = connection.getresponse()
            told = response.read()
        finally:
            connection.close()
        if response.status not in (TOOK, REFUSED):
            raise CannotMeasure(f"{path} answered with {response.status}: {told[:300]!r}")
        answer = json.loads(told)
        return Answer(response.status, answer["worker"], answer["begun"], answer["ended"])


def _trials_of_ours(callers: _Callers, person: Person) -> Iterator[Trial]:
    """Every other pair of callers says which version it saw, so that both ways of refusing are raced."""
    for number in range(MOST_ATTEMPTS):
        [run] = start_runs(Race, 1, lead=person, now=timezone.now())
        answers = callers.ask(f"/bench/advance/{run.pk}/", **({"version": run.seq} if number % 2 else {}))
        yield Trial(answers, TransitionRecord.objects.filter(run=run, kind=TransitionRecord.MOVED).count())


def _trials_without_a_lock(callers: _Callers) -> Iterator[Trial]:
    now = timezone.now()
    for row in Row.objects.bulk_create(Row(entered_at=now) for _ in range(MOST_ATTEMPTS)):
        answers = callers.ask(f"/bench/without-a-lock/{row.pk}/")
        yield Trial(answers, RowHistory.objects.filter(row=row).count())


def _races(trials: Iterator[Trial]) -> list[Trial]:
    races: list[Trial] = []
    for trial in trials:
        if trial.is_race or trial.is_doubled:
            races.append(trial)
        if len(races) == TRIALS:
            return races
    raise CannotMeasure(f"Of {MOST_ATTEMPTS} pairs of callers only {len(races)} met in two workers.")


def _doubled(races: Sequence[Trial]) -> int:
    return sum(trial.is_doubled for trial in races)


def _milliseconds_of_the_refused(trial: Trial) -> float:
    return max((answer.ended - answer.begun) * 1000 for answer in trial.answers if answer.status == REFUSED)


def signed_in(person: Person) -> str:
    """The cookie of a session of the person."""
    session: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
