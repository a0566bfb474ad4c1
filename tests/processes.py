"""Programs that a test starts beside itself, and how they find the test's database, files and letter box."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 30  # seconds that anything outside this process may take


def wait_until(is_so: Callable[[], object], what: str, *, seconds: float = PATIENCE) -> None:
    """Look again and again until it is so. Fails with what was waited for."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            pytest.fail(f"Waited {seconds} s in vain for {what}.")
        time.sleep(0.05)


@dataclass(frozen=True)
class Outside:
    """A folder for what programs outside say and send."""

    folder: Path
    job_timeout: int = 20  # seconds
    job_retry: int = 41

    @property
    def mails(self) -> Path:
        return self.folder / "mail"

    def said(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.outside",
            "DATABASE_URL": address_of_test_database(),
            "TEST_MEDIA": str(settings.MEDIA_ROOT),
            "TEST_MAILS": str(self.mails),
            "TEST_FOLDER": str(self.folder),
            "TEST_JOB_TIMEOUT": str(self.job_timeout),
            "TEST_JOB_RETRY": str(self.job_retry),
            "PYTHONPATH": str(ROOT),
        }


def address_of_test_database() -> str:
    database = connection.settings_dict
    name, secret, host = (quote(str(database[part]), safe="") for part in ("USER", "PASSWORD", "HOST"))
    who = f"{name}:{secret}" if secret else name
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgresql://{who}@{host}{port}/{database['NAME']}"


@contextmanager
def worker_running(outside: Outside) -> Iterator[subprocess.Popen[bytes]]:
    """A real cluster of workers on the test database."""
    with _program([sys.executable, "manage.py", "qcluster"], outside, "worker") as process:
        yield process


@contextmanager
def site_running(outside: Outside) -> Iterator[str]:
    """The address of a real web server with two worker processes on the test database."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(128)
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        command = [
            *[sys.executable, "-m", "gunicorn", "config.wsgi:application"],
            *[
                "--bind",
                f"fd://{door.fileno()}",
                "--workers",
                "2",
                "--threads",
                "4",
                "--graceful-timeout",
                "2",
            ],
            *["--control-socket", str(outside.folder / "gunicorn.ctl")],
        ]
        with _program(command, outside, "site", pass_fds=[door.fileno()]) as process:
            wait_until(lambda: process.poll() is not None or _answers(address), "the web server")
            if process.poll() is not None:
                pytest.fail(outside.said("site"))
            yield address


@contextmanager
def _program(
    command: list[str], outside: Outside, name: str, **options: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """A program with all its children, which are gone when the block ends, and when the tests are killed."""
    with (
        (outside.folder / f"{name}.log").open("wb") as log,
        subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *command],
            cwd=ROOT,
            env=outside.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **options,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.request.HTTPError as answer:
        answer.close()
    except OSError:
        return False
    return True
