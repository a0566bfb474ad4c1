"""What would be sent on a day if nothing else happened until then: by the clock's reminders, and by others that say so."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workflow import clock
from workflow.messages import Letter
from workflow.messages import what_would_go as fates_of
from workflow.models import Run

GOES, HELD, WAITS, MISSED, PROMPTS, MOVES, WENT = (
    "goes", "held", "waits", "missed", "prompts", "moves", "went"
)  # fmt: skip
FATES = (GOES, HELD, WAITS, MISSED, WENT, PROMPTS, MOVES)
"""In the order in which they are shown: who gets it, who does not, what is asked of the office, what the clock moves."""

LettersOf = Callable[[dt.date, dt.datetime], Sequence[Letter]]
_others: dict[str, LettersOf] = {}


@dataclass(frozen=True)
class Would:
    """One line: a mail, or the lack of one. ``to`` is empty where nobody is written to; ``rung`` as the ladder names it."""

    fate: str
    why: str
    to: str = ""
    name: str = ""
    run: Run | None = None
    rung: str = ""
    subject: str = ""
    body: str = ""


def register_letters(name: str, letters_of: LettersOf) -> None:
    """Have a function tell, of a day and the present moment, which letters it would post then. It writes nothing."""
    _others[name] = letters_of


def would_go(on: dt.date, *, now: dt.datetime) -> list[Would]:
    """Every mail of a day and whoever does not get one, in the order of ``FATES``. Writes nothing."""
    lines = [_reminder(one) for one in clock.what_would_go(on, now=now)]
    letters = [letter for letters_of in _others.values() for letter in letters_of(on, now)]
    for mail in fates_of(letters) if letters else ():
        fate = mail.fate if mail.fate in FATES else MISSED
        lines.append(
            Would(
                fate, mail.why, to=mail.letter.to, run=mail.letter.run, subject=mail.subject, body=mail.body
            )
        )
    places = {fate: place for place, fate in enumerate(FATES)}
    return sorted(lines, key=lambda one: places[one.fate])


def counts_of(lines: Sequence[Would]) -> Mapping[str, int]:
    """How many lines have each fate."""
    return Counter(line.fate for line in lines)


def _reminder(one: clock.WouldRemind) -> Would:
    return Would(
        one.fate,
        one.why,
        to=one.recipient.email if one.recipient else "",
        name=one.recipient.name if one.recipient else "",
        run=one.run,
        rung=one.rung.code if one.rung else "",
        subject=one.mail.subject if one.mail else "",
        body=one.mail.body if one.mail else "",
    )
