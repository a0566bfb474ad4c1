"""All acts by their codes: the engine's own, those that packages add, and the steps of the journeys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from workflow.acts.declared import acts_of
from workflow.acts.own import OWN
from workflow.acts.vocabulary import Act
from workflow.journey import Journey
from workflow.models import Run
from workflow.registry import all_journeys

_added: dict[str, Act] = {}


def register_act(act: Act) -> Act:
    """Make an act known that a package above the engine adds. Raises ValueError for a code that is taken."""
    if act.code in _added or act.code in {own.code for own in OWN}:
        raise ValueError(f"There is an act '{act.code}' already: choose another code.")
    _added[act.code] = act
    return act


class _Acts(Mapping[str, Act]):
    """A step never takes the place of an act: such a step is taken on its journey's own page."""

    def __getitem__(self, code: str) -> Act:
        return self._known()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())

    def _known(self) -> dict[str, Act]:
        steps = {act.code: act for act in _steps(tuple(all_journeys()))}
        own = {act.code: act for act in OWN}
        return {**own, **_added, **{code: act for code, act in steps.items() if code not in {*own, *_added}}}


@cache
def _steps(journeys: tuple[type[Journey], ...]) -> list[Act]:
    return acts_of(journeys)


ACTS: Mapping[str, Act] = _Acts()


def acts_for(run: Run) -> list[Act]:
    """The acts beside the steps that may come into question for a run where it stands, in order."""
    codes = ["reopen", "undo", "reassign"] if run.finished_at else [act.code for act in OWN] + list(_added)
    hidden = {"resume"} if run.paused_at is None else {"pause", "extend"}
    hidden |= {"reopen"} if run.finished_at is None else set()
    hidden |= {"extend"} if run.due_on is None and run.declared_state.due is None else set()
    hidden |= {"reopen"} if run.state not in {state.name for state in run.journey.reopens} else set()
    return [ACTS[code] for code in codes if code not in hidden and code != "waive"]
