"""Two offices of one shape: 10,000 runs, and 1,000,000 runs with 8,000,000 records. Each in a database that is kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from bench import database, filling
from bench.measurement import Beside

FILES = [database.ROOT / "bench" / name for name in ("filling.py", "walks.py", "chased.py")]


@dataclass(frozen=True)
class Office:
    """One of the two. ``opened`` answers with Django's connection to it, made and filled when first wanted."""

    name: str
    runs: int
    told: dict[str, str] = field(default_factory=dict, compare=False)

    @contextmanager
    def here(self) -> Iterator[None]:
        """Django's default connection is this office's for as long as the block lasts."""
        before = connections["default"]
        connections["default"] = _connection_of(self)
        try:
            yield
        finally:
            connections["default"] = before


SMALL = Office("waymark_bench_10k", 10_000)
LARGE = Office("waymark_bench_1m", 1_000_000)


@cache
def _connection_of(office: Office) -> BaseDatabaseWrapper:
    is_new = database.make(office.name, from_files=FILES)
    wrapper = connections["default"].copy("default")
    wrapper.settings_dict["NAME"] = office.name
    if is_new:
        _fill(office, wrapper)
    return wrapper


def _fill(office: Office, wrapper: BaseDatabaseWrapper) -> None:
    begun = time.perf_counter()
    before = connections["default"]
    connections["default"] = wrapper
    try:
        call_command("migrate", verbosity=0)
        filling.fill(office.runs)
    finally:
        connections["default"] = before
    database.mark_as_made(office.name, from_files=FILES)
    office.told["built in"] = f"{time.perf_counter() - begun:.0f} s"


def told() -> list[Beside]:
    """How large the two are, and how long those took that were built just now."""
    lines = []
    for office in (SMALL, LARGE):
        with office.here(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
            [size] = cursor.fetchone()
        took = f", built in {office.told['built in']}" if office.told else ", kept from before"
        lines.append(Beside(f"{office.runs:,} runs, {office.runs * 8:,} records", f"{size}{took}"))
    return lines
