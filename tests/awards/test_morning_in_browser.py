from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from awards.journeys.enquiry import Enquiry
from awards.models import ContactLog, Post
from awards.services.contact_log import log_contact
from tests.awards.world import make_world
from tests.browsing import axe_at_all_widths
from workflow import clock
from workflow.incidents import open_incident
from workflow.models import Prompt, Run
from workflow.services import start
from workflow.stops import SEND, stop_mail

DAY = dt.timedelta(days=1)


@pytest.fixture
def manager(live):
    """A manager with something in every part of the morning."""
    now = timezone.now() - dt.timedelta(minutes=5)
    today = timezone.localdate(now)
    world = make_world(now)
    person = world.cast.manager
    for label, move, due in (("Ours", "office", -3), ("Theirs", "school", -1), ("Soon", "school", 2)):
        run = start(Enquiry, actor=None, now=now - 5 * DAY, label=f"{label} of a long name")
        Run.objects.filter(pk=run.pk).update(officer=person, waits_for=move, due_on=today + due * DAY)
    application = world.registered()
    Run.objects.filter(pk=application.run.pk).update(officer=person)
    clock.prompt(application.run, "ring", words="Ring them: no email brought an answer.", now=now)
    open_incident(f"clock:{application.run.pk}", summary="The clock stumbled", now=now, run=application.run)
    log_contact(
        application,
        kind=ContactLog.CALL,
        line="They go on.",
        by=person,
        now=now - DAY,
        next_step="Send the link",
        next_on=today,
    )
    stop_mail(
        run=application.run,
        why="office",
        words="In peace",
        by=person,
        now=now,
        through=today + DAY,
        then=SEND,
    )
    assert Post.objects.filter(person=person, role=Post.MANAGER).exists()
    return person


def test_morning_serves_everybody_and_what_was_asked_is_done_from_it(live, context, manager):
    client = Client()
    client.force_login(manager)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])
    page = context.new_page()

    page.goto(f"{live}/home/")
    assert page.url == f"{live}/today/"
    assert page.locator("main table").count() == 8
    axe_at_all_widths(page)
    page.locator("#asks").get_by_role("button", name="Done").click()
    page.get_by_text("Nobody waits for an answer").wait_for()
    assert page.url == f"{live}/today/"
    assert Prompt.objects.get().done_by == manager
    for path in ("today/?whose=everyone", "today/to-answer/?whose=none", "what-would-go/", "incidents/"):
        assert page.goto(f"{live}/{path}").status == 200
        axe_at_all_widths(page)
