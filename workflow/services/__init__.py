"""The only writers of a run and its history."""

from __future__ import annotations

from workflow.services.acting import FOR_THE_OFFICE, Change, Judgement, roles_at_the_office
from workflow.services.arriving import Arrival, bring_in, bring_in_again, due_on_arrival, faults_of_arrival
from workflow.services.correcting import Corrected, correct, what_correcting_changes
from workflow.services.extending import (
    extend,
    extend_many,
    take_back_extension_many,
    what_extending_changes,
)
from workflow.services.moving import advance, advance_many
from workflow.services.outcome import Outcome, stale
from workflow.services.pausing import (
    pause,
    pause_many,
    resume,
    resume_many,
    what_pausing_changes,
    what_resuming_changes,
)
from workflow.services.places import LATE_RECORDING
from workflow.services.reassigning import (
    REASSIGNED,
    reassign,
    reassign_many,
    take_back_reassignment_many,
    what_reassigning_changes,
)
from workflow.services.remarking import annotate, annotate_many
from workflow.services.starting import start
from workflow.services.undoing import (
    reopen,
    reopen_many,
    undo,
    undo_many,
    undone_sentence,
    what_reopening_changes,
    what_undoing_changes,
)
from workflow.services.waiving import waive, waive_many, what_waiving_changes

__all__ = [
    "FOR_THE_OFFICE",
    "LATE_RECORDING",
    "REASSIGNED",
    "Arrival",
    "Change",
    "Corrected",
    "Judgement",
    "Outcome",
    "advance",
    "advance_many",
    "annotate",
    "annotate_many",
    "bring_in",
    "bring_in_again",
    "correct",
    "due_on_arrival",
    "extend",
    "extend_many",
    "faults_of_arrival",
    "pause",
    "pause_many",
    "reassign",
    "reassign_many",
    "reopen",
    "reopen_many",
    "resume",
    "resume_many",
    "roles_at_the_office",
    "stale",
    "start",
    "take_back_extension_many",
    "take_back_reassignment_many",
    "undo",
    "undo_many",
    "undone_sentence",
    "waive",
    "waive_many",
    "what_correcting_changes",
    "what_extending_changes",
    "what_pausing_changes",
    "what_reassigning_changes",
    "what_reopening_changes",
    "what_resuming_changes",
    "what_undoing_changes",
    "what_waiving_changes",
]
