"""A register of which one file after another lands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from awards.models import Application
from tests.awards.schools.files import Days, entry, school
from tests.awards.world import World, make_world


@pytest.fixture
def now() -> dt.datetime:
    """Pages know no other time than this morning's."""
    return timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5)


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return make_world(now)


@pytest.fixture
def days(tmp_path: Path, now: dt.datetime) -> Days:
    return Days(tmp_path, now)


@pytest.fixture
def elm(world: World, days: Days) -> Application:
    """Elm School is in the register as 900200, and on its way; Oak, 900300, is only in the register."""
    days.land(school(900200, EstablishmentName="Elm School"), school(900300, EstablishmentName="Oak School"))
    return world.registered(entry(900200))
