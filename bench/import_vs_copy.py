"""What the import of 50,000 schools costs beside the bare COPY of the same file."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from awards.models import RegisterEntry
from awards.register.importing import import_register
from bench.baselines import COPIED, copy_as_text
from bench.database import ROOT
from bench.measurement import Beside, CannotMeasure, Measurement, interleaved, ratio, seconds

BOUND = 4
ROUNDS = 5
ROUNDS_BESIDE = 3
ROWS = 50_000
FIRST_URN = 100_000
SEEN_ON = dt.date(2026, 1, 5)
SAMPLES = ROOT / "awards" / "register" / "data"
ENCODING = "cp1252"


def measure() -> Measurement:
    """The ratio of the seconds of a first import into an empty register over those of COPY into text columns."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        file = Path(folder) / "register.csv"
        columns = _write_rows(file)
        with psycopg.connect(**connection.get_connection_params(), autocommit=True) as bare:
            _make_text_table(bare, columns)
            took = interleaved(
                {
                    "import": partial(_seconds_of_first_import, file),
                    "copy": partial(_seconds_of_copy, file, bare),
                },
                rounds=ROUNDS,
            )
            _seconds_of_first_import(file)
            again = median(_seconds_of_import(file, new=0) for _ in range(ROUNDS_BESIDE))
            bare.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(COPIED)))
        size = file.stat().st_size
    return Measurement(
        value=ratio(took["import"], took["copy"]),
        bound=BOUND,
        unit="ratio of seconds",
        against=f"COPY of the same file into {columns} text columns",
        raw=(median(took["import"]), median(took["copy"])),
        trials=ROUNDS,
        beside=[
            Beside("the file", f"{ROWS:,} rows, {size / 1e6:.0f} MB"),
            Beside("import again, nothing new", f"{again:.2f} s, {again / median(took['copy']):.2f} × COPY"),
        ],
    )


def _write_rows(file: Path) -> int:
    """Write the rows of our fictional register again and again, each under a URN of its own. Returns the columns."""
    samples = sorted(SAMPLES.glob("*.csv"))
    if not samples:
        raise CannotMeasure(f"There is no fictional register in {SAMPLES.relative_to(ROOT)}.")
    with samples[0].open(encoding=ENCODING, newline="") as source:
        headings, *rows = csv.reader(source)
    urn = headings.index("URN")
    with file.open("w", encoding=ENCODING, newline="") as target:
        writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(headings)
        writer.writerows(_renumbered(rows, urn))
    return len(headings)


def _renumbered(rows: list[list[str]], urn: int) -> Iterator[list[Any]]:
    for number, row in enumerate(itertools.islice(itertools.cycle(rows), ROWS), start=FIRST_URN):
        yield [*row[:urn], number, *row[urn + 1 :]]


def _make_text_table(bare: psycopg.Connection[Any], columns: int) -> None:
    names = sql.SQL(", ").join(
        sql.SQL("{} text").format(sql.Identifier(f"c{place}")) for place in range(columns)
    )
    table = sql.Identifier(COPIED)
    bare.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))
    bare.execute(sql.SQL("CREATE TABLE {} ({})").format(table, names))


def _seconds_of_first_import(file: Path) -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {RegisterEntry._meta.db_table} CASCADE")
    return _seconds_of_import(file, new=ROWS)


def _seconds_of_import(file: Path, *, new: int) -> float:
    reports = []
    took = seconds(lambda: reports.append(import_register(file, seen_on=SEEN_ON)))
    report = reports[0]
    if (report.read, report.rejected) != (ROWS, 0) or report.new != new:
        raise CannotMeasure(f"The import did not do the same work as COPY: {report}.")
    return took


def _seconds_of_copy(file: Path, bare: psycopg.Connection[Any]) -> float:
    bare.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(COPIED)))
    return seconds(partial(copy_as_text, file, encoding="WIN1252", connection=bare))
