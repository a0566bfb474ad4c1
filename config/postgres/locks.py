"""Locks between processes: the kernel gives them back however a process ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """One process or thread at a time. Asks again if the file was removed while it waited."""
    with _locked(path):
        yield


def _locked(path: Path) -> IO[str]:
    while True:
        file = path.open("a")
        fcntl.flock(file, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(path.stat(), os.fstat(file.fileno())):
                return file
        file.close()


# The two below are POSIX locks: a process's own, which neither its forks nor its children take along.


def share(file: IO[str]) -> None:
    fcntl.lockf(file, fcntl.LOCK_SH)


def take_alone(file: IO[str]) -> None:
    fcntl.lockf(file, fcntl.LOCK_EX)


def alone(file: IO[str]) -> bool:
    """Whether nobody else has a share in the file; if so, it is locked until it is closed."""
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
