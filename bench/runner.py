"""Runs the measures one after another and gathers what they found."""

from __future__ import annotations

import datetime as dt
import importlib
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench import report
from bench.measurement import CannotMeasure, Measurement

Measure = Callable[[], Measurement]

MEASURES = (
    "advance_vs_orm",
    "race_doubles",
    "import_vs_copy",
    "certificate_vs_naive",
    "board_page_1m",
    "board_counts_vs_scan",
    "board_page_vs_sql",
    "sweep_1m",
    "bulk_vs_advance",
    "autosave_vs_bare",
)


class UnknownMeasure(Exception):
    """There is no measure of the name."""


def chosen(names: Sequence[str]) -> list[str]:
    """The measures of the names, in our order; none named means all. Raises UnknownMeasure."""
    if unknown := [name for name in names if name not in MEASURES]:
        raise UnknownMeasure(f"There is no measure '{unknown[0]}'. There are: {', '.join(MEASURES)}.")
    return [name for name in MEASURES if not names or name in names]


def load(name: str) -> Measure:
    """The measure of a name. Loaded when wanted, so that one that cannot be does not keep the others from it."""
    measure: Measure = importlib.import_module(f"bench.{name}").measure
    return measure


def run(
    names: Sequence[str], *, file: Path, now: dt.datetime, commit: str, load: Callable[[str], Measure] = load
) -> bool:
    """Measure, keep what was found in the file and print it. Says whether every figure is there and in its bound."""
    found: dict[str, Measurement] = {}
    failures: dict[str, str] = {}
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            found[name] = load(name)()
        except CannotMeasure as reason:
            failures[name] = str(reason)
        except Exception:  # noqa: BLE001 - the other measures are still wanted, and this one is told
            failures[name] = traceback.format_exc(limit=-4)
        else:
            report.merge(file, {name: report.as_kept(name, found[name], commit=commit, at=now)})
    _tell(found, failures)
    return not failures and all(one.ok for one in found.values())


def _tell(found: Mapping[str, Measurement], failures: Mapping[str, str]) -> None:
    if found:
        print(report.table(found))
    for name, reason in failures.items():
        print(f"{name} could not be measured: {reason}")
