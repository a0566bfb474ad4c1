"""Waymark behind gunicorn on this machine, for as long as a block lasts."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.database import ROOT
from bench.measurement import CannotMeasure

WORKERS = 2
PATIENCE = 30  # seconds


@contextmanager
def two_workers() -> Iterator[int]:
    """Two worker processes on a free loopback port, which is given. Raises CannotMeasure when they do not start."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--workers", str(WORKERS)]
        command += ["--bind", f"fd://{listening.fileno()}", "--log-level", "warning", "--no-control-socket"]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            pass_fds=[listening.fileno()],
        )
    try:
        _wait_for_workers(process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_workers(process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while _children(process.pid) < WORKERS:
        if process.poll() is not None or time.monotonic() > until:
            raise CannotMeasure("The two gunicorn workers did not start: see what they said above.")
        time.sleep(0.05)


def _children(pid: int) -> int:
    try:
        return len(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    except FileNotFoundError:
        return 0
