"""The pages of acts on one journey, and of more time, as people meet them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.awards.world import client_of, words_of
from tests.factories.people import OfficerFactory, PersonFactory
from tests.trial.journeys import Trial
from workflow import services
from workflow.models import ExtensionRequest, Run
from workflow.requests import ask_for_time

DAY = dt.timedelta(days=1)
WHY = {"reason": "illness", "note": "Flu."}


@pytest.fixture
def now():
    """Pages know no other time."""
    return timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5)


@pytest.fixture
def officer(db):
    return OfficerFactory(person=PersonFactory(name="Olga Officer")).person


@pytest.fixture
def office(officer):
    return client_of(officer)


def words(answer):
    return " ".join(words_of(answer).split())


def page(run, code):
    return f"/journeys/{run.public_id}/acts/{code}/"


def fresh(run):
    return Run.objects.get(pk=run.pk)


def test_more_time_is_given_after_what_changes_was_shown(run, office, now):
    to = run.due_on + 30 * DAY
    given = {"to": to.isoformat(), **WHY, "version": "1"}
    assert "The new last day" in words(office.get(page(run, "extend")))

    shown = office.post(page(run, "extend"), given)

    assert (shown.status_code, fresh(run).seq) == (200, 1)
    assert "What will change" in words(shown)
    key = shown.context["shown"]
    done = office.post(page(run, "extend"), {**given, "shown": key})
    assert (done.status_code, done["Location"]) == (302, f"/journeys/{run.public_id}/")
    assert fresh(run).due_on == to


def test_another_day_than_the_one_that_was_shown_is_shown_first(run, office):
    first = office.post(page(run, "extend"), {"to": (run.due_on + DAY).isoformat(), **WHY})
    other = {"to": (run.due_on + 2 * DAY).isoformat(), **WHY, "shown": first.context["shown"]}

    again = office.post(page(run, "extend"), other)

    assert (again.status_code, fresh(run).seq) == (200, 1)


def test_undoing_shows_at_once_what_changes_and_why_not(run, start, office, officer, lead, now):
    services.advance(run, Trial.submit, actor=lead, now=now)

    shown = office.get(page(run, "undo"))

    assert "What will change" in words(shown)
    services.undo(run, actor=officer, now=now, **WHY)
    new = start()
    refused = words(office.get(page(new, "undo")))
    assert "Not possible" in refused
    assert "stands where it began here, so there is no step to undo." in refused


def test_act_without_a_reason_keeps_what_was_typed(run, office):
    answer = office.post(page(run, "pause"), {"until": "2030-01-02", "note": "Roof fell in."})

    assert answer.status_code == 422
    assert "Choose the reason" in words(answer)
    assert "Roof fell in." in words(answer)


def test_act_that_is_refused_says_why(run, office):
    answer = office.post(page(run, "extend"), {"to": "2020-01-02", **WHY})

    assert answer.status_code == 409
    assert "The new day is not in the future." in words(answer)


def test_act_on_an_old_page_is_refused(run, office, officer, now):
    given = {"until": "", **WHY, "version": "1"}
    shown = office.post(page(run, "pause"), given)
    services.extend(run, to=run.due_on + DAY, actor=officer, now=now, **WHY)

    answer = office.post(page(run, "pause"), {**given, "shown": shown.context["shown"]})

    assert answer.status_code == 409
    assert "has moved on since you opened the page" in words(answer)


def test_step_has_its_own_page(run, office):
    assert office.get(page(run, "withdraw"))["Location"] == f"/journeys/{run.public_id}/withdraw/"
    assert office.get(page(run, "fly")).status_code == 404


def test_acts_are_only_the_offices(run, lead):
    somebody = client_of(PersonFactory())

    assert client_of(lead).get(page(run, "extend")).status_code == 404
    assert somebody.get(page(run, "extend")).status_code == 404


# ------------------------------------------------------------------------------------------- more time


def asking(run):
    return f"/journeys/{run.public_id}/more-time/ask/"


def asked_for(run, days):
    return {"wanted_on": (run.due_on + days * DAY).isoformat(), "reason": "workload", "words": "Reports."}


def test_small_first_request_is_answered_at_once(run, lead):
    lead_client = client_of(lead)
    assert "Until when do you need time?" in words(lead_client.get(asking(run)))

    answer = lead_client.post(asking(run), asked_for(run, 20))

    assert answer.status_code == 302
    assert fresh(run).due_on == run.due_on + 20 * DAY


def test_large_request_goes_to_an_officer_who_answers(run, lead, office):
    client = client_of(lead)
    client.post(asking(run), asked_for(run, 80))
    assert "An officer answers by email." in words(client.get(asking(run)))
    request = ExtensionRequest.objects.get()
    address = f"/more-time/{request.pk}/"
    assert "Too much at once." in words(office.get(address))
    assert client.get(address).status_code == 404
    other = {"answer": "another", "to": "", "note": "Yes."}
    assert office.post(address, other).status_code == 422

    answer = office.post(address, {"answer": "yes", "note": "Take it."})

    assert answer.status_code == 302
    assert fresh(run).due_on == run.due_on + 80 * DAY
    assert "This was answered" in words(office.get(address))


def test_wrong_day_is_told(run, lead):
    answer = client_of(lead).post(asking(run), {**asked_for(run, 0)})

    assert answer.status_code == 409
    assert "You have time until" in words(answer)


def test_request_by_somebody_of_another_run_is_not_here(run):
    assert client_of(PersonFactory()).get(asking(run)).status_code == 404


def test_request_from_before_is_not_asked_twice(run, lead, now):
    ask_for_time(run, wanted_on=run.due_on + 90 * DAY, reason="other", words="", by=lead, now=now)

    answer = client_of(lead).post(asking(run), asked_for(run, 80))

    assert answer.status_code == 409
    assert "More time was asked for on" in words(answer)
