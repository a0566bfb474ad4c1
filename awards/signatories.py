"""Who signs in a setting's name, by the kind of setting that it is.

The Statement of Commitment is signed off by head teacher and chair of governors (how-artsmark-works, about 2016).
That page speaks of schools with governors. For the other kinds the second post is our default, no public source: academies
and free schools answer to trustees or their local committee, independent schools to a proprietor, pupil referral units
to a management committee, and a setting that the register does not list has a manager and a board. The first post is
called as the register calls it (HeadPreferredJobTitle): head, acting or executive head, principal.
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
SERVICE_MANAGER = Signatory("head", "Service manager")
BOARD = Signatory("chair", "Chair of the management board")

_HEADS = {
    "executive": Signatory("head", "Executive head teacher"),
    "acting": Signatory("head", "Acting head teacher"),
    "interim": Signatory("head", "Acting head teacher"),
    "principal": Signatory("head", "Principal"),
}
"""By a word of the register's title; the first that is in it."""

_ACADEMIES = frozenset({"28", "33", "34", "35", "36", "38", "39", "40", "41", "42", "43", "44", "45", "46"})
_INDEPENDENT = frozenset({"6", "10", "11"})
_UNITS = frozenset({"14"})


def signatories_of(entry: RegisterEntry | None) -> tuple[Signatory, ...]:
    """The posts that sign for a setting, in the order in which they are asked. ``entry`` None: it is not in the register."""
    if entry is None:
        return SERVICE_MANAGER, BOARD
    head = _head(entry.head_job_title)
    code = entry.type_code.lstrip("0")
    if code in _ACADEMIES:
        return head, TRUSTEES
    if code in _INDEPENDENT:
        return head, PROPRIETOR
    if code in _UNITS:
        return head, MANAGEMENT
    return head, CHAIR


def _head(title: str) -> Signatory:
    words = title.casefold().split()
    return next((head for word, head in _HEADS.items() if word in words), HEAD)


def _load(runs: Sequence[Run]) -> Mapping[int, tuple[Signatory, ...]]:
    entries = REGISTER_ENTRY.load(runs)
    return {run.pk: signatories_of(entries.get(run.pk)) for run in runs}


SIGNATORIES: Fact[tuple[Signatory, ...]] = Fact("signatories", _load, (HEAD, CHAIR))
