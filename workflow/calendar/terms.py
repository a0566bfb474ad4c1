"""One term, and the academic year to which a day belongs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

AUTUMN, SPRING, SUMMER = "autumn", "spring", "summer"
NAMES = (AUTUMN, SPRING, SUMMER)
AUGUST = 8


@dataclass(frozen=True)
class TermDates:
    """A term and its half term; all days included."""

    academic_year: int
    name: str
    begins: dt.date
    ends: dt.date
    half_term_begins: dt.date
    half_term_ends: dt.date

    def is_half_term(self, day: dt.date) -> bool:
        return self.half_term_begins <= day <= self.half_term_ends


def academic_year_of(day: dt.date) -> int:
    """The academic year, from August to July, by its first half: 2018 is 2018/19."""
    return day.year if day.month >= AUGUST else day.year - 1
