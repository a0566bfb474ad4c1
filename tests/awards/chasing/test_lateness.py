"""When we are late, the school hears it from us, with a name and a new day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.awards.world import client_of, make_world, words_of
from workflow.clock import prompts_of, tick
from workflow.models import Message, Run

DAY = dt.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world(timezone.now())


@pytest.fixture
def run(world):
    """A school whose Case Study is with us."""
    return world.walk("case_study_submitted").run


def page_of(run):
    return reverse("awards:tell_lateness", args=[run.public_id])


def test_school_is_told_the_new_day_by_a_named_person(world, run):
    to = timezone.localdate() + 14 * DAY
    page = client_of(world.officer).post(
        page_of(run), {"to": to.isoformat(), "words": "A reader is ill."}, follow=True
    )

    assert page.status_code == 200
    assert Run.objects.get(pk=run.pk).due_on == to
    mail = Message.objects.get(template="awards/mails/our_lateness.txt")
    assert mail.subject.endswith(f"we need until {to.day} {to:%B %Y}")
    assert "A reader is ill." in mail.body
    assert world.officer.name in mail.body
    (record,) = run.records.filter(kind="extended")
    assert record.detail["due_on"] == to.isoformat()


def test_officer_is_asked_before_the_day_passes_and_telling_answers_it(world, run):
    day = run.due_on - 7 * DAY
    while not any(one.code == "tell-school" for one in prompts_of(run)) and day < run.due_on:
        tick(now=timezone.make_aware(dt.datetime.combine(day, dt.time(10))))
        day += DAY
    assert "tell-school" in [one.code for one in prompts_of(run)]

    to = timezone.localdate() + 7 * DAY
    client_of(world.officer).post(page_of(run), {"to": to.isoformat(), "words": "A reader is ill."})

    assert "tell-school" not in [one.code for one in prompts_of(run)]


def test_day_that_is_not_to_come_is_refused_and_nothing_is_lost(world, run):
    page = client_of(world.officer).post(
        page_of(run), {"to": timezone.localdate().isoformat(), "words": "Hm, so so."}
    )

    assert page.status_code == 409
    assert "The new day is not in the future." in words_of(page)
    assert "Hm, so so." in words_of(page)
    assert not Message.objects.filter(template="awards/mails/our_lateness.txt").exists()


def test_nothing_of_ours_is_due_where_the_school_moves(world):
    run = world.walk("registered").run

    assert client_of(world.officer).get(page_of(run)).status_code == 404
