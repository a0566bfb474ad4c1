"""The morning in words."""

from __future__ import annotations

from awards.presenters.morning.lines import Button, Line, ask_line
from awards.presenters.morning.loads import load_lines
from awards.presenters.morning.parts import ASK_HEADS, Part, parts_of, weekday
from awards.presenters.morning.whose import EVERYONE, MINE, NOBODY, Whose

__all__ = [
    "ASK_HEADS",
    "EVERYONE",
    "MINE",
    "NOBODY",
    "Button",
    "Line",
    "Part",
    "Whose",
    "ask_line",
    "load_lines",
    "parts_of",
    "weekday",
]
