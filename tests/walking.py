"""Takes a run to a state by moves that its journey declares, with people who may take them."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.factories.holders import holder
from workflow import services
from workflow.journey import Journey, Role, State, Transition
from workflow.models import Run

NOTE = "For a test."


def path_to(journey: type[Journey], here: str, there: str) -> list[Transition]:
    """The shortest declared way between two states. Raises LookupError when there is none."""
    todo: deque[tuple[str, list[Transition]]] = deque([(here, [])])
    seen = {here}
    while todo:
        name, way = todo.popleft()
        if name == there:
            return way
        for move in journey.leaving(name):
            if move.target.name not in seen:
                seen.add(move.target.name)
                todo.append((move.target.name, [*way, move]))
    raise LookupError(f"{journey.__name__} has no way from '{here}' to '{there}'.")


def walk_to(
    run: Run,
    state: State,
    *,
    now: dt.datetime,
    actors: Mapping[Role, Any] | None = None,
    before: Mapping[Transition, Callable[[Run], object]] | None = None,
    via: Sequence[State] = (),
    details: Mapping[str, Mapping[str, Any]] | None = None,
) -> Run:
    """Walk a run to a state, by way of others if wished.

    ``actors`` are those who act in a role (others are made); ``before`` does what a move's guards ask for; ``details``
    are what is kept with a move, by its name.
    """
    people = dict(actors or {})
    for stop in [*via, state]:
        for move in path_to(run.journey, run.state, stop.name):
            (before or {}).get(move, lambda run: None)(run)
            services.advance(
                run,
                move,
                actor=_taker(move, run, people),
                now=now,
                note=NOTE if move.needs_note else "",
                detail=(details or {}).get(move.name),
            )
    return run


def _taker(move: Transition, run: Run, people: dict[Role, Any]) -> Any:
    known = next((people[role] for role in move.roles if role in people), None)
    if known is not None or not move.roles:
        return known
    role = move.roles[0]
    return people.setdefault(role, holder(role, run))
