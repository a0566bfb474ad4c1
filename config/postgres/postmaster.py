"""The server's first process: whether it lives, and how it is ended."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

WAYS_OUT = ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10))  # each with seconds to obey
STATUS_LINE = 7  # of postmaster.pid, counted from 0: "ready" once the server takes connections


class Postmaster:
    """The process that serves the data in `cluster`, known by the file in which PostgreSQL notes its number."""

    def __init__(self, cluster: Path) -> None:
        self.cluster = cluster
        self.pid_file = cluster / "postmaster.pid"

    def pid(self) -> int | None:
        """Its number, if it lives and is ours: after a crash the number may be another program's."""
        number = _number_in(self.pid_file)
        return number if number and os.fsencode(self.cluster) in _command_of(number) else None

    def ready(self) -> bool:
        """Whether it takes connections."""
        return self.pid() is not None and "ready" in _lines_of(self.pid_file)[STATUS_LINE:]

    def halt(self) -> None:
        """End it: in good order, or else at once. Nothing happens if it does not run."""
        for way, patience in WAYS_OUT:
            pid, until = self.pid(), time.monotonic() + patience
            if pid is None:
                return
            with suppress(ProcessLookupError):
                os.kill(pid, way)
            while self.pid() == pid and time.monotonic() < until:
                time.sleep(0.02)


def forget_a_stranger(*files: Path) -> None:
    """Remove those files that name a living process; only for a server that does not run.

    PostgreSQL sees for itself that a number in them is dead, but not that it is another program's by now.
    """
    for file in files:
        number = _number_in(file)
        if number and _command_of(number):
            file.unlink()


def _number_in(file: Path) -> int | None:
    first = _lines_of(file)[:1]
    return int(first[0]) if first and first[0].isdigit() else None


def _lines_of(file: Path) -> list[str]:
    try:
        return [line.strip() for line in file.read_text().splitlines()]
    except FileNotFoundError:
        return []


def _command_of(pid: int) -> list[bytes]:
    """The words that a process was started with; none if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return []
