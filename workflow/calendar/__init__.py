"""The calendar: terms, half terms, bank holidays and quiet weeks, as plain values. No database.

``Calendar`` answers for one area. What is kept becomes such values in ``workflow.calendars``.
"""

from __future__ import annotations

from workflow.calendar.days import Calendar, QuietDays
from workflow.calendar.terms import AUTUMN, NAMES, SPRING, SUMMER, TermDates, academic_year_of
from workflow.calendar.usual import usual_quiet_days, usual_terms

__all__ = [
    "AUTUMN",
    "NAMES",
    "SPRING",
    "SUMMER",
    "Calendar",
    "QuietDays",
    "TermDates",
    "academic_year_of",
    "usual_quiet_days",
    "usual_terms",
]
