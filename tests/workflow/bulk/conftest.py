"""People who act on many journeys."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories.people import OfficerFactory, PersonFactory
from workflow.bulk import working


@pytest.fixture
def now():
    """Pages and workers know no other time."""
    return timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5)


@pytest.fixture
def officer(db):
    return OfficerFactory(person=PersonFactory(name="Olga Officer")).person


@pytest.fixture
def by_threes(monkeypatch):
    """Three journeys a piece, so that a few are many."""
    monkeypatch.setattr(working, "AT_ONCE", 3)
