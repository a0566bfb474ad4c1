"""Who gets what on the pages about money: the status of a GET. (The page of the fee itself is in test_access.)"""

from __future__ import annotations

PEOPLE = ("anonymous", "lead", "editor", "finance", "other", "officer", "reader")
OFFICE = dict.fromkeys(PEOPLE, 404) | {"anonymous": 302, "officer": 200}
GETS = {
    "billing": OFFICE | {"lead": 200},
    "fee_again": dict.fromkeys(PEOPLE, 405) | {"anonymous": 302},
    "money": OFFICE,
    "money_export": OFFICE,
    "invoice_paper": OFFICE | {"lead": 302, "editor": 302, "officer": 302},
    "credit_note_paper": OFFICE | {"lead": 302, "editor": 302, "officer": 302},
    "invoice_credit": OFFICE,
    "invoice_write_off": OFFICE,
    "invoice_move": OFFICE,
}
BY_LINK = {"invoice_by_link", "invoice_paper_by_link"}
PAGES = {*GETS, *BY_LINK}
"""All pages about money but that of the fee."""
