"""Staged rows into the register, set by set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from awards.models import Area, RegisterEntry
from awards.register.refusals import AlreadyImporting
from awards.register.rows import DELIMITER, STAGED

_LOCK = 0x52454749  # any number that is only ours
_OF_AREA = ("area_name", "area_region")
_KEPT = [field for field in STAGED if field not in _OF_AREA]
_COMPARED = [field for field in _KEPT if field != "urn"]

_ENTRY = sql.Identifier(RegisterEntry._meta.db_table)
_AREA = sql.Identifier(Area._meta.db_table)


def _names(fields: Iterable[str], prefix: str | None = None) -> sql.Composed:
    return sql.SQL(", ").join(
        sql.Identifier(prefix, field) if prefix else sql.Identifier(field) for field in fields
    )


_STAGE = sql.SQL(
    "CREATE TEMPORARY TABLE staged_register ON COMMIT DROP AS SELECT {kept},"
    " ''::text AS area_name, ''::text AS area_region FROM {entry} WITH NO DATA"
).format(kept=_names(_KEPT), entry=_ENTRY)

_COPY = sql.SQL("COPY staged_register ({staged}) FROM STDIN (DELIMITER {delimiter})").format(
    staged=_names(STAGED), delimiter=sql.Literal(DELIMITER)
)

_AREAS = sql.SQL(
    """
    INSERT INTO {area} AS held (code, name, region)
    SELECT area_id, max(area_name), max(area_region) FROM staged_register
    WHERE area_id IS NOT NULL GROUP BY area_id
    ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, region = EXCLUDED.region
    WHERE (held.name, held.region) IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.region)
    """
).format(area=_AREA)

_CHANGE = sql.SQL(
    """
    UPDATE {entry} AS held SET ({compared}, last_seen_on) = ROW ({staged_compared}, %(seen_on)s)
    FROM staged_register AS staged
    WHERE held.urn = staged.urn AND held.urn BETWEEN %(lowest)s AND %(highest)s AND held.last_seen_on <= %(seen_on)s
    AND ({held_compared}) IS DISTINCT FROM ({staged_compared})
    """
).format(
    entry=_ENTRY,
    compared=_names(_COMPARED),
    staged_compared=_names(_COMPARED, "staged"),
    held_compared=_names(_COMPARED, "held"),
)

_SEE = sql.SQL(
    """
    UPDATE {entry} AS held SET last_seen_on = %(seen_on)s
    FROM staged_register AS staged
    WHERE held.urn = staged.urn AND held.urn BETWEEN %(lowest)s AND %(highest)s AND held.last_seen_on < %(seen_on)s
    """
).format(entry=_ENTRY)

_OLDER = sql.SQL(
    "SELECT count(*) FROM {entry} AS held JOIN staged_register AS staged ON held.urn = staged.urn"
    " WHERE held.urn BETWEEN %(lowest)s AND %(highest)s AND held.last_seen_on > %(seen_on)s"
).format(entry=_ENTRY)

_ADD = sql.SQL(
    """
    INSERT INTO {entry} ({kept}, first_seen_on, last_seen_on)
    SELECT {kept}, %(seen_on)s, %(seen_on)s FROM staged_register AS staged
    WHERE NOT EXISTS (
        SELECT FROM {entry} AS held WHERE held.urn = staged.urn AND held.urn BETWEEN %(lowest)s AND %(highest)s
    )
    """
).format(entry=_ENTRY, kept=_names(_KEPT))


class Landed(NamedTuple):
    """How many rows were new, differed, and were left as they are because a later file had been imported."""

    new: int
    changed: int
    older: int


def hold_the_register() -> None:
    """Keep other imports out until the end of the transaction. Raises AlreadyImporting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyImporting(
                "Another import of the register is running. Start this one again when it has ended."
            )


@contextmanager
def staging() -> Iterator[CursorWrapper]:
    """A place beside the register for the rows of one file."""
    with connection.cursor() as cursor:
        # Fewer, larger merges into the index of names cost a third of many small ones.
        cursor.execute("SET LOCAL gin_pending_list_limit = '64MB'")
        # The keys of areas are checked with each batch, while the next is being read.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_STAGE)
        cursor.execute("CREATE UNIQUE INDEX ON staged_register (urn)")
        yield cursor
        cursor.execute("DROP TABLE staged_register")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def stage(cursor: CursorWrapper, lines: Sequence[str]) -> None:
    """Copy lines, as RowConverter makes them, in the place of those staged before."""
    cursor.execute("TRUNCATE staged_register")
    with cursor.copy(_COPY) as copy:
        copy.write("".join(lines))
    cursor.execute("ANALYZE staged_register (urn)")


def land(cursor: CursorWrapper, *, seen_on: dt.date) -> Landed:
    """Upsert the staged rows by URN. Rows that say nothing new are not written, except for the day that they were seen."""
    cursor.execute("SELECT min(urn), max(urn) FROM staged_register")
    lowest, highest = cursor.fetchone()
    given = {"seen_on": seen_on, "lowest": lowest, "highest": highest}
    cursor.execute(_AREAS)
    cursor.execute(_OLDER, given)
    older = cursor.fetchone()[0]
    cursor.execute(_CHANGE, given)
    changed = cursor.rowcount
    cursor.execute(_SEE, given)
    cursor.execute(_ADD, given)
    return Landed(new=cursor.rowcount, changed=changed, older=older)


def settle() -> None:
    """After an import of many rows: fold them into the index of names, so that the next search is quick.

    PostgreSQL would do so by itself within minutes. Without the right to do it, or inside a transaction, nothing happens.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("VACUUM (ANALYZE) {}").format(_ENTRY))
