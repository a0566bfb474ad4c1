"""Pictures of numbers, drawn on the server: data in, SVG out. Each stands beside a table that says the same."""

from __future__ import annotations

from workflow.figures.bars import Bar, Part, draw_bars
from workflow.figures.figure import Figure, cell, column

__all__ = ["Bar", "Figure", "Part", "cell", "column", "draw_bars"]
