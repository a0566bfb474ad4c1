"""The lists that the board is measured with: none narrowed, each filter by itself at several of its choices, and searches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict

from awards import board, presenters
from awards.filters import RunFilter
from awards.models import Person
from awards.paging import Page, page_of
from awards.queries import board_runs
from bench.filling import FIRST_URN, OFFICERS, RARE
from workflow.models import Run

SINGLE = {
    "stalled": ["overdue", "slow", "allowance", "silent"],
    "programme": ["artsmark", "enquiry"],
    "step": ["artsmark:registered", "artsmark:delivering", "artsmark:decided", "artsmark:in_assessment"],
    "move": ["school", "office", "assessor", "partner"],
    "officer": ["1", str(OFFICERS - 2), "none", "mine"],
    "area": ["001", "075", "150"],
    "edition": ["artsmark:2018-in-house", "artsmark:2019-recorded"],
    "phase": ["joining", "delivering", "deciding"],
    "kind": ["primary", "nursery", "other"],
    "due": ["late", "week", "four-weeks", "term", "none"],
    "paused": ["only", "no"],
    "ended": ["all", "only"],
    "sort": ["due", "slow"],
}
SEARCHES = {
    "common word": "school",
    "rare word": RARE.lower(),
    "common and rare": f"school {RARE.lower()}",
    "two words": "oakfield academy",
    "a part": "field pri",
    "nothing of the name": "zzyzx",
    "two letters": "oa",
    "URN": str(FIRST_URN + 6),
    "email": f"person{OFFICERS + 7}@bench.example",
}


def cases() -> Mapping[str, str]:
    """Query strings of lists, by what each is called."""
    found = {"no filter": ""}
    for name, choices in SINGLE.items():
        found |= {f"{name} {choice}": urlencode({name: choice}) for choice in choices}
    found["area and state"] = urlencode({"area": "001", "step": "artsmark:delivering"})
    found["small area and state"] = urlencode({"area": "150", "step": "artsmark:decided"})
    return found | {f"search: {name}": urlencode({"q": words}) for name, words in SEARCHES.items()}


def officer() -> Person:
    return Person.objects.get(pk=1)


def chosen(query: str, *, person: Person, now: dt.datetime) -> RunFilter:
    return RunFilter(QueryDict(query), queryset=board_runs(), person=person, now=now)


def rows(query: str, *, person: Person, now: dt.datetime) -> Page[Run]:
    """The rows of a list's first page, as the board reads them."""
    found = chosen(query, person=person, now=now)
    return page_of(found.qs, after="", address=QueryDict(query), by=found.order)


def reads(query: str, *, person: Person, now: dt.datetime) -> None:
    """All that the board reads for the first page of a list: choices of its filters, rows, paces, counts, kept lists."""
    presenters.paces(rows(query, person=person, now=now).rows)
    board.counts()
    board.views_for(person)
