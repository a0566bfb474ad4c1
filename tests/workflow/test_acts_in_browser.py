from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.browsing import axe_at_all_widths
from tests.factories.people import OfficerFactory, PersonFactory
from tests.trial.journeys import Trial
from tests.trial.roles import make_lead
from workflow import services
from workflow.models import ExtensionRequest, Run

DAY = dt.timedelta(days=1)


@pytest.fixture
def run(live):
    now = timezone.now() - dt.timedelta(minutes=5)
    officer, lead = OfficerFactory().person, PersonFactory()
    run = services.start(
        Trial, actor=None, now=now, label="Oakfield Primary School", area="north", officer=officer
    )
    make_lead(lead, run)
    return run


@pytest.fixture
def page_of(live, context):
    """A page of somebody who is signed in."""

    def of(person):
        client = Client()
        client.force_login(person)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])
        return context.new_page()

    return of


def test_officer_gives_time_and_answers_who_asked(live, run, page_of):
    page = page_of(run.officer)
    page.goto(f"{live}/journeys/{run.public_id}/acts/extend/")
    axe_at_all_widths(page)
    to = run.due_on + 20 * DAY
    page.get_by_label("The new last day").fill(to.isoformat())
    page.get_by_label("Reason").select_option(label="Illness")
    page.get_by_label("In a few words").fill("Flu, all of them.")
    page.get_by_role("button", name="Show what will change").click()
    page.get_by_text("From now on").wait_for()
    axe_at_all_widths(page)
    with page.expect_response(lambda answer: answer.status == 302):
        page.get_by_role("button", name="Give more time").click()
    assert Run.objects.get(pk=run.pk).due_on == to

    lead = PersonFactory()
    make_lead(lead, run)
    theirs = page_of(lead)
    theirs.goto(f"{live}/journeys/{run.public_id}/more-time/ask/")
    axe_at_all_widths(theirs)
    theirs.get_by_label("Until when do you need time?").fill((to + 90 * DAY).isoformat())
    theirs.get_by_label("Too much at once").check()
    with theirs.expect_response(lambda answer: answer.status == 302):
        theirs.get_by_role("button", name="Ask for more time").click()
    request = ExtensionRequest.objects.get()

    page = page_of(run.officer)
    page.goto(f"{live}/more-time/{request.pk}/")
    axe_at_all_widths(page)
    for code in ("pause", "undo", "reassign"):
        assert page.goto(f"{live}/journeys/{run.public_id}/acts/{code}/").status == 200
        axe_at_all_widths(page)
