"""England's bank holidays: as the government publishes them, and beyond its years as the law lets expect them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import holidays
from govuk_bank_holidays.bank_holidays import BankHolidays

SATURDAY = 5


@dataclass(frozen=True)
class Holiday:
    """A bank holiday. ``is_provisional``: not published yet, and may be moved."""

    day: dt.date
    name: str
    is_provisional: bool


@cache
def bank_holidays(first: int, last: int) -> tuple[Holiday, ...]:
    """The bank holidays of the years from the first to the last, weekdays only, in order.

    From gov.uk's list as the package brings it (no network is asked); years after its last are reckoned, and provisional.
    """
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    published = [Holiday(one["date"], one["title"], is_provisional=False) for one in listed]
    known_until = max(holiday.day.year for holiday in published)
    both = [*published, *_reckoned(range(max(first, known_until + 1), last + 1))]
    return tuple(holiday for holiday in both if first <= holiday.day.year <= last)


def _reckoned(years: Iterable[int]) -> list[Holiday]:
    """Days at a weekend have their substitute beside them, and are left out."""
    expected = holidays.country_holidays("GB", subdiv="ENG", years=list(years)) if list(years) else {}
    return [
        Holiday(day, name, is_provisional=True)
        for day, name in sorted(expected.items())
        if day.weekday() < SATURDAY
    ]
