"""An officer finds the three slowest schools, gives one more time, pauses one, reminds one, undoes a step, and helps forty."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from awards.models import Application
from awards.queries import bookings_of
from awards.services.development import give_up_places
from tests.awards.world import World, entry_of, make_world
from tests.journeys.acting import PASSWORD, Visitor, visitor
from workflow.audit import breaches
from workflow.models import Message, Run
from workflow.tracking import refresh_pace

DAY = dt.timedelta(days=1)
SLOW = ("Amber Slow School", "Birch Slow School", "Cedar Slow School")
MANY = 40


@pytest.fixture
def office(transactional_db: None) -> World:
    world = make_world(timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5))
    world.officer.set_password(PASSWORD)
    world.officer.save(update_fields=["password"])
    return world


@pytest.mark.usefixtures("worker")
def test_an_officer_sees_to_those_who_stall(browser: Browser, live: str, office: World) -> None:
    slow = given_three_schools_that_never_booked(office)
    many = given_forty_that_booked_and_gave_up(office)
    accepted = office.walk("delivering", entry=entry_of("Damson Slip School")).run
    refresh_pace(now=office.now)
    to = timezone.localdate() + 30 * DAY
    later = max(fresh(run).due_on for run in many) + 30 * DAY
    with visitor(browser, live) as officer:
        officer.signs_in(office.officer.email)
        then_the_slowest_stand_first(officer)
        when_the_officer_gives_more_time(officer, slow[0], to)
        when_the_officer_pauses(officer, slow[1])
        when_the_officer_reminds(officer, slow[2])
        when_the_officer_undoes_the_last_step(officer, accepted)
        when_the_officer_gives_all_of_them_more_time(officer, later)
    assert fresh(slow[0]).due_on == to
    assert fresh(slow[1]).paused_at is not None
    assert [mail.run_id for mail in Message.objects.filter(template="awards/mails/nudge.txt")] == [slow[2].pk]
    assert fresh(accepted).state == "commitment_submitted"
    assert {fresh(run).due_on for run in many} == {later}
    assert list(breaches()) == []


def given_three_schools_that_never_booked(office: World) -> list[Run]:
    """Nine in ten book within ten days."""
    return [
        office.registered(entry_of(name), now=office.now - (400 - place) * DAY).run
        for place, name in enumerate(SLOW)
    ]


def given_forty_that_booked_and_gave_up(office: World) -> list[Run]:
    runs = []
    for number in range(MANY):
        application = office.registered(entry_of(f"Batch School {number:02d}"), now=office.now - 15 * DAY)
        booked_and_gave_up(office, application)
        runs.append(application.run)
    return runs


def booked_and_gave_up(office: World, application: Application) -> None:
    office.booked(application, now=office.now - 5 * DAY)
    (booking,) = bookings_of(application)
    give_up_places(booking, by=office.lead_of(application), now=office.now - 4 * DAY)


def then_the_slowest_stand_first(officer: Visitor) -> None:
    officer.goes_to("/journeys/")
    officer.page.get_by_label("Order").select_option(label="Slowest first")
    officer.presses("Show")
    names = officer.page.locator("tbody th").all_inner_texts()
    assert names[:3] == list(SLOW)
    expect(officer.page.locator("tbody tr").first).to_contain_text("Longer than 9 of 10 schools at this step")


def when_the_officer_gives_more_time(officer: Visitor, run: Run, to: dt.date) -> None:
    goes_to_the_act(officer, run, "Give more time")
    officer.writes("The new last day", to.isoformat())
    says_why(officer)
    officer.presses("Show what will change")
    officer.presses("Give more time")
    officer.reads("Give more time")


def when_the_officer_pauses(officer: Visitor, run: Run) -> None:
    goes_to_the_act(officer, run, "Pause")
    says_why(officer)
    officer.presses("Show what will change")
    officer.presses("Pause")


def when_the_officer_reminds(officer: Visitor, run: Run) -> None:
    goes_to_the_act(officer, run, "Send a reminder")
    officer.writes("A line of your own to them (optional)", "We have two places left in Dudley.")
    officer.presses("Send a reminder")


def when_the_officer_undoes_the_last_step(officer: Visitor, run: Run) -> None:
    goes_to_the_act(officer, run, "Undo the last step")
    says_why(officer)
    officer.presses("Undo the last step")


def when_the_officer_gives_all_of_them_more_time(officer: Visitor, to: dt.date) -> None:
    officer.goes_to("/journeys/?q=Batch")
    officer.follows(re.compile("Do something with all of these"))
    officer.presses("Give more time")
    officer.writes("The new last day", to.isoformat())
    says_why(officer)
    officer.presses("Show what will change")
    officer.reads(f"This changes {MANY} journeys.")
    officer.presses(f"Do it for {MANY} journeys")
    expect(officer.page.locator("main")).to_contain_text(f"Done for {MANY} journeys", timeout=30_000)


def goes_to_the_act(officer: Visitor, run: Run, act: str) -> None:
    officer.goes_to(f"/journeys/{run.public_id}/")
    officer.presses(act)


def says_why(officer: Visitor) -> None:
    officer.page.get_by_label("Reason").select_option(label="Too much at once")
    officer.writes("In a few words", "Agreed by telephone.")


def fresh(run: Run) -> Run:
    return Run.objects.get(pk=run.pk)
