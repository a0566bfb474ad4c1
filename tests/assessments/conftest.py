"""People for tests of assessment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments.world import World, make_world


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return make_world(now)


@pytest.fixture
def lasting_world(transactional_db: None, now: dt.datetime) -> World:
    """For tests whose threads must see what is committed."""
    return make_world(now)


@pytest.fixture
def django_capture_queries() -> Callable[[], CaptureQueriesContext]:
    """Counts the statements that a block sends."""
    return lambda: CaptureQueriesContext(connection)
