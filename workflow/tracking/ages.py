"""How old a run is, and whose time that was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils import timezone

from workflow.history import Stay
from workflow.models import Run


@dataclass(frozen=True)
class Age:
    """Days since a run began, split: by the party whose move it was, and those for which the clock stood still.

    unknown: days before a run was brought in, of which nobody knows whose they were.
    """

    by_party: Mapping[str, int] = field(default_factory=dict)
    paused: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_party.values()) + self.paused + self.unknown


def age_of(run: Run, stays: Sequence[Stay], *, now: dt.datetime) -> Age:
    """The age of a run until now, or until it ended. ``stays``: ``workflow.queries.stays_of``."""
    end = timezone.localdate(run.finished_at or now)
    begins = [timezone.localdate(stay.line.happened_at) for stay in stays]
    by_party: dict[str, int] = {}
    paused = 0
    for stay, (begin, until) in zip(stays, pairwise([*begins, end]), strict=True):
        days = max(0, (until - begin).days)
        stood = min(days, _stood_still(stay, begin, until))
        party = run.journey.states[stay.line.record.target].waits_for.code
        by_party[party] = by_party.get(party, 0) + days - stood
        paused += stood
    began = timezone.localdate(run.started_at)
    unknown = max(0, (begins[0] - began).days) if begins else 0
    return Age(by_party, paused=paused, unknown=unknown)


def _stood_still(stay: Stay, begin: dt.date, until: dt.date) -> int:
    pauses = [(on, on + dt.timedelta(days=days)) for on, days in stay.pauses]
    if stay.paused_at:
        pauses.append((timezone.localdate(stay.paused_at), until))
    return sum(max(0, (min(stop, until) - max(start, begin)).days) for start, stop in pauses)
