"""A development day is called off at six in the morning; an officer logs a call; a school books support."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Browser

from awards.models import Application, Booking, DevelopmentDay, Person, SupportBooking
from awards.services.development import Coming, book, join_waiting_list, offer_day
from tests.awards.world import SENIOR, TEACHER, World, make_world
from tests.journeys.acting import PASSWORD, Visitor, letters, visitor
from tests.processes import Outside, wait_until
from workflow.audit import breaches
from workflow.models import Run

WHY = "Snow: the railway and the roads are shut."


@pytest.fixture
def office(transactional_db: None) -> World:
    world = make_world(timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5))
    world.officer.set_password(PASSWORD)
    world.officer.save(update_fields=["password"])
    return world


@pytest.mark.usefixtures("worker")
def test_a_day_is_called_off_at_six_in_the_morning(
    browser: Browser, live: str, outside: Outside, office: World, tmp_path: Path
) -> None:
    today, other, schools = given_a_full_day_and_one_with_four_places(office)
    first, second, third, waiting = schools
    with visitor(browser, live) as officer:
        officer.signs_in(office.officer.email)
        when_the_officer_calls_the_day_off(officer, today, other, schools)
        then_there_is_a_list_to_ring(officer)
    then_everybody_is_told(office, outside, schools)
    assert {it.pk: Run.objects.get(application=it).state for it in schools} == {
        first.pk: "day_booked",
        second.pk: "day_booked",
        third.pk: "registered",
        waiting.pk: "registered",
    }
    with visitor(browser, live) as lead:
        then_the_school_finds_its_new_day_in_its_calendar(lead, office, first, tmp_path)
        when_it_gives_up_its_places(lead, first)
    then_the_next_moves_up(third)
    assert list(breaches()) == []


def test_an_officer_logs_a_call_and_a_school_books_support(
    browser: Browser, live: str, office: World
) -> None:
    application = office.registered(lead=_lead(office, "lead@support.example"))
    with visitor(browser, live) as officer, visitor(browser, live) as lead:
        officer.signs_in(office.officer.email)
        when_the_officer_logs_a_call(officer, application)
        when_the_officer_offers_a_call_time(officer)
        lead.signs_in("lead@support.example")
        when_the_school_books_it(lead)
        then_the_officer_sees_it(officer, application)


def given_a_full_day_and_one_with_four_places(
    office: World,
) -> tuple[DevelopmentDay, DevelopmentDay, list[Application]]:
    starts = timezone.now() + dt.timedelta(hours=3)
    today = offer_day(
        place="The Old Foundry",
        address="",
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=6),
        capacity=6,
    )
    other = office.day(days=9, capacity=4)
    schools = [
        office.registered(lead=_lead(office, f"lead{number}@days.example"), now=office.now)
        for number in range(4)
    ]
    mobile = Coming("Tess Teacher", "", TEACHER.post, "07700 900321")
    for minute, school in enumerate(schools[:3]):
        when = office.now + dt.timedelta(seconds=minute)
        book(school, day=today, coming=[mobile, SENIOR], by=office.officer, now=when)
    join_waiting_list(
        schools[3], day=today, coming=[TEACHER], by=office.officer, now=office.now + dt.timedelta(minutes=1)
    )
    return today, other, schools


def when_the_officer_calls_the_day_off(
    officer: Visitor, today: DevelopmentDay, other: DevelopmentDay, schools: list[Application]
) -> None:
    officer.follows("Development days")
    officer.clicks(officer.page.locator(f"a[href='{reverse('awards:day', args=[today.public_id])}']"))
    officer.reads("Waiting list")
    officer.reads("07700 900321")
    officer.presses("Call it off")
    officer.writes("Why?", WHY)
    officer.page.get_by_label("Carry the places over to").select_option(str(other.pk))
    officer.presses("See who is told")
    officer.reads("These keep their places, on the other day")
    officer.reads("These do not fit, and go on its waiting list")
    for school in schools:
        officer.reads(school.subject.name)
    officer.presses("Call the day off")


def then_there_is_a_list_to_ring(officer: Visitor) -> None:
    officer.reads("The day is called off")
    officer.reads("Call list")
    assert officer.page.get_by_role("rowheader", name=re.compile("Tess Teacher")).count() == 4
    officer.page.emulate_media(media="print")
    assert officer.page.get_by_text("07700 900321").first.is_visible()
    assert not officer.page.locator(".govuk-back-link").first.is_visible()
    officer.page.emulate_media(media="screen")


def then_everybody_is_told(office: World, outside: Outside, schools: list[Application]) -> None:
    expected = {
        "lead0@days.example": "Your places are kept on another day",
        "lead1@days.example": "Your places are kept on another day",
        "lead2@days.example": "You are on its waiting list",
        "lead3@days.example": "You are on its waiting list",
    }
    told: dict[str, str] = {}

    def arrived() -> bool:
        told.update({to: body for to, title, body in letters(outside) if "is called off" in title})
        return set(expected) <= set(told)

    wait_until(arrived, "mails to all four schools")
    for address, words in expected.items():
        assert words in re.sub(r"\s+", " ", told[address])
        assert WHY in re.sub(r"\s+", " ", told[address])


def then_the_school_finds_its_new_day_in_its_calendar(
    lead: Visitor, office: World, school: Application, folder: Path
) -> None:
    lead.signs_in("lead0@days.example")
    lead.goes_to(reverse("awards:days", args=[school.run.public_id]))
    with lead.page.expect_download() as caught:
        lead.page.get_by_role("link", name="Put it into your calendar").click()
    caught.value.save_as(folder / "day.ics")
    (event,) = Calendar.from_ical((folder / "day.ics").read_bytes()).walk("VEVENT")
    new = Booking.objects.get(application=school, given_up_at=None)
    assert (event["STATUS"], event["DTSTART"].dt) == ("CONFIRMED", new.day.starts_at)


def when_it_gives_up_its_places(lead: Visitor, school: Application) -> None:
    lead.follows("Give up your places")
    lead.presses("Give up our places")
    lead.reads("Thank you for telling us")


def then_the_next_moves_up(school: Application) -> None:
    wait_until(
        lambda: Run.objects.get(application=school).state == "day_booked",
        "the next school on the waiting list to move up",
    )


def when_the_officer_logs_a_call(officer: Visitor, application: Application) -> None:
    officer.goes_to("/journeys/")
    officer.follows(application.subject.name)
    officer.writes("What was said, in a line", "The head is keen, the lead is new.")
    officer.writes("Next step (optional)", "Send the reading list")
    officer.page.get_by_label("By (optional)").fill((timezone.localdate() + dt.timedelta(days=2)).isoformat())
    officer.presses("Write it down")
    officer.reads("The head is keen")
    officer.follows("Support")
    officer.follows("Next steps from calls and visits")
    officer.reads("Send the reading list")


def when_the_officer_offers_a_call_time(officer: Visitor) -> None:
    officer.follows("Support")
    officer.writes("Topic", "Goals that can be counted")
    officer.page.get_by_label("Day", exact=True).fill(
        (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    )
    officer.writes("Begins at", "16:00")
    officer.writes("Ends at", "16:30")
    officer.presses("Put it on offer")
    officer.reads("Goals that can be counted")


def when_the_school_books_it(lead: Visitor) -> None:
    lead.follows("Book a session or a call")
    lead.writes("What would you like to talk about? (optional)", "Our second goal")
    lead.clicks(lead.page.get_by_role("button", name="Book it"))
    lead.reads("You have booked")
    lead.reads("Our second goal")
    assert "The head is keen" not in lead.page.content()


def then_the_officer_sees_it(officer: Visitor, application: Application) -> None:
    officer.follows("Support")
    officer.clicks(officer.page.locator("table a").first)
    officer.reads(application.subject.name)
    officer.reads("Our second goal")
    assert SupportBooking.objects.count() == 1


def _lead(office: World, email: str) -> Person:
    return Person.objects.create_user(email, PASSWORD, name="Lena Lead")
