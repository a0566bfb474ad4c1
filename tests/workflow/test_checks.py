from __future__ import annotations

import pytest

from tests.trial.journeys import Trial
from tests.workflow.test_matrix import set_down
from workflow import registry, services
from workflow.checks import check_pages, check_stored_states
from workflow.journey import Guard, Journey, State, Task, Transition
from workflow.models import Run


@pytest.fixture
def registered(monkeypatch):
    """Registers journeys for one test only."""
    monkeypatch.setattr(registry, "_journeys", dict(registry._journeys))
    return registry.register


NEVER = Guard("never", (), lambda facts: ["Never."])


def faults_in(found, words):
    return [fault.msg for fault in found if words in fault.msg]


def test_pages_that_are_not_there_are_found(registered):
    @registered
    class Lost(Trial):
        edition = "lost"
        draft = State(
            "Draft",
            Trial.draft.phase,
            Trial.draft.waits_for,
            initial=True,
            asks="Write it.",
            tasks=[Task("Write", "nowhere:write", NEVER)],
        )
        submit = Transition("Submit", draft, Trial.submitted, by=Trial.submit.by, page="nowhere:submit")

    assert faults_in(check_pages(None), "Lost.") == [
        "Lost.submit leads to the page 'nowhere:submit', which is not there.",
        "Lost.draft leads to the page 'nowhere:write', which is not there.",
    ]


def test_stored_states_that_are_declared_pass(run):
    assert faults_in(check_stored_states(None, databases=["default"]), "trial") == []


def test_stored_state_that_is_no_longer_declared_is_found(db, now, registered):
    @registered
    class Older(Trial):
        edition = "older"

    set_down(Older, "deciding", now)
    del registry._journeys["trial", "older"]

    assert faults_in(check_stored_states(None, databases=["default"]), "older") == [
        "Runs of trial older stand in 'deciding', which is not declared."
    ]


def test_stored_states_are_only_asked_for_when_the_database_may_be_asked(run):
    assert check_stored_states(None) == []


def test_run_of_an_inherited_edition_moves_by_its_transitions(db, now, registered):
    @registered
    class Later(Trial):
        edition = "later"

    run = services.start(Later, actor=None, now=now)
    assert Run.objects.get(pk=run.pk).journey is Later
    assert issubclass(Later, Journey)
