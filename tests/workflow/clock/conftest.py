"""Runs of the chased journey: asked on Tuesday 3 March 2026, due on Tuesday the 17th."""

from __future__ import annotations

import pytest

from tests.trial.chased import Chased
from tests.trial.roles import make_officer
from tests.workflow.clock.watching import at
from workflow import services


@pytest.fixture
def begin(officer):
    def begun(label="lead=ann second=bob", day="2026-03-03", **words):
        run = services.start(Chased, actor=None, now=at(day), label=label, area="north", **words)
        make_officer(officer, run)
        run.refresh_from_db(fields=["officer"])
        return run

    return begun
