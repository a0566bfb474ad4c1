from __future__ import annotations

import pytest

from tests.trial.journeys import Trial
from tests.trial.roles import LEAD, OFFICE, OFFICER
from workflow.due import Due
from workflow.journey import (
    ANY_LIVE,
    NOBODY,
    SYSTEM,
    Effect,
    Guard,
    Journey,
    Phase,
    Role,
    State,
    Transition,
    WrongDeclaration,
)
from workflow.models import Run
from workflow.registry import all_journeys, get_journey, register


def first(**changes):
    return State(
        "First", **{"phase": Phase.JOINING, "waits_for": OFFICE, "asks": "Act.", "initial": True, **changes}
    )


def between(**changes):
    return State("Between", **{"phase": Phase.PLANNING, "waits_for": NOBODY, **changes})


def last(**changes):
    return State("Last", **{"phase": Phase.ENDED, "waits_for": NOBODY, "final": True, **changes})


def declare(**declared):
    """A journey of these states and transitions, made as a class statement makes it."""
    return type("Tried", (Journey,), {"code": "tried", "edition": "1", "title": "Tried", **declared})


def two_states(**changes):
    begin, end = first(**changes.pop("begin", {})), last(**changes.pop("end", {}))
    move = Transition("Go", begin, end, **{"by": OFFICER, **changes})
    return {"begin": begin, "end": end, "go": move}


def faults(**declared):
    with pytest.raises(WrongDeclaration) as refusal:
        declare(**declared)
    heading, *lines = str(refusal.value).splitlines()
    assert heading == "Tried cannot be a journey:"
    return [line.removeprefix("- ") for line in lines]


def test_two_states_and_a_way_are_a_journey():
    journey = declare(**two_states())

    assert (list(journey.states), list(journey.transitions)) == (["begin", "end"], ["go"])
    assert journey.initial is journey.states["begin"]


@pytest.mark.parametrize("name", ["code", "edition", "title"])
def test_nameless_journey_is_refused(name):
    assert faults(**two_states(), **{name: ""}) == [f"it has no {name}: write {name} = '…'"]


@pytest.mark.parametrize("name", ["code", "edition"])
def test_name_wider_than_its_column_is_refused(name):
    assert faults(**two_states(), **{name: "x" * 41}) == [
        f"its {name} is longer than 40 letters: choose a shorter one"
    ]


def test_state_or_transition_with_a_long_name_is_refused():
    states = two_states()
    states["x" * 41] = states.pop("go")

    assert faults(**states) == [f"'{'x' * 41}' is longer than 40 letters: choose a shorter name"]


def test_journey_without_a_beginning_is_refused():
    found = faults(**two_states(begin={"initial": False}))
    assert found[0] == "no state is where it begins: mark one with initial=True"


def test_journey_with_two_beginnings_is_refused():
    states = two_states()
    other = first()

    found = faults(**states, other=other, join=Transition("Join", other, states["end"], by=OFFICER))

    assert found == ["more than one state is where it begins (begin, other): leave initial=True on one"]


def test_beginning_in_a_retired_state_is_refused():
    assert faults(**two_states(begin={"retired": True})) == [
        "'begin' is where it begins, yet it is retired: begin in another state"
    ]


def test_way_out_of_a_final_state_is_refused():
    states = two_states()
    back = Transition("Go back", states["end"], states["begin"], by=OFFICER)

    assert faults(**states, back=back) == [
        "'end' is final, yet back leaves it: drop final=True or the source"
    ]


def test_state_without_a_way_out_is_refused():
    states = two_states()
    stuck = between()

    assert faults(**states, stuck=stuck, enter=Transition("Enter", states["begin"], stuck, by=OFFICER)) == [
        "'stuck' has no way out: add a transition that leaves it, or mark it final=True",
        "no end can be reached from 'stuck': add a way that leads to a final state",
    ]


def test_final_state_that_waits_for_somebody_is_refused():
    assert faults(**two_states(end={"waits_for": OFFICE})) == [
        "'end' is final, so it waits for nobody: write waits_for=NOBODY"
    ]


def test_state_that_does_not_say_what_it_asks_is_refused():
    assert faults(**two_states(begin={"asks": ""})) == [
        "'begin' waits for office but does not say what for: write asks='…'"
    ]


def test_final_state_with_something_due_is_refused():
    assert faults(**two_states(end={"due": Due(days=3)})) == [
        "'end' is final, so nothing is due in it: drop due=…"
    ]


def test_transition_that_nobody_may_take_is_refused():
    assert faults(**two_states(by=())) == ["nobody may take 'go': name roles or SYSTEM in by=…"]


def test_transition_without_sources_is_refused():
    states = two_states()
    nowhere = Transition("Appear", [], states["end"], by=OFFICER)

    assert faults(**states, nowhere=nowhere) == ["'nowhere' leaves no state: name its sources"]


def test_transition_that_names_a_source_twice_is_refused():
    states = two_states()
    twice = Transition("Twice", [states["begin"], states["begin"]], states["end"], by=OFFICER)

    assert faults(**states, twice=twice) == ["'twice' names one source twice: name each once"]


