"""Who gets what on the pages about days, support and the office's log: the status of a GET."""

from __future__ import annotations

PEOPLE = ("anonymous", "lead", "editor", "finance", "head", "other", "officer", "reader")
OFFICE = dict.fromkeys(PEOPLE, 404) | {"anonymous": 302, "officer": 200}
SCHOOL = OFFICE | {"lead": 200, "editor": 200, "head": 200}
LEADS = OFFICE | {"lead": 200}
GETS = {
    "change_places": LEADS,
    "give_up_places": LEADS,
    "day_calendar": SCHOOL,
    "walk_in": OFFICE,
    "catch_up": OFFICE,
    "day": OFFICE,
    "call_list": OFFICE,
    "move_day": OFFICE,
    "call_off_day": OFFICE,
    "run_support": SCHOOL,
    "support_calendar": SCHOOL,
    "support": OFFICE,
    "support_session": OFFICE,
    "record_support": OFFICE,
    "log_contact": OFFICE,
    "next_steps": OFFICE,
}
POSTS = {
    "give_up_support": LEADS,
    "call_off_support": OFFICE,
    "next_step_done": OFFICE,
}
PAGES = {*GETS, *POSTS}
"""All these pages, by name."""
