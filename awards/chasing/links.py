"""Links by which somebody answers a reminder without signing in. Looking at one changes nothing: mail programs look too."""

from __future__ import annotations

import datetime as dt

from awards.models import Contact
from awards.queries import part_by_key
from workflow.messages import LinkIsOver, personal_link, read_token

LINK_LASTS = dt.timedelta(days=60)  # our default, no public source
MORE_TIME, NOT_NOW, SOMEONE_ELSE = "more-time", "not-now", "someone-else"
QUESTION = "term-question"
PAGES = {
    MORE_TIME: "awards:more_time_by_link",
    NOT_NOW: "awards:not_now",
    SOMEONE_ELSE: "awards:someone_else",
}


def more_time_link(contact: Contact) -> str:
    """Where the person behind a part asks for more time: a marker, for a mail."""
    return personal_link(PAGES[MORE_TIME], MORE_TIME, contact.pk)


def not_now_link(contact: Contact) -> str:
    """Where they ask us to be quiet until a day."""
    return personal_link(PAGES[NOT_NOW], NOT_NOW, contact.pk)


def someone_else_link(contact: Contact) -> str:
    """Where they say that somebody else leads now."""
    return personal_link(PAGES[SOMEONE_ELSE], SOMEONE_ELSE, contact.pk)


def question_link(pk: int) -> str:
    """Where whoever was asked the question of a term answers it, by the question's key."""
    return personal_link("awards:term_question", QUESTION, pk)


def question_key(token: str) -> int:
    """The question that a link was written to. Raises LinkIsOver."""
    return read_token(QUESTION, token, max_age=LINK_LASTS)


def part_by_link(purpose: str, token: str) -> Contact:
    """The part that a link was written to. Raises LinkIsOver, also where the part or the journey has ended."""
    contact = part_by_key(read_token(purpose, token, max_age=LINK_LASTS))
    return still_theirs(contact)


def still_theirs(contact: Contact | None) -> Contact:
    """The part, while it and its journey last. Raises LinkIsOver."""
    if contact is None or contact.until is not None or not contact.person.is_active:
        raise LinkIsOver("This link was for somebody who has handed this on. Sign in, or write to us.")
    if contact.application.run.finished_at:
        raise LinkIsOver("This journey has ended, so nothing is asked of you any more.")
    return contact
