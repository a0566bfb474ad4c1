"""How a name is set: as large as it can be, in lines of about one length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

MEASURE = 180.0  # millimetres that a line may fill
POINT = 25.4 / 72

# (size in points, most lines), largest first. The style sheet's name--1, name--2 … are the same sizes.
SIZES = ((45.0, 1), (38.0, 2), (32.0, 2), (27.0, 3), (22.0, 4), (18.0, 6))


@dataclass(frozen=True)
class Setting:
    """A name in lines. ``step`` is the place of its size in SIZES, from 1."""

    step: int
    lines: tuple[str, ...]


def fit(name: str, width_of: Callable[[str], float]) -> Setting:
    """Set a name. ``width_of`` gives the width of a text as a multiple of its size.

    A word longer than a line at the smallest size is left to the page to break.
    """
    for step, (size, most) in enumerate(SIZES, start=1):
        lines = _balanced(name, partial(_millimetres, width_of, size))
        if lines and len(lines) <= most:
            return Setting(step, tuple(lines))
    return Setting(len(SIZES), (name,))


def _millimetres(width_of: Callable[[str], float], size: float, text: str) -> float:
    return width_of(text) * size * POINT


def _balanced(name: str, width: Callable[[str], float]) -> list[str] | None:
    """The fewest lines that hold the name, as even as they can be."""
    lines = _filled(name.split(), width, MEASURE)
    if lines is None:
        return None
    narrow, wide = MEASURE / (len(lines) + 1), MEASURE
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        closer = _filled(name.split(), width, middle)
        if closer and len(closer) == len(lines):
            lines, wide = closer, middle
        else:
            narrow = middle
    return lines


def _filled(words: Sequence[str], width: Callable[[str], float], measure: float) -> list[str] | None:
    lines: list[str] = []
    for word in words:
        if lines and width(f"{lines[-1]} {word}") <= measure:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
        if width(lines[-1]) > measure:
            return None
    return lines
