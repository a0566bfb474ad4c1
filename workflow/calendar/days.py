"""The days, terms and quiet weeks of one area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from workflow.calendar.terms import TermDates, academic_year_of
from workflow.calendar.usual import usual_terms

SATURDAY = 5  # as weekday() counts
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class QuietDays:
    """Days, both included, on which people are left in peace. ``kind``: only runs of that kind; empty: all."""

    begins: dt.date
    ends: dt.date
    why: str
    kind: str = ""


@dataclass(frozen=True)
class Calendar:
    """The calendar of one area.

    terms: by academic year (2018 is 2018/19), in order. A year that is not there has the usual terms of England.
    bank_holidays: those that are known; of years beyond, none.
    """

    terms: Mapping[int, tuple[TermDates, ...]] = field(default_factory=dict)
    bank_holidays: frozenset[dt.date] = frozenset()
    quiet: tuple[QuietDays, ...] = ()

    def term_of(self, day: dt.date) -> TermDates | None:
        """The term in which a day lies, half term included; None in the holidays."""
        terms = self.terms_of(academic_year_of(day))
        return next((term for term in terms if term.begins <= day <= term.ends), None)

    def term_ends(self, day: dt.date) -> Iterator[dt.date]:
        """The last days of the terms, from the term that holds the day (or follows it) on. Never ends."""
        year = academic_year_of(day)
        while True:
            yield from (term.ends for term in self.terms_of(year) if term.ends >= day)
            year += 1

    def is_working_day(self, day: dt.date) -> bool:
        """Monday to Friday, and no bank holiday."""
        return day.weekday() < SATURDAY and day not in self.bank_holidays

    def is_term_day(self, day: dt.date) -> bool:
        """A working day in a term, out of half term."""
        term = self.term_of(day)
        return term is not None and not term.is_half_term(day) and self.is_working_day(day)

    def next_term_day(self, day: dt.date) -> dt.date:
        """The day itself when it is a day of term, else the first one after it."""
        while not self.is_term_day(day):
            day += DAY
        return day

    def add_working_days(self, day: dt.date, number: int) -> dt.date:
        """The day that is a number of working days later, or, below nought, earlier."""
        return _count(day, number, self.is_working_day)

    def add_term_days(self, day: dt.date, number: int) -> dt.date:
        """The day that is a number of days of term later, or, below nought, earlier."""
        return _count(day, number, self.is_term_day)

    def is_quiet(self, day: dt.date, kind: str = "") -> bool:
        """Whether those of a kind are left in peace on a day."""
        return any(one.begins <= day <= one.ends and one.kind in ("", kind) for one in self.quiet)

    def terms_of(self, year: int) -> tuple[TermDates, ...]:
        """The terms of an academic year, in order; 2018 is 2018/19."""
        return self.terms.get(year) or usual_terms(year)


def _count(day: dt.date, number: int, counts: Callable[[dt.date], bool]) -> dt.date:
    step = DAY if number > 0 else -DAY
    left = abs(number)
    while left:
        day += step
        left -= counts(day)
    return day
