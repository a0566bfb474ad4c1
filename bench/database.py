"""The benchmarks' own database, on the server that development uses."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from config import postgres

NAME = "waymark_bench"
ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def server() -> Iterator[None]:
    """The server of DATABASE_URL or, without one, the embedded server for as long as the block lasts."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with postgres.running_server() as address:
        os.environ["DATABASE_URL"] = address
        yield


def make(database: str = NAME, *, from_files: Sequence[Path] = ()) -> bool:
    """Make a database, anew when the tables were declared otherwise than now, or what it holds was. It is kept for
    the next time. ``from_files``: those that say what it holds. Answers whether it is new.
    """
    wanted, name = _declaration(from_files), sql.Identifier(database)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        row = connection.execute(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = %s",
            [database],
        ).fetchone()
        if row and row[0] == wanted:
            return False
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    return True


def mark_as_made(database: str = NAME, *, from_files: Sequence[Path] = ()) -> None:
    """Note on the database by which declarations its tables were made, after they were."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(database), _declaration(from_files))
        )


def _declaration(further: Sequence[Path]) -> str:
    files = [*sorted(ROOT.glob("*/migrations/*.py")), *further]
    return hashlib.sha256(
        b"".join(str(file.relative_to(ROOT)).encode() + file.read_bytes() for file in files)
    ).hexdigest()
