"""What a measure answers, and the arithmetic of ratios."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median


class CannotMeasure(Exception):
    """The figure would say nothing. The sentence says why."""


@dataclass(frozen=True)
class Beside:
    """A further figure, printed beside the measurement and not kept."""

    name: str
    value: str


@dataclass(frozen=True)
class Measurement:
    """One figure with its bound.

    value: what was found, in ``unit``; bound: the most that it may be, or with ``at_least`` the least.
    against: what it was compared with. raw: [ours, theirs], for a ratio the medians in the unit that it compares.
    statements: how many one piece of our work sends to PostgreSQL, transaction commands left out;
    most_statements: how many it may.
    """

    value: float
    bound: float
    unit: str
    against: str
    raw: tuple[float, float]
    trials: int
    statements: int | None = None
    most_statements: int | None = None
    at_least: bool = False
    beside: Sequence[Beside] = field(default=(), compare=False)

    @property
    def ok(self) -> bool:
        within = self.value >= self.bound if self.at_least else self.value <= self.bound
        if self.statements is None or self.most_statements is None:
            return within
        return within and self.statements <= self.most_statements


Work = Callable[[], float]


def interleaved(contestants: Mapping[str, Work], *, rounds: int) -> dict[str, list[float]]:
    """Let each contestant work once a round, in turn, and give the figures of the rounds.

    A contestant answers with what it measured, in any unit. The order is reversed every other round, so that a
    drifting machine favours nobody. One round before the first is not counted.
    """
    figures: dict[str, list[float]] = {name: [] for name in contestants}
    forward = list(contestants)
    for number in range(rounds + 1):
        for name in forward if number % 2 else reversed(forward):
            figure = contestants[name]()
            if number:
                figures[name].append(figure)
    return figures


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios within each round: what slows a whole round down cancels out."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes, the garbage collector resting."""
    with without_garbage_collection():
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun
