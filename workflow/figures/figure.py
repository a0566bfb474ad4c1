"""A picture with the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict


class Column(TypedDict):
    text: str
    numeric: bool


class Cell(TypedDict):
    text: str
    numeric: bool
    href: str


@dataclass(frozen=True)
class Figure:
    """What a page shows of some numbers. ``svg`` empty: there is nothing to draw yet, and ``says`` says why.

    ``columns`` and ``rows`` are those of ``components/table.html``.
    """

    name: str
    title: str
    says: str
    svg: str
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Cell]] = ()


def column(text: str, *, numeric: bool = True) -> Column:
    return Column(text=text, numeric=numeric)


def cell(value: object, *, numeric: bool = True, href: str = "") -> Cell:
    """A cell; whole numbers get their commas."""
    return Cell(text=f"{value:,}" if isinstance(value, int) else str(value), numeric=numeric, href=href)
