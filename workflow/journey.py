"""The vocabulary in which a journey is declared. Plain Python: no framework, no database.

A journey is a class whose attributes are states and transitions, read from top to bottom. Everything that is
wrong with a declaration is refused when the class is made, with a message that says how to mend it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from workflow.due import Due

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from workflow.models import Run, TransitionRecord

T = TypeVar("T")


class WrongDeclaration(Exception):
    """A journey, state, transition or effect was declared in a way that cannot work."""


class Phase(enum.StrEnum):
    """Where a run is in the large. Closed and shared by all journeys, so that reports never parse names."""

    JOINING = "joining"
    PLANNING = "planning"
    DELIVERING = "delivering"
    DECIDING = "deciding"
    ACHIEVED = "achieved"
    ENDED = "ended"


@dataclass(frozen=True)
class Party:
    """Somebody whose move it can be: a kind of person or body, never one person."""

    code: str
    label: str


NOBODY = Party("nobody", "Nobody")


@dataclass(frozen=True, eq=False)
class Role:
    """Who may take a transition. Answers with the runs on which a person holds it; the rest derives from that."""

    code: str
    label: str
    runs_of: Callable[[Any], QuerySet[Run]]


class Clock(enum.Enum):
    """Marks a transition that nobody presses: the machine's own clock and flows take it."""

    SYSTEM = "system"

    @property
    def code(self) -> str:
        return self.value

    @property
    def label(self) -> str:
        return "Waymark itself"


SYSTEM = Clock.SYSTEM


@dataclass(frozen=True, eq=False)
class Fact(Generic[T]):
    """Something that guards may want to know. ``load`` answers for many runs in a fixed number of queries.

    A run that ``load`` leaves out gets ``absent``.
    """

    code: str
    load: Callable[[Sequence[Run]], Mapping[int, T]]
    absent: T


class Facts:
    """What is known of one run at one moment. Frozen: guards only look."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[Fact[Any], Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, fact: Fact[T]) -> T:
        value: T = self._values[fact]
        return value


@dataclass(frozen=True, eq=False)
class Guard:
    """A named condition. ``reasons`` gives the sentences that say what is still missing; none means it is met."""

    code: str
    needs: tuple[Fact[Any], ...]
    reasons: Callable[[Facts], Sequence[str]]


@dataclass(frozen=True, eq=False)
class Task:
    """One thing to do while a run is in a state: a line of the task list, with a page of its own.

    It is done when its guard is met. ``page`` is the name of a URL that takes the run's public id and ``arguments``.
    """

    label: str
    page: str
    done: Guard
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One move that was just made: what an effect is given."""

    run: Run
    record: TransitionRecord
    transition: Transition | None
    actor: Any
    now: Any
    note: str = ""