def test_transition_to_a_state_of_another_journey_is_refused():
    states = two_states()
    astray = Transition("Stray", states["begin"], Trial.submitted, by=OFFICER)

    assert faults(**states, astray=astray)[0] == (
        "'astray' names a state that is not one of this journey's: submitted"
    )


def test_transition_to_a_state_that_was_never_named_is_refused():
    states = two_states()
    astray = Transition("Stray", states["begin"], between(), by=OFFICER)

    assert faults(**states, astray=astray)[0] == (
        "'astray' names a state that is not one of this journey's: a State without a name"
    )


def test_transition_into_a_retired_state_is_refused():
    states = two_states()
    old = between(retired=True)

    found = faults(
        **states,
        old=old,
        enter=Transition("Enter", states["begin"], old, by=OFFICER),
        leave=Transition("Leave", old, states["end"], by=OFFICER),
    )

    assert found == ["'enter' enters 'old', which is retired: choose another target"]


def test_retired_state_may_be_left():
    states = two_states()
    old = between(retired=True)

    journey = declare(**states, old=old, leave=Transition("Leave", old, states["end"], by=OFFICER))

    assert journey.leaving("old") == [journey.transitions["leave"]]


NEVER = Guard("never", (), lambda facts: ["Never."])


def test_guard_on_what_only_records_a_fact_is_refused():
    assert faults(**two_states(records_fact=True, guards=[NEVER])) == [
        "'go' records what happened, so no guard may stop it: drop guards=… or records_fact=True"
    ]


def test_guard_named_twice_is_refused():
    assert faults(**two_states(guards=[NEVER, NEVER])) == ["'go' names one guard twice: name each once"]


def test_two_roles_of_one_code_are_refused():
    namesake = Role("trial_officer", "Another officer", lambda person: Run.objects.none())

    assert faults(**two_states(), office=(namesake,)) == [
        "two of its roles have the code 'trial_officer': give each its own"
    ]


def test_state_that_cannot_be_reached_is_refused():
    states = two_states()
    island = between()

    assert faults(**states, island=island, leave=Transition("Leave", island, states["end"], by=OFFICER)) == [
        "'island' cannot be reached: add a transition that enters it, or mark it retired=True"
    ]


def test_journey_without_an_end_is_refused():
    begin = first()

    assert faults(begin=begin, turn=Transition("Turn", begin, begin, by=OFFICER)) == [
        "it never ends: mark at least one state final=True"
    ]


def test_circle_without_an_end_is_refused():
    states = two_states()
    circle = between()

    found = faults(
        **states,
        circle=circle,
        enter=Transition("Enter", states["begin"], circle, by=OFFICER),
        turn=Transition("Turn", circle, circle, by=SYSTEM),
    )

    assert found == ["no end can be reached from 'circle': add a way that leads to a final state"]


def test_all_faults_are_told_at_once():
    assert len(faults(code="", **two_states(by=(), begin={"asks": ""}))) == 3


@pytest.mark.parametrize("said", [{}, {"undo": print, "final": "It has left the house."}])
def test_effect_that_does_not_say_how_it_ends_is_refused(said):
    with pytest.raises(WrongDeclaration, match="must say either how it is undone"):
        Effect("mail", print, **said)


def test_any_live_state_is_every_state_that_is_not_final():
    assert Trial.withdraw.source_names(Trial) == ("draft", "submitted", "sent_back", "deciding")


def test_state_is_called_the_same_outside_unless_told():
    assert (Trial.draft.outside_label, Trial.submitted.outside_label) == ("Draft", "With us")


def test_stops_are_in_the_order_of_declaration():
    assert Trial.stops() == ["Draft", "Decision", "Done"]


def test_later_edition_inherits_what_it_does_not_change():
    class Later(Trial):
        edition = "2"
        sent_back = State("Asked again", Phase.PLANNING, NOBODY)

    assert Later.states["sent_back"].label == "Asked again"
    assert Later.transitions == Trial.transitions
    assert [move.name for move in Later.leaving("sent_back")] == ["submit", "withdraw"]


@pytest.mark.parametrize("name", ["initial", "title", "leaving"])
def test_name_that_journey_uses_itself_is_refused(name):
    states = two_states()
    states[name] = states.pop("begin")

    assert faults(**states) == [f"'{name}' is a word of Journey's own: choose another name"]


def test_takers_are_the_roles_and_the_clock():
    assert (Trial.refuse.roles, Trial.refuse.by_system) == ((OFFICER,), True)
    assert (Trial.submit.roles, Trial.submit.by_system) == ((LEAD,), False)


def test_any_live_goes_with_subclasses_too():
    states = two_states()
    journey = declare(**states, drop=Transition("Drop", ANY_LIVE, states["end"], by=OFFICER))

    assert journey.transitions["drop"].source_names(journey) == ("begin",)


def test_journey_is_found_by_code_and_edition():
    assert get_journey("trial", "1") is Trial
    assert Trial in all_journeys()


def test_two_journeys_of_one_code_and_edition_are_refused():
    namesake = declare(**two_states(), code="trial")

    with pytest.raises(
        WrongDeclaration, match="Tried has the code and edition of Trial: give it another edition."
    ):
        register(namesake)
