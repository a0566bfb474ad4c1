"""What one cell says, as text; and how text is written into a cell so that it stays text."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f\u200b-\u200f\ufeff]")
_LONGEST = 5_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_text(cell: str) -> str:
    """Without spaces at the ends and marks that nobody sees; a guard against formulas is taken off again."""
    text = _UNSEEN.sub("", cell.replace("\xa0", " ")).strip()[:_LONGEST]
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text


def in_a_cell(text: str) -> str:
    """Text that no spreadsheet program takes for a formula. ``plain_text`` gives back what went in."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def as_text(value: Any) -> str:
    """What a cell of a workbook says: days as ISO text, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time.min else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
