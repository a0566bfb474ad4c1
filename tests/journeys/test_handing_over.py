"""A lead leaves and another takes over, in the browser, with the worker running."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from awards.models import Application, Contact, Person, RegisterEntry
from tests.awards.world import entry_of
from tests.journeys.acting import PASSWORD, Visitor, letters, link_in_mail, visitor
from tests.processes import Outside, wait_until
from workflow.audit import breaches
from workflow.models import Run

LENA, SAM, NORA = "lena@story.example", "sam@story.example", "nora@story.example"


@pytest.fixture
def school(transactional_db: None) -> RegisterEntry:
    return entry_of("Quagga Lane School", telephone="01902 555 0199")


@pytest.mark.usefixtures("worker")
def test_a_lead_leaves_and_another_takes_over(
    browser: Browser, live: str, outside: Outside, school: RegisterEntry
) -> None:
    Person.objects.create_user(LENA, PASSWORD, name="Lena Lead")
    with visitor(browser, live) as lena, visitor(browser, live) as nora:
        when_lena_registers_with_a_second_contact(lena, school)
        when_sam_says_yes(browser, live, outside)
        then_both_are_on_the_list(lena)
        when_lena_hands_over(lena)
        when_nora_says_yes_and_signs_in_by_a_code(nora, outside)
        then_nora_reads_her_brief(nora)
        then_lena_sees_nothing_any_more(lena, outside)
        then_everything_is_in_order()


def when_lena_registers_with_a_second_contact(lena: Visitor, school: RegisterEntry) -> None:
    lena.signs_in(LENA)
    lena.goes_to(f"/schools/{school.urn}/register/")
    lena.page.locator("input[name=second_name]").fill("Sam Second")
    lena.page.locator("input[name=second_email]").fill(SAM)
    lena.page.locator("input[name=agreed]").check()
    lena.presses("Register the school")
    lena.reads("You are its lead")


def when_sam_says_yes(browser: Browser, live: str, outside: Outside) -> None:
    with visitor(browser, live) as sam:
        sam.goes_to(link_in_mail(outside, to=SAM, subject="Will you work with Quagga Lane School"))
        sam.reads("Lena Lead asks you, Sam Second, to be second contact")
        sam.presses("Yes, I will")
        sam.reads(f"We send a code to {SAM}")


def then_both_are_on_the_list(lena: Visitor) -> None:
    lena.goes_to("/home/")
    lena.follows(re.compile("People: invite"))
    lena.reads("Sam Second")
    lena.reads("Second contact since")


def when_lena_hands_over(lena: Visitor) -> None:
    lena.follows("Hand over the lead")
    lena.presses("Propose the hand-over")
    lena.reads("Write the full name of the person")
    lena.writes("Full name of the person who takes over", "Nora New")
    lena.writes("Their work email address", NORA)
    lena.writes("Why? (optional)", "I go to another school.")
    lena.presses("Propose the hand-over")
    lena.reads("Nora New was asked and has not answered yet")


def when_nora_says_yes_and_signs_in_by_a_code(nora: Visitor, outside: Outside) -> None:
    nora.goes_to(link_in_mail(outside, to=NORA, subject="Will you take over the lead"))
    nora.reads("I go to another school.")
    nora.presses("Yes, I take over")
    nora.presses("Send me a code")
    nora.page.locator("input[name=code]").fill(_code_for(NORA, outside))
    nora.clicks(nora.page.locator("main form button").first)


def _code_for(address: str, outside: Outside) -> str:
    found: list[str] = []

    def arrived() -> bool:
        bodies = [body for to, _, body in letters(outside) if to == address]
        found[:] = [
            it
            for body in bodies
            for it in re.findall(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]*)\s*$", body, re.MULTILINE)
        ]
        return bool(found)

    wait_until(arrived, "the code")
    return found[-1]


def then_nora_reads_her_brief(nora: Visitor) -> None:
    nora.reads("Quagga Lane School in brief")
    nora.reads("Book places on a development day")
    nora.reads("01902 555 0100")
    nora.reads("Nora New, lead")
    nora.goes_to("/home/")
    nora.reads("Your school has a new lead")


def then_lena_sees_nothing_any_more(lena: Visitor, outside: Outside) -> None:
    run = Run.objects.get()
    answer = lena.page.goto(f"{lena.site}/journeys/{run.public_id}/")
    assert answer is not None
    assert answer.status == 404
    wait_until(
        lambda: any(to == LENA and "Nora New leads" in title for to, title, _ in letters(outside)),
        "the mail to the leaver",
    )


def then_everything_is_in_order() -> None:
    application = Application.objects.get()
    people = Contact.objects.filter(application=application, until=None).values_list("person__email", "role")
    assert set(people) == {(NORA, "lead"), (SAM, "second")}
    assert list(breaches()) == []
