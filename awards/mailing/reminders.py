"""The mails of ladders: what is due, and what can still be done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from awards.chasing.links import MORE_TIME, NOT_NOW, PAGES, SOMEONE_ELSE, question_link
from awards.chasing.words import STILL
from awards.journeys.enquiry import Enquiry
from awards.mailing.declaring import FOLDER, OFFICE, RUN
from awards.mailing.examples import example_words
from workflow.journey import Journey
from workflow.messages import personal_link
from workflow.messages.templates import declare
from workflow.registry import all_journeys

TITLES = {
    "ahead": "A reminder in good time",
    "half_way": "A reminder half way through delivery",
    "soon": "A reminder shortly before the day",
    "late": "A reminder after the day",
    "second_contact": "A reminder to the second contact",
}
FIELDS = OFFICE | RUN | {
    *("label", "name", "asks", "due_on", "is_late", "still", "left", "lead", "officer"),
    *("more_time", "not_now", "someone_else"),
}  # fmt: skip


def declare_mails_of_ladders() -> None:
    """Make the mails known. Called once, when the application starts."""
    schools = [journey for journey in all_journeys() if journey is not Enquiry]
    for name, title in TITLES.items():
        declare(f"{FOLDER}/reminder_{name}.txt", FIELDS, _example, title=title, editions=schools)
    declare(
        f"{FOLDER}/term_question.txt",
        OFFICE | RUN | {"name", "due_on", "link", "officer"},
        _example_of_question,
        title="The question of the term: how is it going?",
        editions=schools,
    )
    letter = OFFICE | RUN | {"name", "words", "asks", "due_on", "officer"}
    declare(
        f"{FOLDER}/head_will_be_told.txt",
        letter | {"goes_on", "email", "more_time", "someone_else"},
        _example_of_head_letter,
        title="The lead hears that the head will be written to",
        editions=schools,
    )
    declare(
        f"{FOLDER}/to_head.txt",
        letter | {"lead", "told_on"},
        _example_of_head_letter,
        title="To the head",
        editions=schools,
    )
    declare(
        f"{FOLDER}/our_lateness.txt",
        OFFICE | RUN | {"name", "was", "due_on", "words", "officer"},
        _example_of_lateness,
        title="We are late",
        editions=schools,
    )


def _example(journey: type[Journey]) -> dict[str, Any]:
    state = journey.states["day_attended"]
    return {
        **example_words(journey),
        "label": "Example Primary School",
        "asks": state.asks,
        "is_late": False,
        "still": STILL[state.name],
        "left": [task.label for task in state.tasks if not task.optional],
        "lead": "Lee Leader",
        "officer": "Olga Officer",
        "more_time": personal_link(PAGES[MORE_TIME], MORE_TIME, 0),
        "not_now": personal_link(PAGES[NOT_NOW], NOT_NOW, 0),
        "someone_else": personal_link(PAGES[SOMEONE_ELSE], SOMEONE_ELSE, 0),
    }


def _example_of_question(journey: type[Journey]) -> dict[str, Any]:
    return {**example_words(journey), "link": question_link(0), "officer": "Olga Officer"}


def _example_of_head_letter(journey: type[Journey]) -> dict[str, Any]:
    return {
        **_example(journey),
        "words": "We have written to Lee Leader, and have not heard for a while. Whom should we talk to?",
        "goes_on": dt.date(2026, 7, 3),
        "told_on": dt.date(2026, 6, 26),
        "email": "head@school.example",
    }


def _example_of_lateness(journey: type[Journey]) -> dict[str, Any]:
    return {
        **example_words(journey),
        "was": dt.date(2026, 7, 3),
        "words": "One of the two who read it is ill, and somebody else begins anew.",
        "officer": "Olga Officer",
    }
