"""What the office does to journeys, each in one form for one run or many: shown first, then done, and undone where it can be."""

from __future__ import annotations

from workflow.acts.declared import offices_steps
from workflow.acts.forms import ActForm
from workflow.acts.registry import ACTS, acts_for, register_act
from workflow.acts.vocabulary import Act, Judged, Values, judged, rows_of

__all__ = [
    "ACTS",
    "Act",
    "ActForm",
    "Judged",
    "Values",
    "acts_for",
    "judged",
    "offices_steps",
    "register_act",
    "rows_of",
]
