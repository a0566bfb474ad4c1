"""Who gets what on the pages about people: the status of a GET, and whether a POST is theirs (200) or not there (404)."""

from __future__ import annotations

PEOPLE = ("anonymous", "lead", "second", "editor", "finance", "head", "other", "officer", "reader")
SCHOOL = {"anonymous": 302, "lead": 200, "second": 200, "editor": 200, "finance": 404, "head": 200} | {
    "other": 404, "officer": 200, "reader": 404,
}  # fmt: skip
MANAGERS = SCHOOL | {"editor": 404, "head": 404}
OFFICE = dict.fromkeys(PEOPLE, 404) | {"anonymous": 302, "officer": 200}
GETS = {
    "people": SCHOOL,
    "brief": SCHOOL,
    "end_part": MANAGERS | {"editor": 200},
    "part_address": OFFICE,
    "came_back": OFFICE,
    "hand_over": MANAGERS | {"head": 200},
    "who_leads": OFFICE,
    "my_details": dict.fromkeys(PEOPLE, 200) | {"anonymous": 302},
}
POSTS = {
    "people": MANAGERS,
    "invitation_again": MANAGERS,
    "invitation_withdraw": MANAGERS,
    "hand_over": MANAGERS,
    "hand_over_withdraw": MANAGERS,
    "hand_over_head": MANAGERS,
    "hand_over_call": OFFICE,
    "part_address": OFFICE,
    "came_back": OFFICE,
    "who_leads": OFFICE,
    "end_part": MANAGERS | {"editor": 200},
    "hand_over_agree": dict.fromkeys(PEOPLE, 404) | {"anonymous": 302, "lead": 200, "head": 200},
}
BY_LINK = {"invitation", "invitation_declined", "invitation_taken_up", "arriving", "confirm_address"} | {
    *(f"hand_over_by_{side}" for side in ("leaver", "successor", "head")),
    *("answered", "more_time_by_link", "not_now", "someone_else", "term_question"),
}
PAGES = {*GETS, *POSTS, *BY_LINK}
"""All pages about people, by name."""
