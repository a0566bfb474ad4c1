"""The shortest legal walk into each state of a journey: what the histories of the generated runs say."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from workflow.journey import Journey, State, Transition

RECORDS = 8  # of each run: its moves, then remarks


@dataclass(frozen=True)
class Walk:
    """How a run came to stand in a state: the moves, in order, after it was started."""

    journey: type[Journey]
    state: State
    moves: Sequence[Transition]

    @property
    def columns(self) -> dict[str, object]:
        """The walk as a row: what its records say, place by place, is in lists."""
        remarks = RECORDS - 1 - len(self.moves)
        targets = [self.journey.initial.name, *(move.target.name for move in self.moves)]
        targets += [self.state.name] * remarks
        roles = [move.roles[0].code if move.roles else "" for move in self.moves]
        return {
            "journey_code": self.journey.code,
            "edition": self.journey.edition,
            "state": self.state.name,
            "phase": self.state.phase.value,
            "waits_for": self.state.waits_for.code,
            "is_final": self.state.final,
            "has_due": self.state.due is not None,
            "moves": 1 + len(self.moves),
            "kinds": ["started", *["moved"] * len(self.moves), *["noted"] * remarks],
            "transitions": ["", *(move.name for move in self.moves), *["new-lead"] * remarks],
            "sources": ["", *targets[:-1]],
            "targets": targets,
            "roles": ["", *roles, *["officer"] * remarks],
        }


def walks(journey: type[Journey]) -> list[Walk]:
    """The shortest walk into each state that can be reached in so many records."""
    found: dict[str, Walk] = {}
    ahead = deque([Walk(journey, journey.initial, [])])
    while ahead:
        walk = ahead.popleft()
        if walk.state.name in found or len(walk.moves) >= RECORDS:
            continue
        found[walk.state.name] = walk
        ahead.extend(
            Walk(journey, move.target, [*walk.moves, move]) for move in journey.leaving(walk.state.name)
        )
    return list(found.values())
