"""Why something is done to a run, in codes that can be counted. The words beside it say the rest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A reason by its code, as it is kept, and its label, as people choose it."""

    code: str
    label: str


REASONS = (
    Reason("staff-absence", "Somebody is away, or has left"),
    Reason("illness", "Illness"),
    Reason("inspection", "An inspection"),
    Reason("closure", "Closed for a time"),
    Reason("workload", "Too much at once"),
    Reason("new-lead", "Somebody new leads it"),
    Reason("waiting-for-us", "They wait for us"),
    Reason("by-mistake", "Something was done by mistake"),
    Reason("other", "Something else"),
)
_BY_CODE = {reason.code: reason for reason in REASONS}


def is_reason(code: str) -> bool:
    return code in _BY_CODE


def in_words(code: str) -> str:
    """The label of a code; the code itself for one that is no longer used."""
    return _BY_CODE[code].label if code in _BY_CODE else code
