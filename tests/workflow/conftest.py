"""Runs of the trial journey and their people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.factories.people import PersonFactory
from tests.trial import tasks
from tests.trial.journeys import Trial
from tests.trial.roles import make_lead, make_officer
from workflow import services
from workflow.journey import Effect, Transition
from workflow.models import Run

__all__ = ["tasks"]


@pytest.fixture
def lead(db: None) -> Any:
    return PersonFactory(name="Lena Lead")


@pytest.fixture
def officer(db: None) -> Any:
    return PersonFactory(name="Olga Officer")


@pytest.fixture
def start(now: dt.datetime, lead: Any, officer: Any) -> Callable[..., Run]:
    """Starts a trial run, ready to be submitted, with the lead and the officer in their roles."""

    def started(**words: Any) -> Run:
        run = services.start(Trial, actor=None, now=now, **{"label": "Trial run", "area": "north", **words})
        make_lead(lead, run)
        make_officer(officer, run)
        return run

    return started


@pytest.fixture
def run(start: Callable[..., Run]) -> Run:
    return start()


@pytest.fixture
def trial_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the trial's jobs leave marks when they run in this process."""
    monkeypatch.setenv("TEST_FOLDER", str(tmp_path))
    return tmp_path


@pytest.fixture
def effects_of() -> Iterator[Callable[..., None]]:
    """Gives a transition other effects, for one test."""
    before: dict[Transition, Sequence[Effect]] = {}

    def given(transition: Transition, *effects: Effect) -> None:
        before.setdefault(transition, transition.effects)
        object.__setattr__(transition, "effects", effects)

    yield given
    for transition, effects in before.items():
        object.__setattr__(transition, "effects", effects)
