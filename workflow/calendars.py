"""The calendars of areas, read from what is kept."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from workflow.calendar import Calendar, QuietDays, TermDates
from workflow.calendar.terms import AUGUST
from workflow.models import BankHoliday, QuietWeek

_ROWS = """
    SELECT 'term' AS what, area, academic_year, name, '' AS kind, begins, ends, half_term_begins, half_term_ends, false
    FROM workflow_term WHERE area = ANY(%s)
    UNION ALL
    SELECT 'quiet', area, academic_year, why, kind, begins, ends, begins, ends, is_dropped
    FROM workflow_quietweek WHERE area = ANY(%s)
    UNION ALL
    SELECT 'holiday', '', 0, name, '', day, day, day, day, false
    FROM workflow_bankholiday WHERE NOT is_dropped
    ORDER BY begins, area, name, kind
"""


def calendars_for(areas: Iterable[str]) -> Mapping[str, Calendar]:
    """By area, its calendar; '' is everywhere. One query, however many areas.

    An area's own terms stand instead of everywhere's for that academic year; so do its own quiet weeks of the same reason.
    """
    wanted = list(dict.fromkeys(areas))
    if not wanted:
        return {}
    scope = list(dict.fromkeys(["", *wanted]))
    terms: dict[str, dict[int, list[TermDates]]] = defaultdict(lambda: defaultdict(list))
    quiet: dict[str, dict[tuple[Any, ...], QuietDays | None]] = defaultdict(dict)
    holidays = set()
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [scope, scope])
        for (
            what,
            area,
            year,
            name,
            kind,
            begins,
            ends,
            half_begins,
            half_ends,
            is_dropped,
        ) in cursor.fetchall():
            if what == "term":
                terms[area][year].append(TermDates(year, name, begins, ends, half_begins, half_ends))
            elif what == "quiet":
                quiet[area][year, name, kind] = None if is_dropped else QuietDays(begins, ends, name, kind)
            else:
                holidays.add(begins)
    return {
        area: Calendar(
            terms={year: tuple(rows) for year, rows in {**terms[""], **terms[area]}.items()},
            bank_holidays=frozenset(holidays),
            quiet=tuple(days for days in {**quiet[""], **quiet[area]}.values() if days),
        )
        for area in wanted
    }


def bank_holidays_of(year: int) -> list[BankHoliday]:
    """The bank holidays of an academic year, in order."""
    begins, ends = dt.date(year, AUGUST, 1), dt.date(year + 1, AUGUST, 1)
    return list(BankHoliday.objects.filter(day__gte=begins, day__lt=ends, is_dropped=False).order_by("day"))


def quiet_weeks_of(area: str, year: int) -> list[QuietWeek]:
    """The quiet days of an academic year as they stand in an area, in order."""
    rows = QuietWeek.objects.filter(area__in=["", area], academic_year=year).order_by("area", "begins", "pk")
    standing = {(row.why, row.kind): row for row in rows}
    return sorted((row for row in standing.values() if not row.is_dropped), key=lambda row: row.begins)
