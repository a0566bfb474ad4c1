"""A hundred people write at once, through gunicorn: how many saves a second beside a signed-in POST that inserts a row?"""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median
from threading import Barrier
from urllib.parse import urlencode

from django.db import connection
from django.middleware.csrf import _get_new_csrf_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.journeys import QUESTIONS, Sheet, Writing
from bench.measurement import Beside, CannotMeasure, Measurement, interleaved, ratio
from bench.models import Row, RowHistory
from bench.people import start_runs, walker
from bench.race_doubles import signed_in
from bench.server import two_workers
from documents.models import Answer, Document
from documents.services import Given, open_document, save_answers

WRITERS = 100
SAVES = 10  # of each writer in a round
ROUNDS = 5
LEAST = 0.55
MOST_STATEMENTS = 5
OK = 200

_SEEN = re.compile(rb'name="seen-[^"]*" value="([^"]*)"')


@dataclass
class Writer:
    """Somebody at one question of a document, with what the last answer told them to have seen."""

    document: Document
    question: str
    seen: str = ""
    saved: int = 0
    words: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"/documents/{self.document.run.public_id}/{Sheet.code}/answers/{self.question}/"


def measure() -> Measurement:
    """Saves a second over bare POSTs a second. Raises CannotMeasure when a save was lost, doubled or refused."""
    person = walker()
    Row.objects.get_or_create(pk=1, defaults={"entered_at": timezone.now()})
    writers = _writers(person)
    rows = _bare_rows()
    statements = _statements(writers[0].document, person)
    key = _get_new_csrf_string()
    with two_workers() as port:
        callers = _Callers(port, cookie=f"{signed_in(person)}; csrftoken={key}", key=key)
        rates = interleaved(
            {
                "ours": lambda: callers.rate(lambda number: callers.save(writers[number])),
                "theirs": lambda: callers.rate(lambda _number: callers.insert()),
            },
            rounds=ROUNDS,
        )
    _refuse_lost_or_doubled(writers)
    if _bare_rows() - rows != WRITERS * SAVES * (ROUNDS + 1):
        raise CannotMeasure("The bare POSTs did not all insert their row.")
    ours, theirs = rates["ours"], rates["theirs"]
    return Measurement(
        value=ratio(ours, theirs),
        bound=LEAST,
        at_least=True,
        unit="ratio of requests a second",
        against="signed-in POST that inserts one row, same workers",
        raw=(median(ours), median(theirs)),
        trials=ROUNDS,
        statements=statements,
        most_statements=MOST_STATEMENTS,
        beside=[Beside("saves lost or doubled", f"0 of {WRITERS * SAVES * (ROUNDS + 1):,}")],
    )


class _Callers:
    """A hundred callers who ask, one after the other answer, for as long as a round lasts."""

    def __init__(self, port: int, *, cookie: str, key: str) -> None:
        self.port, self.cookie, self.key = port, cookie, key

    def rate(self, ask: Callable[[int], None]) -> float:
        """Requests a second that a hundred callers get answered, each asking so many times."""
        together = Barrier(WRITERS + 1)

        def work(number: int) -> None:
            together.wait()
            for _ in range(SAVES):
                ask(number)

        with ThreadPoolExecutor(WRITERS) as threads:
            done = [threads.submit(work, number) for number in range(WRITERS)]
            together.wait()
            begun = time.perf_counter()
            for it in done:
                it.result()
        return WRITERS * SAVES / (time.perf_counter() - begun)

    def save(self, writer: Writer) -> None:
        words = f"{'The children of this school sing every week. ' * 20}{writer.saved}"
        told = self._post(writer.address, {writer.question: words, f"seen-{writer.question}": writer.seen})
        found = _SEEN.search(told)
        if found is None:
            raise CannotMeasure(f"A save was not answered with what is kept: {told[:300]!r}")
        writer.seen = found[1].decode()
        writer.saved += 1
        writer.words = [words]

    def insert(self) -> None:
        self._post("/bench/insert-a-row/", {"words": "The children of this school sing every week. " * 20})

    def _post(self, path: str, words: dict[str, str]) -> bytes:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", path, urlencode({**words, "csrfmiddlewaretoken": self.key}), headers)
            response = connection.getresponse()
            told = response.read()
        finally:
            connection.close()
        if response.status != OK:
            raise CannotMeasure(f"{path} answered with {response.status}: {told[:300]!r}")
        return told


def _writers(person: object) -> list[Writer]:
    now = timezone.now()
    runs = start_runs(Writing, WRITERS // len(QUESTIONS), lead=person, now=now)
    documents = [open_document(run, form=Sheet, now=now) for run in runs]
    return [Writer(document, question) for document in documents for question in QUESTIONS]


def _statements(document: Document, person: object) -> int:
    """How many a save sends, with those of the session and the person, transaction commands left out."""
    with CaptureQueriesContext(connection) as made:
        save_answers(document, given={QUESTIONS[0]: Given("Begun.")}, person=person, now=timezone.now())
    Answer.objects.filter(document=document).delete()
    of_the_request = 3  # session, person, document with its run
    return of_the_request + sum(not it["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT")) for it in made)


def _refuse_lost_or_doubled(writers: Sequence[Writer]) -> None:
    kept = {
        (document, question): (version, value)
        for document, question, version, value in Answer.objects.filter(
            document__in={writer.document.pk for writer in writers}
        ).values_list("document_id", "question", "version", "value")
    }
    wrong = [
        writer
        for writer in writers
        if kept.get((writer.document.pk, writer.question)) != (writer.saved, writer.words[-1].strip())
    ]
    if wrong:
        raise CannotMeasure(
            f"{len(wrong)} of {len(writers)} writers find other words than those they saved last."
        )


def _bare_rows() -> int:
    return RowHistory.objects.filter(source="bare").count()
