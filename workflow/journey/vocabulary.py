"""What a journey is made of: states, transitions, roles, guards, effects."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from workflow.due import Due
from workflow.journey.reminders import Rung

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from workflow.journey.declaration import Journey
    from workflow.models import Run, TransitionRecord

T = TypeVar("T")
MAX_NAME = 40  # letters, of codes and names: the width of their columns


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

    def __str__(self) -> str:
        return self.label


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
    """A named condition. ``reasons`` gives the sentences that say what is still missing; none means it is met.

    waivable: the office may let a run pass it once, with a reason. label: its name in words (default: from the code).
    """

    code: str
    needs: tuple[Fact[Any], ...]
    reasons: Callable[[Facts], Sequence[str]]
    waivable: bool = False
    label: str = ""

    @property
    def in_words(self) -> str:
        return self.label or self.code.replace("_", " ").capitalize()


@dataclass(frozen=True, eq=False)
class Task:
    """One thing to do while a run is in a state: a line of the task list, with a page of its own.

    It is done when its guard is met. ``page`` is the name of a URL that takes the run's public id and ``arguments``.
    ``by_office``: only the office does it, and nobody else is shown it. ``optional``: nothing waits for it.
    """

    label: str
    page: str
    done: Guard
    arguments: tuple[str, ...] = ()
    by_office: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Step:
    """One move that was just made: what an effect is given. ``due_on``: the day by which the run had to leave its state."""

    run: Run
    record: TransitionRecord
    transition: Transition | None
    actor: Any
    now: Any
    note: str = ""
    due_on: dt.date | None = None


@dataclass(frozen=True, eq=False)
class Effect:
    """What else happens in the transaction of a move. Acts on many moves at once, quickly; slow work is queued.

    Declares either how it is undone, or ``final``: the sentence that says why it cannot be. corrected: follows when the
    day on which a move happened is put right. It is given the move as it now stands, with the reason as note, and
    may refuse with NotReady.
    """

    code: str
    do: Callable[[Sequence[Step]], None]
    undo: Callable[[Sequence[Step]], None] | None = None
    final: str = ""
    corrected: Callable[[Sequence[Step]], None] | None = None

    def __post_init__(self) -> None:
        if bool(self.undo) == bool(self.final):
            raise WrongDeclaration(
                f"Effect '{self.code}' must say either how it is undone (undo=…) or why it cannot be (final='…')."
            )


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A value that an edition chooses, with the source of the choice. A later edition may give another by its name."""

    value: T
    source: str = "our default, no public source"
    name: str = field(default="", compare=False)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    def of(self, journey: type[Journey]) -> T:
        """The value in a journey: its own where it overrides the setting by name, else this one."""
        chosen: T = journey.settings.get(self.name, self).value
        return chosen


@dataclass(frozen=True, eq=False)
class State:
    """Where a run can be.

    label: the word for staff. outside: the word for everybody else (default: the same).
    waits_for: whose move it is. asks: one sentence to that party, what is asked of them.
    stop: the stop on the drawn path to which the state belongs; empty for states off the path.
    due: until when; allowance: days after which the edition calls the run slow here.
    tasks: what there is to do here, for the party whose move it is. retired: may be left, not entered.
    reminders: the ladder of what is sent about the due date, in order.
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
    reminders: Sequence[Rung] = ()
    name: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @property
    def outside_label(self) -> str:
        return self.outside or self.label


class AnyLive:
    """Stands for every state that is not final."""


ANY_LIVE = AnyLive()


@dataclass(frozen=True, eq=False)
class Transition:
    """A declared move. Taken by people who hold one of the roles in ``by``, or by SYSTEM.

    records_fact: it writes down what happened outside (a letter came, a day was attended); no guard may stop it.
    needs_note: the reason must be given in words, asked for by note_label. page: the name of a page that gathers what the move needs;
    without one, a plain button with a confirmation serves. page_optional: the move needs no more than a note, so that it can
    be taken on many at once and undone, and its page only asks more closely. danger: the button is a warning button.
    anchors: the name under which due rules count from the day of this move ("submitted").
    after: when the clock takes it by itself: on the day after the last one in time, and not before a day that was agreed.
    """

    label: str
    sources: State | Sequence[State] | AnyLive
    target: State
    by: Role | Clock | Sequence[Role | Clock] = ()
    guards: Sequence[Guard] = ()
    effects: Sequence[Effect] = ()
    needs_note: bool = False
    note_label: str = "Why?"
    records_fact: bool = False
    page: str = ""
    page_optional: bool = False
    hint: str = ""
    danger: bool = False
    anchors: str = ""
    after: Due | None = None
    name: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(role for role in listed(self.by) if isinstance(role, Role))

    @property
    def by_system(self) -> bool:
        return SYSTEM in listed(self.by)

    @property
    def takers(self) -> tuple[Role | Clock, ...]:
        return tuple(listed(self.by))

    def source_names(self, journey: type[Journey]) -> tuple[str, ...]:
        """The states that it leaves, in the order of declaration."""
        if isinstance(self.sources, AnyLive):
            return tuple(name for name, state in journey.states.items() if not state.final)
        return tuple(state.name for state in listed(self.sources))


@dataclass(frozen=True, eq=False)
class BroughtIn:
    """Where runs may begin that were under way before they were kept here, and who brings them in.

    A state that was named once stays named: the audit looks here. Into a retired one nothing more is brought.
    """

    into: Sequence[State]
    by: Role

    @property
    def into_names(self) -> tuple[str, ...]:
        return tuple(state.name for state in self.into)


def listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
