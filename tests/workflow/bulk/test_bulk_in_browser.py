"""An officer gives a whole list more time in the browser, and watches it being done."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.browsing import axe_at_all_widths
from tests.factories.people import OfficerFactory
from tests.processes import worker_running
from tests.trial.journeys import Trial
from tests.workflow.bulk.working import fresh
from workflow import services

DAY = dt.timedelta(days=1)


@pytest.fixture
def runs(live):
    now = timezone.now() - dt.timedelta(minutes=5)
    officer = OfficerFactory().person
    given = {"actor": None, "now": now, "area": "north", "officer": officer}
    runs = [services.start(Trial, label=f"Team {place}", **given) for place in range(3)]
    services.pause(runs[1], actor=officer, now=now, reason="other", note="Roof.")
    return runs


def test_list_is_given_more_time_and_the_page_looks_again_by_itself(live, runs, context, outside):
    client = Client()
    client.force_login(runs[0].officer)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])
    page = context.new_page()
    page.goto(f"{live}/journeys/?q=Team")
    page.get_by_role("link", name="Do something with all of these").click()
    axe_at_all_widths(page)
    page.get_by_role("link", name="Give more time").click()
    axe_at_all_widths(page)
    to = runs[0].due_on + 20 * DAY
    page.get_by_label("The new last day").fill(to.isoformat())
    page.get_by_label("Reason").select_option(label="Too much at once")
    page.get_by_label("In a few words").fill("Reports.")
    page.get_by_role("button", name="Show what will change").click()
    page.get_by_text("This changes 2 journeys. 1 stays as it is, for the reasons below.").wait_for()
    axe_at_all_widths(page)

    page.get_by_role("button", name="Do it for 2 journeys").click()
    page.get_by_text("It is being done: 1 of 3 so far.").wait_for()
    here = page.url
    page.get_by_role("link", name="Keep it still").click()
    axe_at_all_widths(page)
    page.goto(here)
    with worker_running(outside):
        page.get_by_text("Done for 2 journeys. 1 was left as it is, for the reasons below.").wait_for(
            timeout=20_000
        )

    axe_at_all_widths(page)
    assert [fresh(run).due_on == to for run in runs] == [True, False, True]
    page.get_by_role("button", name="Take all of it back").click()
    axe_at_all_widths(page)
    page.goto(f"{live}/together/")
    axe_at_all_widths(page)
