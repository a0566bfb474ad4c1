"""Development days: offered, moved and called off by the office, booked by schools, recorded when they were."""

from __future__ import annotations

from awards.days.places import places_left
from awards.days.queries import days_to_come, upcoming_and_past
from awards.services.development.attending import (
    CannotRecord,
    record_attendance,
    record_catch_up,
    record_walk_in,
)
from awards.services.development.booking import (
    CannotBook,
    Coming,
    book,
    change_places,
    give_up_places,
    join_waiting_list,
)
from awards.services.development.calling_off import CallingOff, call_off, what_calling_off_does
from awards.services.development.offering import CannotChange, change_day, offer_day

__all__ = [
    "CallingOff",
    "CannotBook",
    "CannotChange",
    "CannotRecord",
    "Coming",
    "book",
    "call_off",
    "change_day",
    "change_places",
    "days_to_come",
    "give_up_places",
    "join_waiting_list",
    "offer_day",
    "places_left",
    "record_attendance",
    "record_catch_up",
    "record_walk_in",
    "upcoming_and_past",
    "what_calling_off_does",
]
