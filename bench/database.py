"""The benchmarks' own database, on the server that development uses."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
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


def make() -> None:
    """Make the database, anew when the tables were declared otherwise than now. It is kept for the next time."""
    wanted, name = _declaration(), sql.Identifier(NAME)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        row = connection.execute(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = %s",
            [NAME],
        ).fetchone()
        if row and row[0] == wanted:
            return
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))


def mark_as_made() -> None:
    """Note on the database by which declarations its tables were made, after they were."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(NAME), _declaration())
        )


def _declaration() -> str:
    files = sorted(ROOT.glob("*/migrations/*.py"))
    return hashlib.sha256(
        b"".join(str(file.relative_to(ROOT)).encode() + file.read_bytes() for file in files)
    ).hexdigest()
