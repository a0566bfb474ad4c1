"""A school under way with its lead, and the office."""

from __future__ import annotations

import pytest

from tests.awards.world import World, make_world


@pytest.fixture
def world(db, now) -> World:
    return make_world(now)


@pytest.fixture
def application(world):
    return world.registered()


@pytest.fixture
def lead(world, application):
    return world.lead_of(application)
