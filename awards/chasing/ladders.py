"""When Artsmark reminds, whom, and in which words. Days are school days from the due date.

All of it is our default, no public source. It goes from the lead to the second contact, and then to an officer, who
telephones. The head is never on a ladder: only an officer writes to the head.
"""

from __future__ import annotations

from awards.chasing.addressees import LEAD, SECOND_CONTACT
from workflow.journey import Rung

MAILS = "awards/mails/reminder_"


def _before(code: str, school_days: int, words: str) -> Rung:
    return Rung(code, -school_days, LEAD, f"{MAILS}{words}.txt")


def _after(what: str) -> tuple[Rung, ...]:
    """What happens once the day is over. A day at the end of a term is chased after the first week of the next."""
    return (
        Rung("late", 1, LEAD, f"{MAILS}late.txt"),
        Rung("second-contact", 11, SECOND_CONTACT, f"{MAILS}second_contact.txt"),
        Rung("ring", 16, prompts=f"Ring them: {what}, and our emails brought no answer."),
    )


DAY = (
    _before("ahead", 25, "ahead"),
    _before("soon", 5, "soon"),
    *_after("no development day is booked"),
)
COMMITMENT = (
    _before("ahead", 25, "ahead"),
    _before("soon", 5, "soon"),
    *_after("the Statement of Commitment is late"),
)
DELIVERY = (
    _before("half-way", 195, "half_way"),
    _before("ahead", 60, "ahead"),
    _before("soon", 15, "soon"),
    _before("last-week", 4, "soon"),
    *_after("the Case Study is late"),
)
ASKED = (_before("soon", 10, "soon"), *_after("what we asked for is late"))
OUTCOME = (
    Rung(
        "outcome-soon",
        -10,
        prompts="The outcome is due in ten school days. See what still stands in its way.",
    ),
    Rung(
        "tell-school",
        -5,
        prompts="If our day cannot be kept, tell the school now, with the day on which it hears.",
        may_merge=False,
    ),
)
