"""What something that was tried on many runs came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.models import Run, TransitionRecord
from workflow.refusals import Refused, Stale


@dataclass
class Outcome:
    """What a move or an act on many runs came to, by run id."""

    records: dict[int, TransitionRecord] = field(default_factory=dict)
    refused: dict[int, Refused] = field(default_factory=dict)


def stale(run: Run, versions: Mapping[int, int] | None) -> Refused | None:
    """Why a run is left as it is that is no longer at the version which the person saw."""
    if versions is None or versions.get(run.pk, run.seq) == run.seq:
        return None
    return Stale(
        f"{run.label or 'This'} has moved on since you opened the page: it is now at"
        f" “{run.declared_state.outside_label}”. Look at it again before you decide."
    )
