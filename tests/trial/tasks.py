"""Jobs that leave marks: in the database what they do once, in a folder who tried."""

from __future__ import annotations

import os
import time
from pathlib import Path

from workflow.numbers import next_number
from workflow.queue import Once, task


def folder() -> Path:
    return Path(os.environ["TEST_FOLDER"])


@task
def count(once: Once, series: str) -> None:
    """Its effect is one number of the series."""
    with once.finishing():
        next_number(series)


@task
def count_slowly(once: Once, series: str) -> None:
    """Says who is at it, and waits to be killed until it is told to go on."""
    (folder() / f"{series}.{os.getpid()}").touch()
    with once.finishing():
        next_number(series)
        while not (folder() / "go").exists():
            time.sleep(0.02)


@task
def count_if_mended(once: Once, series: str) -> None:
    """Fails until its folder says that what it needs is mended."""
    with once.finishing():
        next_number(series)
        if not (folder() / "mended").exists():
            raise FileNotFoundError("What it needs is not there.")
