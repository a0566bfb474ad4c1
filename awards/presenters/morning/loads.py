"""Who looks after how much, with their lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from awards.morning import Load, Officer
from awards.presenters.morning.whose import NOBODY, Whose


def load_lines(loads: Iterable[Load]) -> list[dict[str, Any]]:
    """A line for each officer, and one for what nobody looks after, with their lists."""
    return [
        {
            "name": load.name or "Nobody yet",
            "href": f"?whose={_code(load.officer)}",
            "open": load.open,
            "open_href": Whose(_code(load.officer)).board(),
            "late": load.late,
            "late_href": Whose(_code(load.officer)).board(due="late"),
            "stalled": load.stalled,
            "asks": load.asks,
            "asks_href": Whose(_code(load.officer)).asks,
        }
        for load in loads
    ]


def _code(officer: Officer) -> str:
    return NOBODY if officer is None else str(officer)
