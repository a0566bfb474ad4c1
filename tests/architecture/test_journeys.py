"""What the generated pages, the stories and the declarations must agree on."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.architecture.reading import ROOT
from workflow.registry import all_journeys

JOURNEYS = [journey for journey in all_journeys() if journey.__module__.startswith("awards.")]


def test_pages_and_drawings_of_journeys_are_current():
    """In a process of its own, which knows no journeys of tests."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}

    done = subprocess.run(
        [sys.executable, "manage.py", "journeys", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: f"{journey.code}-{journey.edition}")
def test_journey_has_a_story(journey):
    stories = [path.stem for path in (ROOT / "tests" / "journeys").glob("test_*.py")]

    assert f"test_{journey.code.replace('-', '_')}" in stories
