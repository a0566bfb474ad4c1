"""What somebody at the office looks at first in the morning. A fixed number of queries, for one person or all."""

from __future__ import annotations

from awards.morning.calendar import days_of, is_working_day, next_working_day
from awards.morning.choosing import MOST
from awards.morning.loads import (
    Load,
    is_manager,
    late_by_officer,
    late_journeys,
    loads,
    managers_among,
    officers_with_journeys,
)
from awards.morning.parts import Days, Few, Morning, Officer, Rest
from awards.morning.reading import everyones_lateness, everyones_morning, mornings_of, open_asks

__all__ = [
    "MOST",
    "Days",
    "Few",
    "Load",
    "Morning",
    "Officer",
    "Rest",
    "days_of",
    "everyones_lateness",
    "everyones_morning",
    "is_manager",
    "is_working_day",
    "late_by_officer",
    "late_journeys",
    "loads",
    "managers_among",
    "mornings_of",
    "next_working_day",
    "officers_with_journeys",
    "open_asks",
]
