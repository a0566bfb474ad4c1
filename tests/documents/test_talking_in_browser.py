"""An officer asks, the lead answers and hands a part to a colleague by a link: with browsers, mail and a worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from awards.papers.artsmark_2018 import COMMITMENT
from documents import queries
from documents.models import Document
from tests.awards.world import entry_of, make_world
from tests.journeys.acting import Visitor, link_in_mail, visitor
from tests.processes import Outside

OLA = "ola@school.example"
QUESTION = next(iter(COMMITMENT.questions.values()))
SECTION = COMMITMENT.section_of(QUESTION)


@contextmanager
def at_work(browser: Browser, site: str, person: Any) -> Iterator[Visitor]:
    """Somebody who is signed in."""
    client = Client()
    client.force_login(person)
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    with visitor(browser, site) as who:
        who.page.context.add_cookies([{**cookie, "url": site}])
        yield who


@pytest.mark.usefixtures("worker")
def test_an_officer_asks_and_a_colleague_helps_to_answer(
    browser: Browser, live: str, outside: Outside
) -> None:
    world = make_world(timezone.now() - dt.timedelta(minutes=5))
    walk = world.walk("day_attended", entry=entry_of("Quagga Lane School"))
    at = [walk.run.public_id, COMMITMENT.code]
    with (
        at_work(browser, live, world.officer) as officer,
        at_work(browser, live, walk.lead) as lead,
        visitor(browser, live) as ola,
    ):
        when_the_officer_asks(officer, reverse("documents:write", args=at))
        when_the_lead_answers(lead, link_in_mail(outside, to=walk.lead.email, subject="1 comment on the"))
        then_the_officer_resolves_it(officer)
        when_the_lead_hands_a_part_to_ola(lead, reverse("documents:write", args=at))
        when_ola_writes_it(ola, link_in_mail(outside, to=OLA, subject="asks you to write a part"))
        then_the_lead_sees_it_and_takes_the_link_back(lead, reverse("documents:handouts", args=at))
        then_ola_loses_nothing_and_saves_nothing(ola)
    answer = queries.answers_of(Document.objects.get(run=walk.run, form_code=COMMITMENT.code))[QUESTION.name]
    assert (answer.saved_by_name, "Ola was here." in str(answer.value)) == ("Ola Okafor", True)


def when_the_officer_asks(officer: Visitor, page: str) -> None:
    officer.goes_to(page)
    officer.follows("Comments")
    officer.reads("Nothing has been said yet")
    officer.follows(QUESTION.label)
    officer.presses("Send the comment")
    officer.reads("Write your comment.")
    officer.writes("Your comment", "Which classes is this about?")
    officer.presses("Send the comment")
    officer.reads("Your comment is there.")


def when_the_lead_answers(lead: Visitor, link: str) -> None:
    lead.goes_to(link)
    lead.reads("Which classes is this about?")
    lead.follows("Answer on")
    lead.writes("Your comment", "Years 3 to 6. I ask Ola to write it.")
    lead.presses("Send the comment")
    lead.reads("Years 3 to 6.")


def then_the_officer_resolves_it(officer: Visitor) -> None:
    officer.goes_to(officer.page.url.removeprefix(officer.site).partition("#")[0])
    officer.reads("Years 3 to 6.")
    officer.clicks(officer.page.get_by_role("button", name="Mark as resolved"))
    officer.reads("Resolved by")


def when_the_lead_hands_a_part_to_ola(lead: Visitor, page: str) -> None:
    lead.goes_to(page)
    lead.follows("Hand a part to a colleague")
    lead.presses("Send the link")
    lead.reads("Choose at least one part to hand over.")
    lead.page.get_by_label(SECTION.title, exact=True).check()
    lead.writes("Your colleague’s full name", "Ola Okafor")
    lead.writes("Email address", OLA)
    lead.writes("What should they know? (optional)", "You know these classes best.")
    lead.presses("Send the link")
    lead.reads("We have sent Ola Okafor a link.")


def when_ola_writes_it(ola: Visitor, link: str) -> None:
    ola.goes_to(link)
    ola.reads("Is this you, Ola Okafor?")
    ola.presses("Yes, begin")
    ola.reads("You know these classes best.")
    assert link not in ola.page.url
    ola.fills_in_everything("Ola was here.")
    ola.presses("Save")
    ola.reads("sees it at once.")
    ola.reads("by Ola Okafor (by link)")


def then_the_lead_sees_it_and_takes_the_link_back(lead: Visitor, page: str) -> None:
    lead.goes_to(page)
    lead.reads("In 1 browser")
    lead.clicks(lead.page.get_by_role("button", name="Take it back"))
    lead.reads("The link of Ola Okafor no longer works.")


def then_ola_loses_nothing_and_saves_nothing(ola: Visitor) -> None:
    ola.page.locator("main form textarea").first.fill("One more thought.")
    ola.presses("Save")
    ola.reads("took this link back")
    ola.reads("One more thought.")
