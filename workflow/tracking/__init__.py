"""Which runs stand out: what happened on them last, how long others stay in a step, and what makes one stalled."""

from workflow.records import FEWEST_SPELLS
from workflow.tracking.activity import note_activity
from workflow.tracking.ages import Age, age_of
from workflow.tracking.pace import pace_of, refresh_pace
from workflow.tracking.stalled import (
    KINDS,
    OVER_ALLOWANCE,
    OVERDUE,
    SILENT,
    SLOW,
    Kind,
    Stalled,
    is_stalled,
    why_stalled,
)

__all__ = [
    "FEWEST_SPELLS",
    "KINDS",
    "OVERDUE",
    "OVER_ALLOWANCE",
    "SILENT",
    "SLOW",
    "Age",
    "Kind",
    "Stalled",
    "age_of",
    "is_stalled",
    "note_activity",
    "pace_of",
    "refresh_pace",
    "why_stalled",
]
