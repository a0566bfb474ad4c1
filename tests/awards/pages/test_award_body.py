"""Pages on which the office records what the award body did, and on which its letters are read."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from awards.journeys.artsmark_2019_recorded import Artsmark2019Recorded
from awards.models import AwardBodyAct
from awards.services.award_body import Told, read_letter, record_act
from awards.services.registration import register_school
from tests.awards.pages.addresses import page_of, run_page
from tests.awards.world import client_of, entry_of, words_of
from tests.factories.people import PersonFactory

PDF = b"%PDF-1.7 a letter"
A = AwardBodyAct


@pytest.fixture
def application(world):
    return register_school(entry_of(), journey=Artsmark2019Recorded, lead=PersonFactory(), now=world.now)


def lead_of(application):
    return application.contacts.get().person


def posted(application, **changes):
    return {
        "version": application.run.seq,
        "act": "accepted",
        "happened_on": timezone.localdate().isoformat(),
        **changes,
    }


def test_officer_records_an_act_with_its_letter(office, application):
    page = page_of("award_body", application.run)
    letter = SimpleUploadedFile("accepted.pdf", PDF, content_type="text/html")

    response = office.post(page, posted(application, letter=letter, reference="AB 12"))

    assert response.status_code == 302
    act = application.award_body_acts.get()
    assert (act.kind, act.reference, act.letter_name) == ("accepted", "AB 12", "accepted.pdf")
    assert "Accepted the Statement of Commitment" in words_of(office.get(run_page(application.run)))


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"act": ""}, 422, "Choose what the award body did."),
        ({"happened_on": "2999-01-01"}, 409, "lies in the future"),
        ({"version": 0}, 409, "has moved on"),
        ({"letter": SimpleUploadedFile("letter.pdf", b"<script>")}, 422, "none of PDF, JPEG or PNG"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_recorded(office, application, changes, status, words):
    response = office.post(page_of("award_body", application.run), posted(application, **changes))

    assert response.status_code == status
    assert words in words_of(response)
    assert not AwardBodyAct.objects.exists()


def test_page_is_the_office_s_own(application, world):
    page = page_of("award_body", application.run)

    assert client_of(lead_of(application)).get(page).status_code == 404
    assert client_of(world.officer).get(page_of("award_body", world.registered().run)).status_code == 404


def test_letter_is_for_the_office_and_that_school(office, application, world):
    act = record_act(
        application,
        Told(A.ACCEPTED, world.now.date()),
        by=world.officer,
        now=world.now,
        letter=read_letter(PDF, name="accepted.pdf"),
    )
    address = reverse("awards:award_body_letter", args=[application.run.public_id, act.pk])

    for person in (world.officer, lead_of(application)):
        response = client_of(person).get(address)
        assert response["Content-Disposition"] == 'attachment; filename="accepted.pdf"'
        assert b"".join(response.streaming_content) == PDF
    for person in (PersonFactory(), world.cast.readers[0].person):
        assert client_of(person).get(address).status_code == 404
    other = register_school(entry_of(), journey=Artsmark2019Recorded, lead=PersonFactory(), now=world.now)
    elsewhere = reverse("awards:award_body_letter", args=[other.run.public_id, act.pk])
    assert office.get(elsewhere).status_code == 404


def test_award_body_s_own_papers_come_first(application, world):
    for kind, level in ((A.ACCEPTED, ""), (A.AWARDED, "gold")):
        record_act(
            application,
            Told(kind, world.now.date(), level_code=level),
            by=world.officer,
            now=world.now,
            letter=read_letter(PDF, name=f"{kind}.pdf"),
        )

    words = words_of(client_of(lead_of(application)).get(run_page(application.run)))

    assert "Download the award body’s letter" in words
    assert "Our record of the award is being drawn" in words
    assert "what we give you is our record of it" in words


def test_school_in_a_recorded_edition_is_asked_for_what_is_its_own(application):
    words = words_of(client_of(lead_of(application)).get(run_page(application.run)))

    assert "Book a development day" in words
    assert "Registration fee" not in words
    assert "Record that it accepted" not in words


def test_school_is_told_that_the_fee_holds_us_up(world):
    walk = world.walk("case_study_submitted")

    words = words_of(client_of(walk.lead).get(run_page(walk.run)))

    assert "See to the registration fee." in words
    assert "Nothing to do just now" not in words


@override_settings(ARTSMARK_EDITION="2019-recorded")
def test_school_registers_with_the_award_body(world):
    page = reverse("awards:register", args=[entry_of().urn])

    client = client_of(PersonFactory())

    assert "Schools register with the award body" in words_of(client.get(page))
    assert client.post(page, {"agreed": "on"}).status_code == 200
    assert not AwardBodyAct.objects.exists()


@override_settings(ARTSMARK_EDITION="2019-recorded")
def test_officer_records_a_registration(office, world):
    entry = entry_of()
    page = reverse("awards:register_for", args=[entry.urn])
    given = {"lead_name": "Lee Lead", "lead_email": "lee@school.example", "reference": "R 1"}

    refused = office.post(page, {**given, "lead_email": ""})
    done = office.post(page, given)
    again = office.post(page, given)

    assert [refused.status_code, done.status_code, again.status_code] == [422, 302, 409]
    assert AwardBodyAct.objects.get().reference == "R 1"
    assert client_of(PersonFactory()).get(page).status_code == 404


def test_officer_writes_for_a_school_as_herself(office, world):
    walk = world.walk("day_attended")
    page = reverse("documents:write", args=[walk.run.public_id, "statement-of-commitment"])

    assert office.get(page).status_code == 200
    assert "Submit the Statement of Commitment" in words_of(office.get(run_page(walk.run)))
