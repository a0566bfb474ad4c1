"""What the board's counts by state cost beside a plain scan of the same rows."""

from __future__ import annotations

from functools import partial
from statistics import median

from django.db import connection, transaction

from awards import board
from bench import million
from bench.baselines import counts_by_scan
from bench.measurement import Beside, CannotMeasure, Measurement, interleaved, ratio, seconds
from bench.million import LARGE

BOUND = 0.5
ROUNDS = 9
MILLISECONDS = 1e3


def measure() -> Measurement:
    """The ratio of milliseconds: open runs counted by state, to the last one, over a sequential scan that counts the same.

    Neither may use parallel workers. What the page shows counts to a thousand only; it is printed beside.
    """
    with LARGE.here(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        if board.counts_by_state() != counts_by_scan():
            raise CannotMeasure("The two do not count the same.")
        took = interleaved(
            {
                name: partial(_milliseconds, work)
                for name, work in (
                    ("ours", board.counts_by_state),
                    ("scan", counts_by_scan),
                    ("page", board.counts),
                )
            },
            rounds=ROUNDS,
        )
    return Measurement(
        value=ratio(took["ours"], took["scan"]),
        bound=BOUND,
        unit="ratio of ms",
        against="sequential scan and GROUP BY",
        raw=(median(took["ours"]), median(took["scan"])),
        trials=ROUNDS,
        statements=1,
        beside=[
            Beside("counts of the page, to 1,000 each", f"{median(took['page']):.1f} ms"),
            *million.told(),
        ],
    )


def _milliseconds(work: object) -> float:
    assert callable(work)
    return seconds(work) * MILLISECONDS
