"""The office and its people."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.awards.world import World, make_world


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return make_world(now)


@pytest.fixture
def lasting_world(transactional_db: None, now: dt.datetime) -> World:
    """For tests whose threads must see what is committed."""
    return make_world(now)