@dataclass(frozen=True, eq=False)
class Effect:
    """What else happens in the transaction of a move. Acts on many moves at once, quickly; slow work is queued.

    Declares either how it is undone, or ``final``: the sentence that says why it cannot be.
    """

    code: str
    do: Callable[[Sequence[Step]], None]
    undo: Callable[[Sequence[Step]], None] | None = None
    final: str = ""

    def __post_init__(self) -> None:
        if bool(self.undo) == bool(self.final):
            raise WrongDeclaration(
                f"Effect '{self.code}' must say either how it is undone (undo=…) or why it cannot be (final='…')."
            )


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A value that an edition chooses, with the source of the choice."""

    value: T
    source: str = "our default, no public source"
    name: str = field(default="", compare=False)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)


@dataclass(frozen=True, eq=False)
class State:
    """Where a run can be.

    label: the word for staff. outside: the word for everybody else (default: the same).
    waits_for: whose move it is. asks: one sentence to that party, what is asked of them.
    stop: the stop on the drawn path to which the state belongs; empty for states off the path.
    due: until when; allowance: days after which the edition calls the run slow here.
    tasks: what there is to do here, for the party whose move it is. retired: may be left, not entered.
    """

    label: str
    phase: Phase
    waits_for: Party
    outside: str = ""
    asks: str = ""
    stop: str = ""
    initial: bool = False
    final: bool = False
    due: Due | None = None
    allowance: int | None = None
    tasks: Sequence[Task] = ()
    retired: bool = False
    name: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @property
    def outside_label(self) -> str:
        return self.outside or self.label


class _AnyLive:
    """Stands for every state that is not final."""


ANY_LIVE = _AnyLive()


@dataclass(frozen=True, eq=False)
class Transition:
    """A declared move. Taken by people who hold one of the roles in ``by``, or by SYSTEM.

    records_fact: it writes down what happened outside (a letter came, a day was attended); no guard may stop it.
    needs_note: the reason must be given in words, asked for by note_label. page: the name of a page that gathers what the move needs;
    without one, a plain button with a confirmation serves. danger: the button is a warning button.
    """

    label: str
    sources: State | Sequence[State] | _AnyLive
    target: State
    by: Role | Clock | Sequence[Role | Clock] = ()
    guards: Sequence[Guard] = ()
    effects: Sequence[Effect] = ()
    needs_note: bool = False
    note_label: str = "Why?"
    records_fact: bool = False
    page: str = ""
    hint: str = ""
    danger: bool = False
    name: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(role for role in _listed(self.by) if isinstance(role, Role))

    @property
    def by_system(self) -> bool:
        return SYSTEM in _listed(self.by)

    @property
    def takers(self) -> tuple[Role | Clock, ...]:
        return tuple(_listed(self.by))

    def source_names(self, journey: type[Journey]) -> tuple[str, ...]:
        """The states that it leaves, in the order of declaration."""
        if isinstance(self.sources, _AnyLive):
            return tuple(name for name, state in journey.states.items() if not state.final)
        return tuple(state.name for state in _listed(self.sources))


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


class Journey:
    """A programme's path, declared as data. An edition is a class; a run is pinned to one.

    office: who runs the programme. readers: who else may see a run. editors: who may write in its documents.
    """

    code: ClassVar[str] = ""
    edition: ClassVar[str] = ""
    title: ClassVar[str] = ""
    office: ClassVar[Sequence[Role]] = ()
    readers: ClassVar[Sequence[Role]] = ()
    editors: ClassVar[Sequence[Role]] = ()

    states: ClassVar[dict[str, State]] = {}
    transitions: ClassVar[dict[str, Transition]] = {}
    settings: ClassVar[dict[str, Setting[Any]]] = {}
    initial: ClassVar[State]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.states = _declared(cls, State)
        cls.transitions = _declared(cls, Transition)
        cls.settings = _declared(cls, Setting)
        faults = list(_faults(cls))
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
        found.update({name: value for name, value in vars(base).items() if isinstance(value, kind)})
    return {name: value for name, value in found.items() if isinstance(getattr(cls, name), kind)}


def _faults(journey: type[Journey]) -> Iterable[str]:
    yield from _faults_of_names(journey)
    yield from _faults_of_states(journey)
    for move in journey.transitions.values():
        yield from _faults_of_transition(journey, move)
    yield from _faults_of_reach(journey)


def _faults_of_names(journey: type[Journey]) -> Iterable[str]:
    for name in ("code", "edition", "title"):
        if not getattr(journey, name):
            yield f"it has no {name}: write {name} = '…'"
    for name in [*journey.states, *journey.transitions]:
        if len(name) > MAX_NAME:
            yield f"'{name}' is longer than {MAX_NAME} letters: choose a shorter name"
    for name in ("code", "edition"):
        if len(getattr(journey, name)) > MAX_NAME:
            yield f"its {name} is longer than {MAX_NAME} letters: choose a shorter one"


def _faults_of_states(journey: type[Journey]) -> Iterable[str]:
    initial = [name for name, state in journey.states.items() if state.initial]
    if not initial:
        yield "no state is where it begins: mark one with initial=True"
    if len(initial) > 1:
        yield f"more than one state is where it begins ({', '.join(initial)}): leave initial=True on one"
    for name, state in journey.states.items():
        leaves = [move.name for move in journey.leaving(name)]
        if state.final and leaves:
            yield f"'{name}' is final, yet {leaves[0]} leaves it: drop final=True or the source"
        if not state.final and not leaves:
            yield f"'{name}' has no way out: add a transition that leaves it, or mark it final=True"
        if state.final and state.waits_for is not NOBODY:
            yield f"'{name}' is final, so it waits for nobody: write waits_for=NOBODY"
        if not state.final and state.waits_for is not NOBODY and not state.asks:
            yield f"'{name}' waits for {state.waits_for.code} but does not say what for: write asks='…'"
        if state.final and state.due:
            yield f"'{name}' is final, so nothing is due in it: drop due=…"


def _faults_of_transition(journey: type[Journey], move: Transition) -> Iterable[str]:
    if not move.takers:
        yield f"nobody may take '{move.name}': name roles or SYSTEM in by=…"
    for name in [*move.source_names(journey), move.target.name]:
        if name not in journey.states:
            yield f"'{move.name}' names a state that is not one of this journey's: {name or 'a State without a name'}"
    if not move.source_names(journey):
        yield f"'{move.name}' leaves no state: name its sources"
    if len(set(move.source_names(journey))) < len(move.source_names(journey)):
        yield f"'{move.name}' names one source twice: name each once"
    if move.target.name in journey.states and journey.states[move.target.name].retired:
        yield f"'{move.name}' enters '{move.target.name}', which is retired: choose another target"
    if move.records_fact and move.guards:
        yield f"'{move.name}' records what happened, so no guard may stop it: drop guards=… or records_fact=True"
    codes = [guard.code for guard in move.guards]
    if len(set(codes)) < len(codes):
        yield f"'{move.name}' names one guard twice: name each once"


def _faults_of_reach(journey: type[Journey]) -> Iterable[str]:
    edges = [
        (source, move.target.name)
        for move in journey.transitions.values()
        for source in move.source_names(journey)
    ]
    live = {name for name, state in journey.states.items() if not state.retired}
    reached = _closure({name for name, state in journey.states.items() if state.initial}, edges)
    for name in sorted(live - reached):
        yield f"'{name}' cannot be reached: add a transition that enters it, or mark it retired=True"
    ends = {name for name, state in journey.states.items() if state.final}
    if not ends:
        yield "it never ends: mark at least one state final=True"
    ending = _closure(ends, [(target, source) for source, target in edges])
    for name in sorted((live & reached) - ending) if ends else ():
        yield f"no end can be reached from '{name}': add a way that leads to a final state"


def _closure(begin: set[str], edges: Sequence[tuple[str, str]]) -> set[str]:
    seen, todo = set(begin), list(begin)
    while todo:
        here = todo.pop()
        for source, target in edges:
            if source == here and target not in seen:
                seen.add(target)
                todo.append(target)
    return seen


MAX_NAME = 40
