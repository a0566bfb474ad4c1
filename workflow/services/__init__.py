"""The only writers of a run and its history."""

from __future__ import annotations

from workflow.services.arriving import Arrival, bring_in, bring_in_again, due_on_arrival, faults_of_arrival
from workflow.services.correcting import Corrected, correct, what_correcting_changes
from workflow.services.moving import Outcome, advance, advance_many
from workflow.services.places import LATE_RECORDING
from workflow.services.remarking import annotate, annotate_many
from workflow.services.starting import start
from workflow.services.waiving import waive

__all__ = [
    "LATE_RECORDING",
    "Arrival",
    "Corrected",
    "Outcome",
    "advance",
    "advance_many",
    "annotate",
    "annotate_many",
    "bring_in",
    "bring_in_again",
    "correct",
    "due_on_arrival",
    "faults_of_arrival",
    "start",
    "waive",
    "what_correcting_changes",
]
