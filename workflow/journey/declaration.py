"""The journey itself: a class that collects what is declared in it, and refuses what cannot work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from workflow.journey.faults import faults_of
from workflow.journey.vocabulary import BroughtIn, Guard, Role, Setting, State, Transition, WrongDeclaration

T = TypeVar("T")


class Journey:
    """A programme's path, declared as data. An edition is a class; a run is pinned to one.

    office: who runs the programme. readers: who else may see a run. editors: who may write in its documents.
    brought_in: where runs may begin that were under way before, and who brings them in.
    reopens: the final states from which the office may reopen a run; a state named once stays named. lives_again: what
    must be so for a run to come back from a final state, reopened or undone.

    A further edition may subclass an earlier one and say only what differs: what bears a name again takes its
    place, in the order of the earlier one; None takes it away; the transitions lead to the states of the new class.
    """

    code: ClassVar[str] = ""
    edition: ClassVar[str] = ""
    title: ClassVar[str] = ""
    office: ClassVar[Sequence[Role]] = ()
    readers: ClassVar[Sequence[Role]] = ()
    editors: ClassVar[Sequence[Role]] = ()
    brought_in: ClassVar[BroughtIn | None] = None
    reopens: ClassVar[Sequence[State]] = ()
    lives_again: ClassVar[Sequence[Guard]] = ()

    states: ClassVar[dict[str, State]] = {}
    transitions: ClassVar[dict[str, Transition]] = {}
    settings: ClassVar[dict[str, Setting[Any]]] = {}
    initial: ClassVar[State]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.states = _declared(cls, State)
        cls.transitions = _declared(cls, Transition)
        cls.settings = _declared(cls, Setting)
        faults = list(faults_of(cls))
        if faults:
            raise WrongDeclaration(f"{cls.__name__} cannot be a journey:\n- " + "\n- ".join(faults))
        cls.initial = next(state for state in cls.states.values() if state.initial)

    @classmethod
    def key(cls) -> tuple[str, str]:
        return cls.code, cls.edition

    @classmethod
    def leaving(cls, state: str) -> list[Transition]:
        """The transitions that leave a state, in the order of declaration."""
        return [move for move in cls.transitions.values() if state in move.source_names(cls)]

    @classmethod
    def stops(cls) -> list[str]:
        """The stops of the drawn path, in order."""
        return list(dict.fromkeys(state.stop for state in cls.states.values() if state.stop))


def _declared(cls: type, kind: type[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for base in reversed(cls.__mro__):
        found.update({name: value for name, value in vars(base).items() if _is_declared(name, value, kind)})
    return {name: value for name, value in found.items() if isinstance(getattr(cls, name), kind)}


def _is_declared(name: str, value: Any, kind: type[T]) -> bool:
    return (
        isinstance(value, kind) and getattr(value, "name", name) == name
    )  # ``initial`` is only another way to say it
