"""A journey whose dates hang on the calendar and on anchors: what is due counts from handing in, or from acceptance."""

from __future__ import annotations

import datetime as dt

from tests.trial.roles import LEAD, OFFICE, OFFICER, TEAM
from workflow.due import Due
from workflow.journey import NOBODY, Journey, Phase, Setting, State, Transition
from workflow.registry import register

OUTCOMES = (dt.date(2026, 5, 22), dt.date(2026, 7, 10))


@register
class FromHandingIn(Journey):
    """Registered, attended, promised, delivering, decided."""

    code = "timed"
    title = "A trial of time"
    office = (OFFICER,)
    readers = (LEAD,)
    edition = "handed-in"
    delivery_from = Setting("submitted", "one reading")

    registered = State("Registered", Phase.JOINING, TEAM, initial=True, asks="Come.", due=Due(terms=1))
    attended = State("Attended", Phase.PLANNING, TEAM, asks="Write.", due=Due(terms=1, anchor="attended"))
    submitted = State(
        "Submitted", Phase.PLANNING, OFFICE, asks="Read.", due=Due(working_days=10, to_term_day=True)
    )
    delivering = State(
        "Delivering",
        Phase.DELIVERING,
        TEAM,
        asks="Deliver.",
        due=Due(
            months=24,
            anchor=delivery_from.value,
            because="the report is due two years after",
            anchor_words="your promise was handed in",
        ),
    )
    deciding = State(
        "Deciding",
        Phase.DECIDING,
        OFFICE,
        asks="Decide.",
        due=Due(days=70, dates=OUTCOMES, anchor="handed in again"),
    )
    closing = State("Closing", Phase.DECIDING, OFFICE, asks="Close.", due=Due(by=dt.date(2027, 7, 31)))
    done = State("Done", Phase.ACHIEVED, NOBODY, final=True)

    attend = Transition("Attend", registered, attended, by=OFFICER, records_fact=True, anchors="attended")
    submit = Transition("Hand in", attended, submitted, by=LEAD, anchors="submitted")
    ask = Transition("Ask", submitted, attended, by=OFFICER)
    accept = Transition("Accept", submitted, delivering, by=OFFICER, anchors="accepted")
    report = Transition("Report", delivering, deciding, by=LEAD, anchors="handed in again")
    decide = Transition("Decide", deciding, closing, by=OFFICER)
    close = Transition("Close", closing, done, by=OFFICER)


@register
class FromAcceptance(Journey):
    """The same in short, by the other reading."""

    code = "timed"
    title = "A trial of time"
    office = (OFFICER,)
    readers = (LEAD,)
    edition = "accepted"
    delivery_from = Setting("accepted", "the other reading")

    registered = State("Registered", Phase.JOINING, TEAM, initial=True, asks="Come.", due=Due(terms=1))
    submitted = State("Submitted", Phase.PLANNING, OFFICE, asks="Read.")
    delivering = State(
        "Delivering",
        Phase.DELIVERING,
        TEAM,
        asks="Deliver.",
        due=Due(months=24, anchor=delivery_from.value),
    )
    done = State("Done", Phase.ACHIEVED, NOBODY, final=True)

    submit = Transition("Hand in", registered, submitted, by=LEAD, anchors="submitted")
    accept = Transition("Accept", submitted, delivering, by=OFFICER, anchors="accepted")
    finish = Transition("Finish", delivering, done, by=OFFICER)
