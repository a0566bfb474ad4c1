"""Conditions on the assessment, for journeys to name."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.facts import FEEDBACK_IS_WRITTEN, OUTCOME, READERS_ARE_ALLOCATED
from workflow.journey import Facts, Guard

_UNDECIDED = "The assessment has not come to a decision yet."


def _level(facts: Facts) -> Sequence[str]:
    outcome = facts[OUTCOME]
    if outcome is None:
        return [_UNDECIDED]
    return [] if outcome.is_award else ["No level was decided this time, so there is no award to release."]


def _no_level(facts: Facts) -> Sequence[str]:
    outcome = facts[OUTCOME]
    if outcome is None:
        return [_UNDECIDED]
    return ["A level was decided: release the award instead."] if outcome.is_award else []


def _feedback(facts: Facts) -> Sequence[str]:
    return (
        [] if facts[FEEDBACK_IS_WRITTEN] else ["Edit and save the feedback before you release the outcome."]
    )


def _readers(facts: Facts) -> Sequence[str]:
    return [] if facts[READERS_ARE_ALLOCATED] else ["Choose two readers for the submission."]


level_decided = Guard("level_decided", needs=(OUTCOME,), reasons=_level)
no_level_decided = Guard("no_level_decided", needs=(OUTCOME,), reasons=_no_level)
feedback_ready = Guard("feedback_ready", needs=(FEEDBACK_IS_WRITTEN,), reasons=_feedback)
readers_allocated = Guard("readers_allocated", needs=(READERS_ARE_ALLOCATED,), reasons=_readers)
