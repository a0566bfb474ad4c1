"""For every declared journey: a move is allowed in exactly those states, and to exactly those, that it declares."""

from __future__ import annotations

import pytest

from tests.factories.holders import MAKERS, holder
from tests.factories.people import PersonFactory
from tests.trial.journeys import Trial
from workflow import services
from workflow.journey import Role
from workflow.models import Run, TransitionRecord
from workflow.records import write_moves
from workflow.refusals import NotFromHere, NotYours, refusals
from workflow.registry import all_journeys
from workflow.services.places import place
from workflow.services.writing import next_entry

DECLARED = [
    journey for journey in all_journeys() if journey is Trial or not journey.__module__.startswith("tests.")
]
STATES = [
    pytest.param(journey, name, id=f"{journey.code}-{journey.edition}-{name}")
    for journey in DECLARED
    for name in journey.states
]


def set_down(journey, name, now):
    """A run in a state, with a record of how it came there that asks nobody."""
    run = services.start(journey, actor=None, now=now, label="Matrix")
    state = journey.states[name]
    entry = next_entry(
        run,
        kind=TransitionRecord.MOVED,
        transition="set_down",
        target=name,
        actor=None,
        role="system",
        happened=now,
        now=now,
    )
    write_moves([entry], [place(state, started_at=now, entered_at=now)])
    return Run.objects.get(pk=run.pk)


def roles_of(journey) -> list[Role]:
    moves = [role for move in journey.transitions.values() for role in move.roles]
    return list(dict.fromkeys([*journey.office, *journey.readers, *journey.editors, *moves]))


def answers(run, actor):
    """For every move of the journey, how it is refused (or None)."""
    verdicts = refusals([(run, move) for move in run.journey.transitions.values()], actor=actor)
    return {
        name: type(refusal)
        if isinstance(refusal := verdicts[run.pk, name].refusal, NotFromHere | NotYours)
        else None
        for name in run.journey.transitions
    }


def declared(journey, state, may_take):
    return {
        name: NotFromHere if state not in move.source_names(journey) else None if may_take(move) else NotYours
        for name, move in journey.transitions.items()
    }


@pytest.mark.parametrize(("journey", "state"), STATES)
def test_waymark_itself_may_take_exactly_what_is_declared(db, now, journey, state):
    run = set_down(journey, state, now)

    assert answers(run, None) == declared(journey, state, lambda move: move.by_system)


@pytest.mark.parametrize(("journey", "state"), STATES)
def test_roles_may_take_exactly_what_is_declared(db, now, journey, state):
    for role in (role for role in roles_of(journey) if role in MAKERS):
        run = set_down(journey, state, now)
        person = holder(role, run)
        held = {role for role in roles_of(journey) if role.runs_of(person).filter(pk=run.pk).exists()}
        assert role in held

        assert answers(Run.objects.get(pk=run.pk), person) == declared(
            journey, state, lambda move, held=held: bool(held & set(move.roles))
        ), role.code


@pytest.mark.parametrize(("journey", "state"), STATES)
def test_stranger_may_take_nothing(db, now, journey, state):
    run = set_down(journey, state, now)

    assert answers(run, PersonFactory()) == declared(journey, state, lambda move: False)


@pytest.mark.parametrize("journey", DECLARED, ids=lambda journey: f"{journey.code}-{journey.edition}")
def test_every_role_that_moves_something_is_in_the_matrix(journey):
    moving = {role for move in journey.transitions.values() for role in move.roles}

    assert [role.code for role in moving if role not in MAKERS] == []
