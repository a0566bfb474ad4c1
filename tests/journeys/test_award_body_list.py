"""The award body registers, accepts and awards; the office records it by letter and by list, and the school reads it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from awards.journeys.artsmark_2019_recorded import Artsmark2019Recorded
from awards.models import Award, AwardBodyAct, Person, Post
from awards.services.registration import register_school
from tests.awards.world import entry_of
from tests.journeys.acting import PASSWORD, Visitor, visitor
from workflow.audit import breaches

OFFICER, LEAD = "officer@story.example", "lead@story.example"
LETTER = b"%PDF-1.7 We are glad to tell you."


@pytest.fixture
def office(transactional_db: None) -> None:
    officer = Person.objects.create_user(OFFICER, PASSWORD, name="Olivia Officer")
    Post.objects.create(person=officer, role=Post.OFFICER, since=timezone.localdate())


@pytest.mark.usefixtures("office")
def test_the_award_body_s_list_is_recorded(browser: Browser, live: str, tmp_path: Path) -> None:
    now = timezone.now() - dt.timedelta(days=30)
    lead = Person.objects.create_user(LEAD, PASSWORD, name="Lee Lead")
    entries = [entry_of(f"{name} Primary School", postcode="WV1 2AB") for name in ("Alder", "Birch", "Cedar")]
    runs = [register_school(entry, journey=Artsmark2019Recorded, lead=lead, now=now).run for entry in entries]
    with visitor(browser, live) as officer, visitor(browser, live) as school:
        officer.signs_in(OFFICER)
        given_a_letter_recorded(officer, str(runs[0].public_id), tmp_path)
        when_the_list_is_handed_in(officer, [entry.urn for entry in entries], tmp_path)
        then_each_line_says_what_it_does(officer)
        when_the_doubt_is_answered_and_the_list_confirmed(officer, entries[2].urn)
        then_it_was_recorded_once()
        then_the_school_reads_the_letter_first(school, str(runs[0].public_id))
    assert list(breaches()) == []


def given_a_letter_recorded(officer: Visitor, run: str, tmp_path: Path) -> None:
    letter = tmp_path / "accepted.pdf"
    letter.write_bytes(LETTER)
    officer.goes_to(f"/journeys/{run}/")
    officer.presses("Record that it accepted the commitment")
    officer.page.get_by_label("Day of its letter").fill(_day(20))
    officer.page.locator("input[type=file]").set_input_files(letter)
    officer.page.locator("textarea").fill("The letter lay in the post room.")
    officer.presses("Record it")
    officer.reads("Accepted the Statement of Commitment")


def when_the_list_is_handed_in(officer: Visitor, urns: list[int], tmp_path: Path) -> None:
    rows = [
        "URN,School,What happened,Date,Level",
        f"{urns[0]},,Gold,{_day(3)},",
        f"{urns[0]},,Gold,{_day(3)},",
        f"{urns[1]},,Paid,{_day(5)},",
        f"{urns[1]},,Silver,{_day(3)},",
        f"{urns[2]},Quite Another Name,Accepted,{_day(4)},",
    ]
    table = tmp_path / "decisions.csv"
    table.write_text("\n".join(rows))
    officer.goes_to("/intakes/award_body_list/")
    officer.page.locator("input[type=file]").set_input_files(table)
    officer.presses("Look at it")


def then_each_line_says_what_it_does(officer: Visitor) -> None:
    officer.reads("Moves from “Delivering” to “Awarded”.")
    officer.reads("Already recorded.")
    officer.reads("Is written into the history")
    officer.reads("cannot come after this")
    officer.reads("but the line says “Quite Another Name”")


def when_the_doubt_is_answered_and_the_list_confirmed(officer: Visitor, urn: int) -> None:
    officer.page.locator(f"input[type=radio][value='{urn}']").check()
    officer.presses("Keep these answers")
    officer.presses("Record them")
    officer.reads("3 acts of the award body recorded, for 3 schools")


def then_it_was_recorded_once() -> None:
    assert list(AwardBodyAct.objects.order_by("kind").values_list("kind", flat=True)) == [
        "accepted",
        "accepted",
        "awarded",
        "paid",
    ]
    assert Award.objects.get().decided_by == Award.AWARD_BODY


def then_the_school_reads_the_letter_first(school: Visitor, run: str) -> None:
    school.signs_in(LEAD)
    school.goes_to(f"/journeys/{run}/")
    school.reads("Gold Artsmark")
    school.reads("its letter and certificate come from there")
    with school.page.expect_download() as download:
        school.page.get_by_role("link", name="Download its letter (accepted.pdf)").click()
    assert Path(download.value.path()).read_bytes() == LETTER


def _day(days_ago: int) -> str:
    return (timezone.localdate() - dt.timedelta(days=days_ago)).isoformat()
