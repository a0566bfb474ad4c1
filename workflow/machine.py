"""Compiles declared transitions to django_fsm, once each. The machine decides whether a move leaves a state."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from workflow.journey import Journey, Transition
from workflow.models import Run
from workflow.state import WrongStep, step, take


@cache
def _compiled(journey: type[Journey], name: str) -> Callable[[Any], Any]:
    transition = journey.transitions[name]

    def move(run: Run) -> None:
        """Nothing of its own: guards were asked before, effects come after."""

    move.__name__ = name
    field = Run._meta.get_field("state")
    return step(field=field, source=transition.source_names(journey), target=transition.target.name)(move)  # type: ignore[no-any-return] # decorated


def move(run: Run, transition: Transition) -> None:
    """Move a run in memory. Raises WrongStep when the transition does not leave its state."""
    compiled = _compiled(run.journey, transition.name)  # type: ignore[arg-type] # a class has a hash, whatever mypy thinks
    take(run, compiled)


__all__ = ["WrongStep", "move"]
