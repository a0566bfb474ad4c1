"""When something is due: rules as data, dates as their result. Plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

SATURDAY = 5  # as weekday() counts

TermEnds = Callable[[dt.date], Iterable[dt.date]]


@dataclass(frozen=True)
class Due:
    """A time limit, counted from the day on which the state was entered.

    Exactly one of days, months (calendar) or terms (by the end of the nth term after the one that the
    anchor lies in; "within one term" of the scheme's pages, 2018-19). dates: published days, in order; the count begins
    on the first of them at or after the anchor, and on the anchor itself once all are past.
    because: the words that follow a date.
    """

    days: int = 0
    months: int = 0
    terms: int = 0
    because: str = ""
    dates: tuple[dt.date, ...] = ()

    def __post_init__(self) -> None:
        if sum(bool(part) for part in (self.days, self.months, self.terms)) != 1:
            raise ValueError("A due rule counts in exactly one of days, months or terms.")
        if min(self.days, self.months, self.terms) < 0:
            raise ValueError("A due rule counts forward: its number is above nought.")
        if list(self.dates) != sorted(set(self.dates)):
            raise ValueError("Published days are in order, each named once.")

    def on(self, anchor: dt.date, *, term_ends: TermEnds) -> dt.date:
        """The last day in time. ``term_ends`` yields the last days of the terms from the one of a date on."""
        begins = next((date for date in self.dates if date >= anchor), anchor)
        if self.days:
            return begins + dt.timedelta(days=self.days)
        if self.months:
            return begins + relativedelta(months=self.months)
        ends = iter(term_ends(begins))
        for _ in range(self.terms):
            next(ends)
        return next(ends)

    def in_words(self) -> str:
        number, unit = next(
            (number, unit)
            for number, unit in ((self.days, "day"), (self.months, "month"), (self.terms, "term"))
            if number
        )
        counted = f"{number} {unit}{'s' if number > 1 else ''}"
        return f"{counted} after the published day that follows" if self.dates else counted


def usual_term_ends(day: dt.date) -> Iterable[dt.date]:
    """The last days of England's usual three terms, from the term that holds the day (or follows it) on."""
    year = day.year
    while True:
        for end in (dt.date(year, 3, 31), dt.date(year, 7, 22), dt.date(year, 12, 20)):
            if end >= day:
                yield end
        year += 1


def working_days_between(earlier: dt.date, later: dt.date) -> int:
    """Mondays to Fridays after the earlier day, up to and with the later one."""
    days = (later - earlier).days
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((earlier.weekday() + i + 1) % 7 < SATURDAY for i in range(rest))
