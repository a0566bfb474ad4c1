"""A school walks the whole path to its certificate, in the browser, through every role, with the worker running."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pypdf import PdfReader

from assessments.models import Assessor
from awards.models import DevelopmentDay, Person, Post, RegisterEntry
from awards.register.eligibility import eligibility
from awards.register.importing import import_register
from certificates import files
from certificates.models import Certificate
from documents.models import Submission
from tests.journeys.acting import PASSWORD, Visitor, letters, link_in_mail, visitor
from tests.processes import Outside, wait_until
from workflow.audit import breaches
from workflow.models import Run

REGISTER = Path(__file__).resolve().parents[2] / "awards" / "register" / "data" / "fictional_schools.csv"
LEAD, OFFICER, FIRST, SECOND = (
    "lead@story.example",
    "officer@story.example",
    "one@story.example",
    "two@story.example",
)
MORE_GOALS = re.compile("third goal|fourth goal|fifth goal")
WORDS = "Ninety of our 214 pupils sing every week; before, it was twenty."


@pytest.fixture
def school(transactional_db: None) -> RegisterEntry:
    import_register(REGISTER, seen_on=dt.date(2026, 3, 1))
    entries = RegisterEntry.objects.filter(pupils__gte=100, pupils__lte=400).order_by("urn")
    return next(entry for entry in entries if eligibility(entry).may_register)


@pytest.fixture
def people(transactional_db: None) -> None:
    today = timezone.localdate()
    officer = Person.objects.create_user(OFFICER, PASSWORD, name="Olivia Officer")
    Post.objects.create(person=officer, role=Post.OFFICER, since=today)
    for address, name in ((FIRST, "Ada First"), (SECOND, "Ben Second")):
        Assessor.objects.create(person=Person.objects.create_user(address, PASSWORD, name=name), since=today)


@pytest.mark.usefixtures("worker", "people")
def test_a_school_walks_the_whole_path_to_its_certificate(
    browser: Browser, live: str, outside: Outside, school: RegisterEntry
) -> None:
    with visitor(browser, live) as lead, visitor(browser, live) as officer:
        given_an_officer_who_put_a_day_on_offer(officer)
        when_the_lead_registers(lead, school)
        when_the_lead_books_two_places(lead)
        when_the_day_was_attended(officer, school)
        when_the_lead_writes(lead, "Self-assessment")
        when_the_lead_writes(lead, "Statement of Commitment")
        then_the_commitment_cannot_be_submitted_unsigned(lead)
        when_they_sign(browser, live, lead, outside, HEAD, CHAIR)
        when_the_lead_submits(lead, "Submit the Statement of Commitment")
        when_the_officer_asks_about_it_and_it_comes_back(browser, live, lead, officer, outside, school)
        when_the_officer_takes(officer, school, "Accept the commitment")
        when_the_lead_writes(lead, "Case Study")
        when_the_lead_looks_again_at_the_self_assessment(lead)
        when_the_lead_submits(lead, "Submit the Case Study")
        then_assessment_waits_for_the_fee(officer, school)
        when_the_fee_is_paid(officer, school)
        when_the_officer_takes(officer, school, "Begin the assessment")
        when_two_assessors_agree_on_gold(browser, live, officer, school)
        when_the_officer_releases_the_award(officer, school)
        then_the_school_has_its_certificate(lead, school)
        then_anybody_can_check_it(browser, live, school)
        then_everything_is_in_order(outside, school)


@pytest.mark.usefixtures("worker", "people")
def test_a_school_that_cannot_go_on_withdraws(browser: Browser, live: str, school: RegisterEntry) -> None:
    with visitor(browser, live) as lead:
        when_the_lead_registers(lead, school)
        lead.page.get_by_text("End this journey").click()
        lead.follows("Withdraw")
        lead.presses("Withdraw")
        lead.reads("Write it down here")
        lead.writes("Why?", "Our head teacher has left and we cannot go on this year.")
        lead.presses("Withdraw")
        lead.reads("Withdrawn")
        lead.reads("Our head teacher has left")
        assert Run.objects.get().state == "withdrawn"


def given_an_officer_who_put_a_day_on_offer(officer: Visitor) -> None:
    officer.signs_in(OFFICER)
    officer.follows("Development days")
    officer.writes("Place", "The Old Foundry")
    officer.page.get_by_label("Day", exact=True).fill(
        (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    )
    officer.writes("Begins at", "09:30")
    officer.writes("Ends at", "15:30")
    officer.writes("Places for people", "2")
    officer.presses("Put it on offer")
    officer.reads("The Old Foundry")


def when_the_lead_registers(lead: Visitor, school: RegisterEntry) -> None:
    lead.goes_to("/")
    lead.presses("Begin, or carry on")
    lead.follows("Make an account")
    lead.writes("Your name", "Lena Lead")
    lead.page.locator("input[name=email]").fill(LEAD)
    lead.page.locator("input[name=password1]").fill(PASSWORD)
    lead.presses("Make my account")
    lead.presses("Find your school")
    lead.page.locator("input[name=q]").fill(school.name.upper().replace("'", ""))
    lead.presses("Find")
    lead.clicks(lead.page.locator(f"a[href='/schools/{school.urn}/register/']"))
    lead.presses("Register the school")
    lead.reads("Ask your head teacher first")
    lead.page.locator("input[name=agreed]").check()
    lead.presses("Register the school")
    lead.reads("You are its lead")


def when_the_lead_books_two_places(lead: Visitor) -> None:
    lead.presses("Book a development day")
    lead.page.locator("input[name=day]").first.check()
    for number, name, post in ((1, "Lena Lead", "teacher"), (2, "Sam Senior", "senior_leader")):
        lead.writes(f"Person {number}: name", name)
        lead.page.locator(f"select[name=post_{number}]").select_option(post)
    lead.presses("Book these places")
    lead.reads("Your places are booked")


def when_the_day_was_attended(officer: Visitor, school: RegisterEntry) -> None:
    a_night_passes()
    opens_the_run(officer, school)
    officer.presses("Record who came")
    for radio in officer.page.locator("input[type=radio][value=yes]").all():
        radio.check()
    officer.presses("Record attendance")
    officer.reads("Day attended")


def a_night_passes() -> None:
    day = DevelopmentDay.objects.get()
    day.starts_at -= dt.timedelta(days=2)
    day.ends_at -= dt.timedelta(days=2)
    day.save()


def when_the_lead_writes(lead: Visitor, title: str) -> None:
    goes_through(lead, re.compile(f"Write your {title}"))
    lead.reads(f"Your {title} is complete")


def when_the_lead_looks_again_at_the_self_assessment(lead: Visitor) -> None:
    goes_through(lead, "Look again at your self-assessment")
    lead.reads("Your Self-assessment, two years on is complete")


def goes_through(lead: Visitor, link: str | re.Pattern[str]) -> None:
    """Every section but those of a third goal and further ones."""
    lead.goes_to("/home/")
    lead.follows(link)
    sections = lead.page.locator(".govuk-task-list a").filter(has_not_text=MORE_GOALS)
    for place in range(sections.count()):
        lead.clicks(sections.nth(place))
        lead.fills_in_everything(WORDS)
        lead.presses("Save and come back later")
        lead.goes_to("/home/")
        lead.follows(link)
    lead.presses("Check your answers")


def then_the_commitment_cannot_be_submitted_unsigned(lead: Visitor) -> None:
    lead.goes_to("/home/")
    lead.reads("has not yet signed the Statement of Commitment")
    lead.goes_to(f"/journeys/{Run.objects.get().public_id}/submit_commitment/")
    lead.reads("has not yet signed the Statement of Commitment")


HEAD, CHAIR = ("Hana Head", "head@story.example"), ("Chris Chair", "chair@story.example")


def when_they_sign(
    browser: Browser, live: str, lead: Visitor, outside: Outside, *people: tuple[str, str]
) -> None:
    lead.goes_to("/home/")
    lead.follows("Have the Statement of Commitment signed")
    for name, address in people:
        form = lead.page.locator("main form:has(input[name=role])").first
        form.locator("input[name$=name]").fill(name)
        form.locator("input[name$=email]").fill(address)
        lead.clicks(form.get_by_role("button"))
        link = link_in_mail(outside, to=address, subject="Please read and sign")
        with visitor(browser, live) as signatory:
            signatory.goes_to(link)
            signatory.reads(WORDS)
            signatory.fills_in_everything(name)
            signatory.presses("Sign")
            signatory.reads(re.compile("signed", re.IGNORECASE))
        lead.page.reload()


def when_the_lead_submits(lead: Visitor, move: str) -> None:
    lead.goes_to("/home/")
    lead.presses(move)
    lead.presses(move)
    lead.reads("done")


def when_the_officer_asks_about_it_and_it_comes_back(
    browser: Browser, live: str, lead: Visitor, officer: Visitor, outside: Outside, school: RegisterEntry
) -> None:
    opens_the_run(officer, school)
    officer.presses("Ask about the commitment")
    officer.page.locator("main summary").first.click()
    officer.page.locator("textarea:visible").first.fill("Say how many children goal one is about.")
    officer.presses("Send it back")
    officer.reads("is told what you ask")
    lead.goes_to("/home/")
    lead.reads("Say how many children goal one is about.")
    lead.follows(re.compile("Write your Statement of Commitment"))
    lead.clicks(lead.page.locator(".govuk-task-list a"))
    lead.page.locator("main textarea").first.fill("Changed: goal one is about all 214 children.")
    lead.presses("Save and come back later")
    Submission.objects.get(document__form_code="statement-of-commitment")
    for letter in outside.mails.iterdir():
        letter.unlink()
    when_they_sign(browser, live, lead, outside, HEAD)  # that of the chair stays
    when_the_lead_submits(lead, "Submit the Statement of Commitment")


def opens_the_run(officer: Visitor, school: RegisterEntry) -> None:
    officer.goes_to("/journeys/?q=" + school.name.split()[0])
    officer.follows(school.name)


def when_the_officer_takes(officer: Visitor, school: RegisterEntry, move: str) -> None:
    opens_the_run(officer, school)
    officer.presses(move)
    officer.presses(move)
    officer.reads("done")


def then_assessment_waits_for_the_fee(officer: Visitor, school: RegisterEntry) -> None:
    opens_the_run(officer, school)
    officer.reads("The registration fee is not paid: £500")


def when_the_fee_is_paid(officer: Visitor, school: RegisterEntry) -> None:
    opens_the_run(officer, school)
    officer.follows("See the fee")
    officer.writes("Amount in pounds", "600")
    officer.page.get_by_label("Day it was paid").fill(timezone.localdate().isoformat())
    officer.presses("Record the payment")
    officer.reads("Only £500 is owed")
    officer.writes("Amount in pounds", "500")
    officer.presses("Record the payment")
    officer.reads("Paid")


def when_two_assessors_agree_on_gold(
    browser: Browser, live: str, officer: Visitor, school: RegisterEntry
) -> None:
    officer.goes_to(f"/journeys/{Run.objects.get().public_id}/")
    officer.follows("Choose two readers")
    for place, choice in enumerate(officer.page.locator("main select").all(), start=1):
        choice.select_option(index=place)
    officer.presses("Give it to both")
    for address in (FIRST, SECOND):
        with visitor(browser, live) as assessor:
            assessor.signs_in(address)
            assessor.follows(school.name)
            assessor.reads("Changed: goal one is about all 214 children.")
            for gold in assessor.page.locator("main input[type=radio][value=gold]").all():
                gold.check()
            for reason in assessor.page.locator("main textarea:visible").all():
                reason.fill("Counted before and after, and the children say it themselves.")
            assessor.presses("Save and check your marks")
            assessor.presses("Finish the assessment")
    assert Run.objects.get().state == "decided"


def when_the_officer_releases_the_award(officer: Visitor, school: RegisterEntry) -> None:
    opens_the_run(officer, school)
    officer.reads("Edit and save the feedback before you release the outcome")
    officer.follows("Edit the feedback")
    officer.page.locator("main textarea").first.fill(
        "Whole-class singing is your strength. Next: the youngest."
    )
    officer.clicks(officer.page.locator("main form button"))
    when_the_officer_takes(officer, school, "Release the award")


def then_the_school_has_its_certificate(lead: Visitor, school: RegisterEntry) -> None:
    wait_until(lambda: Certificate.objects.filter(state=Certificate.ISSUED).exists(), "the certificate")
    lead.goes_to("/home/")
    lead.reads("Gold")
    lead.reads("Whole-class singing is your strength.")
    with lead.page.expect_download() as download:
        lead.page.get_by_role("button", name="Download the certificate (PDF)").click()
    certificate = Certificate.objects.get()
    stored = Path(files.path_of(certificate.sha256))
    assert Path(download.value.path()).read_bytes() == stored.read_bytes()
    pdf = PdfReader(stored)
    words = " ".join(pdf.pages[0].extract_text().split())
    for said in (school.name, "Gold", certificate.number, f"{timezone.localdate():%Y}", "/check/"):
        assert said in words
    assert len(pdf.pages) == 1


def then_anybody_can_check_it(browser: Browser, live: str, school: RegisterEntry) -> None:
    number = Certificate.objects.get().number
    with visitor(browser, live) as anybody:
        anybody.goes_to(f"/check/{number}")
        anybody.reads(school.name)
        anybody.reads("Gold")
        anybody.goes_to("/check/WM-2026-000000-XXXX")
        anybody.reads(re.compile("number", re.IGNORECASE))


def then_everything_is_in_order(outside: Outside, school: RegisterEntry) -> None:
    run = Run.objects.get()
    assert run.state == "awarded"
    assert list(breaches()) == []
    wait_until(
        lambda: any("Your award is decided" in title for _, title, _ in letters(outside)), "the last mail"
    )
    titles = [title for address, title, _ in letters(outside) if address == LEAD]
    assert "Your award is decided" in titles
