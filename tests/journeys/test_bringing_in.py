"""An office with 590 schools brings in the 120 that are under way from its own spreadsheet, and starts to write to them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from awards.models import Award, Person, Post, RegisterEntry
from awards.register.importing import import_register
from tests.awards.lists import xlsx_of
from tests.awards.register_files import region, write
from tests.journeys.acting import PASSWORD, Visitor, letters, link_in_mail, visitor
from tests.processes import Outside
from workflow.audit import breaches
from workflow.models import Run

OFFICER = "officer@story.example"
HEADINGS = ["URN", "School", "Postcode", "Edition", "Step reached", "Registered", "Development day", "SoC accepted",
            "Lead name", "Lead email", "Award level", "Awarded on"]  # fmt: skip
SCHOOLS, UNDER_WAY = 590, 120


@pytest.fixture
def schools(transactional_db: None, tmp_path: Path) -> list[dict[str, str]]:
    officer = Person.objects.create_user(OFFICER, PASSWORD, name="Olivia Officer")
    Post.objects.create(person=officer, role=Post.OFFICER, since=timezone.localdate())
    rows = region(SCHOOLS)
    rows[UNDER_WAY + 2] |= {"EstablishmentStatus (code)": "2", "EstablishmentStatus (name)": "Closed"}
    import_register(write(tmp_path / "register.csv", *rows), seen_on=timezone.localdate())
    assert RegisterEntry.objects.count() == SCHOOLS
    return rows


def spreadsheet(schools: list[dict[str, str]], **first: Any) -> bytes:
    """120 lines that are clear, three in doubt, three that cannot be taken in; one cell for all editions; days as they come."""
    accepted = [dt.date(2025, 6, 2), "02/06/2025", "2 June 2025", "2025-06-02", 45810]
    clear = [
        {
            "URN": int(row["URN"]) if place % 3 else None,
            "School": row["EstablishmentName"].replace("Primary School", "Primary"),
            "Postcode": row["Postcode"].lower(),
            "Step reached": "SoC accepted",
            "Registered": "12/01/2025",
            "SoC accepted": accepted[place % len(accepted)],
            "Lead name": f"Lead {place}",
            "Lead email": f"lead{place}@school.example",
        }
        for place, row in enumerate(schools[:UNDER_WAY])
    ]
    clear[0] |= first
    clear[1] |= {"Award level": "Silver", "Awarded on": "1 July 2022"}
    doubtful = [
        {"School": schools[UNDER_WAY]["EstablishmentName"], "Step reached": "Registered"},
        {"URN": schools[UNDER_WAY + 1]["URN"], "School": "Quite Another Name", "Step reached": "Registered"},
        {"URN": schools[UNDER_WAY + 2]["URN"], "Step reached": "Registered"},
    ]
    rejected = [
        {"URN": 199999, "Step reached": "Registered"},
        {"URN": schools[UNDER_WAY + 3]["URN"], "Step reached": "Rehearsing"},
        {"URN": schools[UNDER_WAY + 4]["URN"], "Step reached": "SoC accepted", "SoC accepted": "31/02/2025"},
    ]
    lines = [*clear, *doubtful, *rejected]
    rows = [
        ["Our schools, as of today"],
        HEADINGS,
        *([given.get(heading) for heading in HEADINGS] for given in lines),
    ]
    rows[2][HEADINGS.index("Edition")] = "2018-in-house"
    return xlsx_of(rows, merged=("A1:D1", f"D3:D{len(rows)}"))


@pytest.mark.usefixtures("worker")
def test_120_schools_are_brought_in_and_written_to(
    browser: Browser, live: str, outside: Outside, schools: list[dict[str, str]], tmp_path: Path
) -> None:
    with visitor(browser, live) as officer, visitor(browser, live) as lead:
        officer.signs_in(OFFICER)
        ours = spreadsheet(schools)
        hands_in(officer, tmp_path, ours)
        officer.reads(
            "This takes in 120 new lines. What stays out: 3 still in doubt, 3 that cannot be taken in."
        )
        officer.reads("Quite Another Name")
        officer.reads("We know no step “Rehearsing” in Artsmark.")
        officer.reads(
            "the Case Study is due within two years of acceptance, and it was accepted on 2 June 2025"
        )
        answers_the_doubts(officer)
        officer.reads(
            "This takes in 122 new lines. What stays out: 3 that cannot be taken in, 1 that you left out."
        )
        officer.presses("Bring them in")
        officer.reads("122 schools were brought in, and none changed.")
        assert letters(outside) == []

        officer.presses("Start writing to these schools")
        officer.reads("122 schools that you brought in are not written to yet.")
        officer.reads("120 leads and second contacts get an invitation")
        officer.presses("Start writing")
        officer.reads("The schools are written to from now on.")
        lead.goes_to(link_in_mail(outside, to="lead7@school.example", subject=""))
        lead.reads(schools[7]["EstablishmentName"])

        hands_in(officer, tmp_path, ours)
        officer.reads("The very same file was taken in on")
        officer.reads("There is nothing to take in: no line is new or changed.")
        hands_in(
            officer,
            tmp_path,
            spreadsheet(schools, **{"Lead name": "Nia New", "Lead email": "nia@school.example"}),
        )
        officer.reads("This takes in 1 changed line.")
        officer.reads("Lead email: nia@school.example, was lead0@school.example.")
        officer.presses("Bring them in")
        officer.reads("No school was new, and 1 changed.")
    assert Run.objects.filter(state="delivering").count() == UNDER_WAY
    assert {record.kind for run in Run.objects.all() for record in run.records.all()} == {
        "brought_in",
        "noted",
    }
    assert Award.objects.get().level == "Silver"
    assert list(breaches()) == []


def hands_in(officer: Visitor, folder: Path, content: bytes) -> None:
    file = folder / "our schools.xlsx"
    file.write_bytes(content)
    officer.goes_to("/intakes/journeys/")
    officer.page.get_by_label("Your file").set_input_files(file)
    officer.presses("Look at it")


def answers_the_doubts(officer: Visitor) -> None:
    """The first two are the schools that are proposed; the third, which has closed, is left out."""
    groups = officer.page.locator("fieldset:has(input[name^=line-])")
    assert groups.count() == 3
    for place in (0, 1):
        groups.nth(place).locator("input[type=radio]").first.check()
    groups.nth(2).get_by_label("Leave this line out").check()
    officer.presses("Keep these answers")
