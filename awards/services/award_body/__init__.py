"""What the award body did, recorded by the office: one act by its letter, or many by its list."""

from __future__ import annotations

from awards.services.award_body.acts import (
    Plan,
    Told,
    kinds_now,
    kinds_of,
    moves_of_kind,
    plan_acts,
)
from awards.services.award_body.letters import (
    CONTENT_TYPES,
    MOST_BYTES,
    Letter,
    UnreadableLetter,
    read_letter,
)
from awards.services.award_body.recording import CannotRecordAct, record_act, record_acts

__all__ = [
    "CONTENT_TYPES",
    "MOST_BYTES",
    "CannotRecordAct",
    "Letter",
    "Plan",
    "Told",
    "UnreadableLetter",
    "kinds_now",
    "kinds_of",
    "moves_of_kind",
    "plan_acts",
    "read_letter",
    "record_act",
    "record_acts",
]
