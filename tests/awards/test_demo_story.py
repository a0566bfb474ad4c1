"""What the demonstration leaves behind: a school in every state, all of it by legal moves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from awards.demo.story import days_on_offer, enquiries, main_job, other_schools, people_of_the_demo
from awards.journeys.artsmark_2018 import Artsmark2018
from awards.journeys.enquiry import Enquiry
from awards.models import Application, Invoice, RegisterEntry
from awards.register.importing import import_register
from certificates.models import Certificate
from tests.awards.register_files import FICTIONAL
from tests.awards.world import client_of, words_of
from workflow.audit import breaches
from workflow.models import Incident, Job, Message, Run, TransitionRecord


@pytest.fixture
def silence():
    return lambda text: None


@pytest.fixture
def story(db, tmp_path, silence):
    copy = tmp_path / "fictional.csv"
    copy.write_bytes(FICTIONAL.read_bytes())
    import_register(copy, seen_on=dt.date(2026, 3, 1))
    people = people_of_the_demo()
    tell(people, silence)
    return people


def tell(people, say):
    job = main_job(people, tell=say)
    days_on_offer(tell=say)
    other_schools(people, tell=say)
    enquiries(people, tell=say)
    return job


def left_behind():
    kept = (Run, TransitionRecord, Application, Invoice, Certificate, Message, Job, RegisterEntry)
    return {model.__name__: model.objects.count() for model in kept}


def test_story_is_in_order_shows_every_state_and_is_told_once(story, silence):
    assert list(breaches()) == []
    assert Incident.objects.count() == 0
    for journey in (Artsmark2018, Enquiry):
        runs = Run.objects.filter(journey_code=journey.code)
        assert set(runs.values_list("state", flat=True)) == set(journey.states)
    then_nothing_was_recorded_before_it_happened()
    then_the_boards_show_every_state(client_of(story.officer))
    then_awards_have_their_certificate_and_others_have_none()

    before = left_behind()
    tell(story, silence)

    assert left_behind() == before


def then_nothing_was_recorded_before_it_happened():
    now = timezone.now()
    for record in TransitionRecord.objects.all():
        assert record.happened_at <= record.recorded_at <= now, record
    assert not Run.objects.filter(finished_at=None, phase__in=["achieved", "ended"]).exists()


def then_the_boards_show_every_state(office):
    rows = office.get("/journeys/", {"ended": "all"}).context["rows"]
    assert {row.step for row in rows if row.programme == "Artsmark"} == {
        it.label for it in Artsmark2018.states.values()
    }
    assert {row.step for row in rows if row.programme == "Enquiry"} == {
        it.label for it in Enquiry.states.values()
    }
    for row in rows:
        answer = office.get(row.href)
        assert (answer.status_code, row.step in words_of(answer)) == (200, True), row.label


def then_awards_have_their_certificate_and_others_have_none():
    awarded = set(Run.objects.filter(state="awarded").values_list("pk", flat=True))
    assert set(Certificate.objects.values_list("run", flat=True)) == awarded
    assert Certificate.objects.count() == len(awarded) == 3
    assert sorted(it.says.level_code for it in Certificate.objects.all()) == ["gold", "platinum", "silver"]
