"""What the board's page costs the server in all, beside its own SQL run bare."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from statistics import median

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import million
from bench.baselines import run_bare
from bench.board_cases import officer, rows
from bench.measurement import Beside, CannotMeasure, Measurement, interleaved, ratio, seconds
from bench.million import LARGE

BOUND = 6
MOST_STATEMENTS = 15
ROUNDS = 15
MILLISECONDS = 1e3
ADDRESS = "/journeys/"


def measure() -> Measurement:
    """The ratio of milliseconds: the page asked for through Django's test client, signed in, over its SQL run bare.

    Over 1,000,000 runs, not narrowed. The whole page: middleware, session, every query, templates. The bare SQL: all
    statements of the page, by psycopg, everything fetched. That of the rows alone stands beside: an ordered index gives
    them in about a millisecond, less than a signed-in page without any content costs.
    """
    with LARGE.here():
        client = Client(SERVER_NAME="localhost")
        client.force_login(officer())
        if (answer := client.get(ADDRESS)).status_code != HTTPStatus.OK:
            raise CannotMeasure(f"The page answered {answer.status_code}.")
        with CaptureQueriesContext(connection) as page:
            client.get(ADDRESS)
        with CaptureQueriesContext(connection) as of_rows:
            rows("", person=officer(), now=timezone.now())
        statement = of_rows.captured_queries[-1]["sql"]
        statements = [query["sql"] for query in page.captured_queries]
        with psycopg.connect(**connection.get_connection_params(), autocommit=True) as bare:
            took = interleaved(
                {
                    "page": lambda: seconds(partial(client.get, ADDRESS)) * MILLISECONDS,
                    "rows": lambda: seconds(partial(run_bare, [statement], connection=bare)) * MILLISECONDS,
                    "all": lambda: seconds(partial(run_bare, statements, connection=bare)) * MILLISECONDS,
                },
                rounds=ROUNDS,
            )
    return Measurement(
        value=ratio(took["page"], took["all"]),
        bound=BOUND,
        unit="ratio of ms",
        against="its own SQL, run bare",
        raw=(median(took["page"]), median(took["all"])),
        trials=ROUNDS,
        statements=len(statements),
        most_statements=MOST_STATEMENTS,
        beside=[
            Beside("bare SQL of its rows alone", f"{median(took['rows']):.1f} ms"),
            *million.told(),
        ],
    )
