"""What can be wrong with reminders and with what the clock is to take, and how it is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workflow.due import ENTERED
from workflow.journey.reminders import Rung
from workflow.journey.vocabulary import MAX_NAME, NOBODY, State

if TYPE_CHECKING:
    from workflow.journey.declaration import Journey


def faults_of_ladders(journey: type[Journey]) -> Iterable[str]:
    for name, state in journey.states.items():
        if state.reminders:
            yield from _faults_of_state(name, state)
            yield from _faults_of_order(name, state)
            for rung in state.reminders:
                yield from _faults_of_rung(name, rung)


def faults_of_clock(journey: type[Journey]) -> Iterable[str]:
    """What the clock takes has its time, one way out for each state, and the state a due date that people can read."""
    known = {move.anchors for move in journey.transitions.values()} | {ENTERED}
    taken = [move for move in journey.transitions.values() if move.after]
    for move in taken:
        if not move.by_system:
            yield f"'{move.name}' has after=…, yet the clock may not take it: add SYSTEM to by=…"
        if move.after and move.after.anchor not in known:
            yield f"'{move.name}' counts from '{move.after.anchor}', which no transition sets: name it in anchors=…"
    sources = Counter(name for move in taken for name in move.source_names(journey))
    for name, number in sources.items():
        if number > 1:
            yield f"the clock takes two transitions from '{name}': leave after=… on one"
        if name in journey.states and not journey.states[name].due:
            yield f"the clock takes a transition from '{name}', where nothing is due: say until when with due=…"


def _faults_of_state(name: str, state: State) -> Iterable[str]:
    if state.final:
        yield f"'{name}' is final, so nobody is reminded: drop reminders=…"
    elif not state.due:
        yield f"'{name}' has reminders, yet nothing is due in it: say until when with due=…"
    if state.waits_for is NOBODY and not state.final:
        yield f"'{name}' waits for nobody, so nobody is reminded: drop reminders=…"


def _faults_of_order(name: str, state: State) -> Iterable[str]:
    for code, number in Counter(rung.code for rung in state.reminders).items():
        if number > 1:
            yield f"two rungs of '{name}' have the code '{code}': give each its own"
    days = [rung.term_days for rung in state.reminders]
    if days != sorted(days):
        yield f"the rungs of '{name}' are not in order: begin with the one farthest before the day"
    for day, number in Counter(rung.term_days for rung in state.reminders if rung.to).items():
        if number > 1:
            yield f"two rungs of '{name}' write on the same day ({day}): write to both people in one"


def _faults_of_rung(name: str, rung: Rung) -> Iterable[str]:
    called = f"rung '{rung.code}' of '{name}'"
    if not rung.code or len(rung.code) > MAX_NAME:
        yield f"{called} has no code, or one longer than {MAX_NAME} letters: give it a short one"
    if not rung.to and not rung.prompts:
        yield f"{called} does nothing: say to whom it goes, or what it prompts"
    if bool(rung.to) != bool(rung.template):
        yield f"{called} needs both to=… and template=…, or neither"
    if rung.to and not rung.may_merge:
        yield f"{called} writes, so it gives way to a later one: drop may_merge=False"
