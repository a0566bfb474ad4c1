"""What can be wrong with a declaration, and how it is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workflow.due import ENTERED
from workflow.journey.ladders import faults_of_clock, faults_of_ladders
from workflow.journey.vocabulary import MAX_NAME, NOBODY, State, Transition

if TYPE_CHECKING:
    from workflow.journey.declaration import Journey


def faults_of(journey: type[Journey]) -> Iterable[str]:
    """Everything that is wrong with a declaration, each with how to mend it."""
    taken = [
        f"'{name}' is a word of Journey's own: choose another name" for name in _words_of_journey(journey)
    ]
    if taken:
        yield from taken
        return
    yield from _faults_of_names(journey)
    yield from _faults_of_states(journey)
    for move in journey.transitions.values():
        yield from _faults_of_transition(journey, move)
    yield from _faults_of_reach(journey)
    yield from _faults_of_anchors(journey)
    yield from faults_of_ladders(journey)
    yield from faults_of_clock(journey)
    yield from _faults_of_bringing_in(journey)
    yield from _faults_of_reopening(journey)


def _words_of_journey(journey: type[Journey]) -> list[str]:
    own = {"initial", *dir(journey.__mro__[-2])}  # the last but one is Journey itself
    return [name for name in [*journey.states, *journey.transitions, *journey.settings] if name in own]


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
    moves = [role for move in journey.transitions.values() for role in move.roles]
    bringers = [journey.brought_in.by] if journey.brought_in else []
    roles = dict.fromkeys([*journey.office, *journey.readers, *journey.editors, *moves, *bringers])
    for code, number in Counter(role.code for role in roles).items():
        if number > 1:
            yield f"two of its roles have the code '{code}': give each its own"


def _faults_of_states(journey: type[Journey]) -> Iterable[str]:
    initial = [name for name, state in journey.states.items() if state.initial]
    if not initial:
        yield "no state is where it begins: mark one with initial=True"
    if len(initial) > 1:
        yield f"more than one state is where it begins ({', '.join(initial)}): leave initial=True on one"
    for name, state in journey.states.items():
        leaves = [move.name for move in journey.leaving(name)]
        yield from (
            _faults_of_final(name, state, leaves) if state.final else _faults_of_live(name, state, leaves)
        )


def _faults_of_final(name: str, state: State, leaves: Sequence[str]) -> Iterable[str]:
    if leaves:
        yield f"'{name}' is final, yet {leaves[0]} leaves it: drop final=True or the source"
    if state.waits_for is not NOBODY:
        yield f"'{name}' is final, so it waits for nobody: write waits_for=NOBODY"
    if state.due:
        yield f"'{name}' is final, so nothing is due in it: drop due=…"


def _faults_of_live(name: str, state: State, leaves: Sequence[str]) -> Iterable[str]:
    if not leaves:
        yield f"'{name}' has no way out: add a transition that leaves it, or mark it final=True"
    if state.waits_for is not NOBODY and not state.asks:
        yield f"'{name}' waits for {state.waits_for.code} but does not say what for: write asks='…'"
    if state.initial and state.retired:
        yield f"'{name}' is where it begins, yet it is retired: begin in another state"


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


def _faults_of_anchors(journey: type[Journey]) -> Iterable[str]:
    known = {move.anchors for move in journey.transitions.values()} | {ENTERED}
    for name, state in journey.states.items():
        if state.due and state.due.anchor not in known:
            anchor = state.due.anchor
            yield f"'{name}' is due from '{anchor}', which no transition sets: write anchors='{anchor}' on one"
    for move in journey.transitions.values():
        if move.anchors == ENTERED:
            yield f"'{move.name}' sets '{ENTERED}', which every state is: choose another name in anchors=…"


def _faults_of_bringing_in(journey: type[Journey]) -> Iterable[str]:
    if journey.brought_in is None:
        return
    names = journey.brought_in.into_names
    if not names:
        yield "runs are brought in, but into no state: name states in brought_in, or leave it out"
    for name in names:
        if name not in journey.states:
            yield f"runs are brought into a state that is not one of its own: {name or 'a State without a name'}"
    for name, number in Counter(names).items():
        if number > 1:
            yield f"brought_in names '{name}' more than once: name each once"


def _faults_of_reopening(journey: type[Journey]) -> Iterable[str]:
    for state in journey.reopens:
        if state.name not in journey.states:
            yield f"reopens names a state that is not one of its own: {state.name or 'a State without a name'}"
        elif not journey.states[state.name].final:
            yield f"reopens names '{state.name}', which is not final: name only states in which it ended"


def _closure(begin: set[str], edges: Sequence[tuple[str, str]]) -> set[str]:
    seen, todo = set(begin), list(begin)
    while todo:
        here = todo.pop()
        for source, target in edges:
            if source == here and target not in seen:
                seen.add(target)
                todo.append(target)
    return seen
