"""A school becomes an academy in the middle of its journey, with an award that runs and an invoice that is not paid."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from awards.models import Award, Contact, Invoice, Item, Person, Post, SchoolUrn
from tests.awards.schools.files import ACADEMY, CLOSED, Days, entry, school
from tests.awards.world import make_world
from tests.journeys.acting import PASSWORD, Visitor, link_in_mail, visitor
from tests.processes import Outside, wait_until
from workflow.audit import breaches
from workflow.models import Message, Run

OFFICER, LEAD = "officer@story.example", "lead@story.example"
ELM, FIR = 900200, 900400


@pytest.fixture
def days(transactional_db: None, tmp_path) -> Days:
    return Days(tmp_path, timezone.now())


@pytest.fixture
def run(days: Days) -> Run:
    """Elm School delivers what it promised; it holds Silver from before, and owes its fee."""
    world = make_world(timezone.now())
    officer = Person.objects.create_user(OFFICER, PASSWORD, name="Olivia Officer")
    Post.objects.create(person=officer, role=Post.OFFICER, since=timezone.localdate())
    lead = Person.objects.create_user(LEAD, PASSWORD, name="Lena Lead")
    days.land(school(ELM, EstablishmentName="Elm School"))
    walk = world.walk("delivering", entry=entry(ELM), lead=lead)
    today = timezone.localdate()
    Award.objects.create(
        subject=walk.on.subject,
        journey_code="artsmark",
        level_code="silver",
        level="Silver",
        awarded_on=today - dt.timedelta(days=600),
        expires_on=today + dt.timedelta(days=130),
        decided_by=Award.AWARD_BODY,
        recorded_at=timezone.now(),
    )
    return walk.run


@pytest.mark.usefixtures("worker")
def test_a_school_becomes_an_academy_mid_journey(
    browser: Browser, live: str, outside: Outside, days: Days, run: Run
) -> None:
    when_the_register_says_that_it_became_an_academy(days)
    with visitor(browser, live) as officer, visitor(browser, live) as lead:
        lead.signs_in(LEAD)
        when_the_officer_looks_into_it(officer)
        then_what_will_happen_is_shown_first(officer, run)
        when_the_officer_hands_over(officer)
        then_the_old_part_is_over_at_once(lead, run)
        when_the_lead_takes_up_the_invitation(lead, outside, run)
        then_journey_award_and_debt_are_where_they_belong(run)


def when_the_register_says_that_it_became_an_academy(days: Days) -> None:
    days.land(school(ELM, EstablishmentName="Elm School", **CLOSED), school(FIR, **ACADEMY))
    days.link((ELM, FIR, "Elm Academy", "Successor", "01-09-2024"))


def when_the_officer_looks_into_it(officer: Visitor) -> None:
    officer.signs_in(OFFICER)
    officer.follows("Schools")
    officer.reads("Has closed 1")
    officer.reads("Has a successor 1")
    officer.follows("See everything to look into")
    officer.reads("Elm Academy (900400)")
    officer.follows(re.compile("Elm School.*has a successor"))
    officer.presses("See what handing over does")


def then_what_will_happen_is_shown_first(officer: Visitor, run: Run) -> None:
    officer.reads("Elm School (900200) → Elm Academy (900400)")
    officer.reads("Silver, awarded")
    officer.reads(f"Lena Lead, lead: {LEAD}")
    invoice = Invoice.objects.get(application__run=run)
    officer.reads(f"{invoice.number}: £500 is still owed by Elm School")


def when_the_officer_hands_over(officer: Visitor) -> None:
    officer.presses("Hand over")
    officer.reads("Elm Academy")
    officer.reads("900200, Elm School")


def then_the_old_part_is_over_at_once(lead: Visitor, run: Run) -> None:
    answer = lead.page.goto(f"{lead.site}/journeys/{run.public_id}/")
    assert answer is not None
    assert answer.status == 404


def when_the_lead_takes_up_the_invitation(lead: Visitor, outside: Outside, run: Run) -> None:
    wait_until(
        lambda: Message.objects.filter(run=run, to_email=LEAD, state="sent").exists(), "the invitation"
    )
    lead.goes_to(link_in_mail(outside, to=LEAD, subject="Elm Academy"))
    lead.presses("Yes, I will")
    lead.goes_to(f"/journeys/{run.public_id}/")
    lead.reads("Elm Academy")
    lead.reads("Your journey goes on with the school that follows yours")


def then_journey_award_and_debt_are_where_they_belong(run: Run) -> None:
    found = Run.objects.select_related("application__subject").get(pk=run.pk)
    subject = found.application.subject
    assert (found.state, found.label, subject.name) == (run.state, "Elm Academy", "Elm Academy")
    assert SchoolUrn.objects.get(school=subject.pk, until=None).entry_id == FIR
    assert Award.objects.get().subject == subject
    assert Invoice.objects.get(application=found.application).billed_to == "Elm School"
    assert Contact.objects.filter(application=found.application, until=None).count() == 1
    assert not Item.objects.filter(closed_at=None).exists()
    assert list(breaches()) == []
