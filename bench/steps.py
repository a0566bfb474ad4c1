"""The one way that every contestant walks: eight steps over nine states, each behind one guard."""

from __future__ import annotations

from itertools import pairwise
from typing import Protocol

STATES = [f"state_{number}" for number in range(9)]
STEPS = list(pairwise(STATES))


class Guarded(Protocol):
    """A row that knows whether it may go on."""

    is_ready: bool


class NotReadyYet(Exception):
    """The guard of a baseline was unmet, or its person may not."""


def may_go_on(row: Guarded) -> bool:
    """The guard of the baselines, asked in Python of the row that was just read."""
    return row.is_ready
