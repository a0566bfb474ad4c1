from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.browsing import axe_at_all_widths
from tests.factories.people import OfficerFactory
from tests.trial.journeys import AREA_GIVEN, Trial
from workflow import services
from workflow.stops import stop_mail


@pytest.fixture
def signed_in(live, context):
    """An officer's page, and the officer."""
    officer = OfficerFactory().person
    client = Client()
    client.force_login(officer)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])
    return context.new_page(), officer


def test_pages_of_the_office_serve_everybody(live, signed_in):
    page, officer = signed_in
    now = timezone.now() - dt.timedelta(minutes=5)
    first, second = (
        services.start(Trial, actor=None, now=now, label=f"Oakfield {i} Primary School", officer=officer)
        for i in range(2)
    )
    services.waive(first, AREA_GIVEN, actor=officer, now=now, note="They have none.")
    stop = stop_mail(
        address="head.teacher@oakfield-primary.waymark.example",
        why="x",
        words="A mail came back",
        by=None,
        now=now,
    )

    for path in (
        "/stopped-post/",
        f"/stopped-post/{stop.pk}/",
        "/waivers/?journey=trial&edition=1&condition=area+given",
        f"/journeys/{second.public_id}/conditions/waive/",
        f"/journeys/{second.public_id}/history/1/",
    ):
        assert page.goto(live + path).status == 200
        axe_at_all_widths(page)
    page.get_by_label("The right day").fill((now.date() - dt.timedelta(days=4)).isoformat())
    page.get_by_label("Why is it put right?").fill("The letter says so.")
    page.get_by_role("button", name="Show what will change").click()
    axe_at_all_widths(page)
