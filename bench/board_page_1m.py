"""What the board's first page costs over 1,000,000 runs beside 10,000, at its worst list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from statistics import median

from django.utils import timezone

from bench import million
from bench.board_cases import cases, chosen, officer, reads, rows
from bench.database import ROOT
from bench.measurement import Beside, Measurement, interleaved, ratio, seconds
from bench.million import LARGE, SMALL, Office

BOUND = 3
ROUNDS = 5
PLANS = ROOT / "var" / "bench-plans" / "board_page_1m.txt"
MILLISECONDS = 1e3


def measure() -> Measurement:
    """The worst ratio, over all lists, of the milliseconds of all that the first page reads: at 1,000,000 over at 10,000.

    The lists: none narrowed, each filter by itself at several choices, area and state, and searches by a common word, a rare
    one, both, none, a URN and an email. Read through the board's own queries, models made, nothing drawn. The plans of all
    rows' queries at 1,000,000 are kept in var/bench-plans.
    """
    took = {name: _both(partial(reads, query)) for name, query in cases().items()}
    only_rows = {name: _both(partial(rows, query)) for name, query in cases().items()}
    _keep_plans()
    ratios = {name: ratio(*figures) for name, figures in took.items()}
    worst = max(ratios, key=lambda name: ratios[name])
    large, small = took[worst]
    slowest = sorted(only_rows, key=lambda name: -median(only_rows[name][0]))[:5]
    return Measurement(
        value=ratios[worst],
        bound=BOUND,
        unit="ratio of ms",
        against="the same page over 10,000 runs",
        raw=(median(large), median(small)),
        trials=ROUNDS * len(took),
        beside=[
            Beside("the worst list", worst),
            *(Beside(f"rows alone, {name}", _in_words(*only_rows[name])) for name in slowest),
            *million.told(),
        ],
    )


def _both(work: Callable[..., object]) -> tuple[list[float], list[float]]:
    """Milliseconds at 1,000,000 and at 10,000."""
    figures = interleaved(
        {office.name: partial(_milliseconds, office, work) for office in (LARGE, SMALL)}, rounds=ROUNDS
    )
    return figures[LARGE.name], figures[SMALL.name]


def _milliseconds(office: Office, work: Callable[..., object]) -> float:
    with office.here():
        person, now = officer(), timezone.now()
        return seconds(partial(work, person=person, now=now)) * MILLISECONDS


def _keep_plans() -> None:
    now, texts = timezone.now(), []
    with LARGE.here():
        for name, query in cases().items():
            found = chosen(query, person=officer(), now=now).qs[:51]
            texts.append(f"{name}\n{found.explain(analyze=True, buffers=True)}\n")
    PLANS.parent.mkdir(parents=True, exist_ok=True)
    PLANS.write_text("\n".join(texts))


def _in_words(large: list[float], small: list[float]) -> str:
    return f"{median(large):.1f} ms, {median(small):.1f} ms at 10,000"
