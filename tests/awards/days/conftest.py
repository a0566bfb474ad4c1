"""The office as it is this morning: pages know no other time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.awards.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world(timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5))
