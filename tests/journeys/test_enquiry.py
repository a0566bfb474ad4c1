"""Somebody asks, is asked back, and is answered; somebody else writes nonsense and is closed."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from awards.models import Person, Post
from tests.journeys.acting import PASSWORD, Visitor, letters, link_in_mail, visitor
from tests.processes import Outside, wait_until
from workflow.audit import breaches
from workflow.models import Run

OFFICER, ASKER = "officer@story.example", "carol@people.example"


@pytest.fixture
def officer_account(transactional_db: None) -> None:
    officer = Person.objects.create_user(OFFICER, PASSWORD, name="Olivia Officer")
    Post.objects.create(person=officer, role=Post.OFFICER, since=timezone.localdate())


@pytest.mark.usefixtures("worker", "officer_account")
def test_somebody_asks_is_asked_back_and_is_answered(browser: Browser, live: str, outside: Outside) -> None:
    with visitor(browser, live) as asker, visitor(browser, live) as officer:
        when_somebody_asks(asker, "Can two small schools take part together?")
        officer.signs_in(OFFICER)
        opens_the_enquiry(officer)
        officer.reads("Can two small schools take part together?")
        officer.presses("Take it on")
        officer.presses("Take it on")
        officer.presses("Ask back")
        officer.writes("Your question to the person who asked", "How many pupils have they together?")
        officer.presses("Ask back")
        asker.goes_to(link_in_mail(outside, to=ASKER, subject="A question back to you"))
        asker.reads("How many pupils have they together?")
        asker.presses("Send your reply")
        asker.reads("Write your reply first")
        asker.writes("Your reply", "Ninety-four.")
        asker.presses("Send your reply")
        asker.reads("We are looking into it")
        opens_the_enquiry(officer)
        officer.reads("Ninety-four.")
        officer.presses("Answer")
        officer.writes("Your answer", "Yes: as one small setting, for the small fee.")
        officer.presses("Answer")
        wait_until(
            lambda: any("Yes: as one small setting" in text for _, _, text in letters(outside)), "our answer"
        )
        asker.page.reload()
        asker.reads("We have answered by email")
    assert Run.objects.get().state == "answered"
    assert list(breaches()) == []


@pytest.mark.usefixtures("worker", "officer_account")
def test_an_advertisement_is_closed_without_a_mail(browser: Browser, live: str, outside: Outside) -> None:
    with visitor(browser, live) as asker, visitor(browser, live) as officer:
        when_somebody_asks(asker, "Buy cheap paint")
        wait_until(lambda: letters(outside), "the receipt")
        officer.signs_in(OFFICER)
        opens_the_enquiry(officer)
        officer.page.get_by_text("End this journey").click()
        officer.follows("Close without an answer")
        officer.writes("Why?", "An advertisement.")
        officer.presses("Close without an answer")
        officer.reads("Closed")
    assert Run.objects.get().state == "closed"
    assert [title for _, title, _ in letters(outside)] == ["We have your question"]


def when_somebody_asks(asker: Visitor, question: str) -> None:
    asker.goes_to("/contact/")
    asker.presses("Send to us")
    asker.reads("There is a problem")
    asker.writes("Your name", "Carol Winter")
    asker.writes("Your email address", ASKER)
    asker.page.locator("input[type=radio]").first.check()
    asker.writes("What would you like to know?", question)
    asker.presses("Send to us")
    asker.reads("We have your question")


def opens_the_enquiry(officer: Visitor) -> None:
    officer.goes_to("/journeys/?programme=enquiry")
    officer.follows("Carol Winter")
