"""Handing a list in, by the pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.models import Intake, Invitation
from tests.awards.lists import csv_of, handed_in, line, taken_in
from tests.awards.world import World, client_of, entry_of, make_world, words_of
from tests.factories.people import PersonFactory
from workflow.models import Run

UPLOAD = "/intakes/journeys/"


@pytest.fixture
def world(db: None) -> World:
    return make_world(timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5))


@pytest.fixture
def office(world: World) -> Client:
    return client_of(world.officer)


def uploaded(content: bytes, name: str = "schools.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def page_of(intake: Intake) -> str:
    return reverse("awards:intake", args=["journeys", intake.pk])


def test_list_is_looked_at_then_brought_in(office):
    entry = entry_of("Cherry Bough Primary School")

    answer = office.post(UPLOAD, uploaded(csv_of(line(URN=str(entry.urn)), line(URN="123"))), follow=True)
    words = words_of(answer)
    assert "This takes in 1 new line. What stays out: 1 that cannot be taken in." in words
    assert "Get the 1 line that stays out, with the reasons" in words
    page = answer.request["PATH_INFO"]
    digest = answer.context["examination"].digest
    result = office.post(f"{page}confirm/", {"digest": digest}, follow=True)

    assert "1 school was brought in, and none changed." in words_of(result)
    assert Run.objects.get().label == "Cherry Bough Primary School"
    assert "“123” is not a URN" in "".join(
        part.decode() for part in office.get(f"{page}left-over.csv").streaming_content
    )


def test_page_that_was_overtaken_takes_nothing_in(office, world):
    entry = entry_of()
    intake = handed_in(line(URN=str(entry.urn)), by=world.officer, now=world.now)
    digest = office.get(page_of(intake)).context["examination"].digest
    world.registered(entry)

    answer = office.post(f"{page_of(intake)}confirm/", {"digest": digest})

    assert (answer.status_code, Run.objects.count()) == (409, 1)
    assert "Nothing was taken in: look again." in words_of(answer)


def test_doubt_is_answered_on_the_page(office, world):
    one, _ = entry_of("Ash School", town="Dudley"), entry_of("Ash School", town="Walsall")
    intake = handed_in(line(School_name="Ash School"), by=world.officer, now=world.now)
    assert "Which school called “Ash School” is it?" in words_of(office.get(page_of(intake)))

    answer = office.post(f"{page_of(intake)}choose/", {"line-2": str(one.urn)}, follow=True)

    assert "This takes in 1 new line." in words_of(answer)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.4", "is a PDF, whatever its name says"),
        (None, "Choose a file first."),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_nothing_is_kept(office, content, sentence):
    answer = office.post(UPLOAD, {} if content is None else uploaded(content, "list.xlsx"))

    assert (answer.status_code, Intake.objects.count()) == (422, 0)
    assert sentence in words_of(answer)


def test_same_file_says_when_it_was_taken_in(office, world):
    given = line(URN=str(entry_of().urn))
    taken_in(given, by=world.officer, now=world.now)
    again = handed_in(given, by=world.officer, now=world.now)

    words = words_of(office.get(page_of(again)))
    assert "The very same file was taken in on" in words
    assert "There is nothing to take in: no line is new or changed." in words


def test_list_can_be_put_aside(office, world):
    intake = handed_in(line(URN=str(entry_of().urn)), by=world.officer, now=world.now)

    office.post(f"{page_of(intake)}drop/")

    assert Intake.objects.get().state == Intake.DROPPED
    assert "nothing of it was taken in" in words_of(office.get(page_of(intake)))
    assert office.post(f"{page_of(intake)}confirm/", {"digest": "x"}).status_code == 409


def test_starting_shows_what_it_does_first(office, world):
    intake = taken_in(line(URN=str(entry_of().urn)), by=world.officer, now=world.now)
    page = reverse("awards:start_writing", args=[intake.pk])

    words = words_of(office.get(page))
    assert "1 school that you brought in is not written to yet" in words
    assert (office.post(page).status_code, Invitation.objects.count()) == (302, 1)
    assert "These schools are written to." in words_of(office.get(page))
    assert office.post(page).status_code == 409


def test_office_takes_its_list_along(office, world):
    taken_in(line(URN=str(entry_of("Ash School").urn)), by=world.officer, now=world.now)

    text = "".join(part.decode() for part in office.get("/journeys/export.csv").streaming_content)
    assert "Ash School" in text
    assert office.get("/journeys/export.xlsx").content.startswith(b"PK")
    assert office.get("/intakes/journeys/blank.xlsx").content.startswith(b"PK")


def test_preview_costs_the_same_for_three_lines_and_for_thirty(office, world):
    def cost(number: int) -> int:
        lines = [line(URN=str(entry_of().urn), Lead_email=f"l{i}@school.example") for i in range(number)]
        intake = handed_in(*lines, by=world.officer, now=world.now)
        with CaptureQueriesContext(connection) as queries:
            office.get(page_of(intake))
        return len(queries)

    assert cost(3) == cost(30)


def test_only_the_office_sees_these_pages(world):
    intake = taken_in(line(URN=str(entry_of().urn)), by=world.officer, now=world.now)
    pages = [UPLOAD, page_of(intake), reverse("awards:start_writing", args=[intake.pk]), "/journeys/export.csv",
             f"{page_of(intake)}left-over.csv", "/intakes/journeys/blank.xlsx"]  # fmt: skip
    stranger = client_of(PersonFactory())

    assert [stranger.get(page).status_code for page in pages] == [404] * len(pages)
    assert [Client().get(page).status_code for page in pages] == [302] * len(pages)
    assert client_of(world.officer).get("/intakes/nothing/").status_code == 404
