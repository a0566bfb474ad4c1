"""Callers that begin at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

PATIENCE = 30  # seconds


def race(*callers: Callable[[], Any]) -> list[Any]:
    """Let all callers begin at the same moment. Returns what each returned, or the exception that it raised."""
    start = Barrier(len(callers))

    def run(caller: Callable[[], Any]) -> Any:
        start.wait(PATIENCE)
        try:
            return caller()
        except Exception as error:  # noqa: BLE001 - the answer of a race
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(callers)) as threads:
        return list(threads.map(run, callers))
