"""The vocabulary in which a journey is declared. Plain Python: no framework, no database.

A journey is a class whose attributes are states and transitions, read from top to bottom. Everything that is
wrong with a declaration is refused when the class is made, with a message that says how to mend it.
"""

from __future__ import annotations

from workflow.journey.declaration import Journey
from workflow.journey.remarks import Remark, get_remark
from workflow.journey.reminders import Addressee, Recipient, Rung
from workflow.journey.vocabulary import (
    ANY_LIVE,
    MAX_NAME,
    NOBODY,
    SYSTEM,
    BroughtIn,
    Clock,
    Effect,
    Fact,
    Facts,
    Guard,
    Party,
    Phase,
    Role,
    Setting,
    State,
    Step,
    Task,
    Transition,
    WrongDeclaration,
)

__all__ = [
    "ANY_LIVE",
    "MAX_NAME",
    "NOBODY",
    "SYSTEM",
    "Addressee",
    "BroughtIn",
    "Clock",
    "Effect",
    "Fact",
    "Facts",
    "Guard",
    "Journey",
    "Party",
    "Phase",
    "Recipient",
    "Remark",
    "Role",
    "Rung",
    "Setting",
    "State",
    "Step",
    "Task",
    "Transition",
    "WrongDeclaration",
    "get_remark",
]
