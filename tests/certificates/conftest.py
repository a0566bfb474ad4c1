"""A run with its people, and the words of a certificate for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings

from certificates.models import Certificate
from certificates.services import issue
from certificates.words import Words
from tests.factories.people import PersonFactory
from tests.trial.journeys import Trial
from tests.trial.roles import make_lead, make_officer
from workflow import services
from workflow.models import Job, Run
from workflow.queue import perform


@pytest.fixture
def words() -> Words:
    return Words(
        recipient="Elm Park Primary School",
        programme="Artsmark",
        level_code="gold",
        level="Gold",
        awarded_on=dt.date(2026, 3, 9),
        valid_to=dt.date(2028, 3, 9),
        statement="Awarded by Arts Connect under its own in-house edition of the journey.",
        signatory="Rosalind Achebe, Programme Manager",
    )


@pytest.fixture
def lead(db: None) -> Any:
    return PersonFactory(name="Lena Lead")


@pytest.fixture
def officer(db: None) -> Any:
    return PersonFactory(name="Olga Officer")


@pytest.fixture
def start(now: dt.datetime, lead: Any, officer: Any) -> Callable[[], Run]:
    def started() -> Run:
        run = services.start(Trial, actor=None, now=now, label="Elm Park Primary School")
        make_lead(lead, run)
        make_officer(officer, run)
        return run

    return started


@pytest.fixture
def run(start: Callable[[], Run]) -> Run:
    return start()


@pytest.fixture
def queued(run: Run, words: Words, officer: Any, now: dt.datetime) -> Certificate:
    return issue(run, words=words, actor=officer, now=now)


@pytest.fixture
def issued(queued: Certificate) -> Certificate:
    perform(job_of(queued).pk)
    return Certificate.objects.get(pk=queued.pk)


@pytest.fixture
def no_fonts(tmp_path: Any) -> Iterator[Callable[[], None]]:
    """As if the set-up had not made the faces. Call what it gives to have them back."""
    from certificates import rendering  # noqa: PLC0415 - slow import: WeasyPrint

    faces = settings.FONTS_ROOT
    settings.FONTS_ROOT = tmp_path
    forget = (rendering._style, rendering._letters, rendering._advances)

    def have_them_back() -> None:
        settings.FONTS_ROOT = faces
        for kept in forget:
            kept.cache_clear()

    for kept in forget:
        kept.cache_clear()
    yield have_them_back
    have_them_back()


def job_of(certificate: Certificate) -> Job:
    return Job.objects.get(key=f"certificate:{certificate.pk}")
