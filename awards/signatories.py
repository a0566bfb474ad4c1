"""Who signs in a school's name, by the kind of setting that it is.

The Statement of Commitment is signed off by head teacher and chair of governors (how-artsmark-works, about 2016).
That page speaks of schools with governors; for the other kinds the second post is our default, no public source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from awards.facts import REGISTER_ENTRY
from awards.models import RegisterEntry
from documents.vocabulary import Signatory
from workflow.journey import Fact
from workflow.models import Run

HEAD = Signatory("head", "Head teacher")
CHAIR = Signatory("chair", "Chair of governors")
TRUSTEES = Signatory("chair", "Chair of trustees or of the local committee")
PROPRIETOR = Signatory("chair", "Proprietor or chair of governors")
MANAGEMENT = Signatory("chair", "Chair of the management committee")

_ACADEMIES = frozenset({"28", "33", "34", "35", "36", "38", "39", "40", "41", "42", "43", "44", "45", "46"})
_INDEPENDENT = frozenset({"6", "06", "10", "11"})
_UNITS = frozenset({"14"})


def signatories_of(entry: RegisterEntry | None) -> tuple[Signatory, ...]:
    """The posts that sign for a setting, in the order in which they are asked."""
    code = entry.type_code if entry else ""
    if code in _ACADEMIES:
        return HEAD, TRUSTEES
    if code in _INDEPENDENT:
        return HEAD, PROPRIETOR
    if code in _UNITS:
        return HEAD, MANAGEMENT
    return HEAD, CHAIR


def _load(runs: Sequence[Run]) -> Mapping[int, tuple[Signatory, ...]]:
    entries = REGISTER_ENTRY.load(runs)
    return {run.pk: signatories_of(entries.get(run.pk)) for run in runs}


SIGNATORIES: Fact[tuple[Signatory, ...]] = Fact("signatories", _load, (HEAD, CHAIR))
