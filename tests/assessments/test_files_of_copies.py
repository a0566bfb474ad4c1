"""Assessors and moderators see the files that were handed in, and no others."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments import services
from assessments.models import Assessment, Review
from documents.models import Evidence
from documents.services import Description, add_evidence, take_down
from tests.assessments.world import Garden, World
from tests.documents import papers
from workflow.services import advance


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def handed_in(world: World) -> tuple[Assessment, Evidence, Evidence]:
    """An assessment, a picture that was handed in, and one that was not."""
    run = world.planted()
    placed, loose = (
        add_evidence(
            run,
            papers.sent(papers.picture()),
            said=Description("Oaks", about=about),
            by=world.writer,
            now=world.now,
        )
        for about in ("grown", "")
    )
    advance(run, Garden.submit, actor=world.writer, now=world.now)
    review = Review.objects.get(run=run, closed_at=None)
    services.allocate(review, assessors=world.assessors[:2], by=world.officer, now=world.now)
    return review.assessments.get(assessor=world.assessors[0]), placed, loose


def address(assessment: Assessment, evidence: Evidence, name: str = "file") -> str:
    return reverse(f"assessments:{name}", args=[assessment.public_id, evidence.public_id])


def status(client: Client, where: str) -> int:
    answer = client.get(where)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def test_the_page_of_marks_shows_what_was_handed_in(world, handed_in):
    assessment, placed, loose = handed_in
    client = client_of(world.readers[0])

    html = client.get(reverse("assessments:mark", args=[assessment.public_id])).content.decode()

    assert address(assessment, placed, "file_small") in html
    assert str(loose.public_id) not in html
    assert status(client, address(assessment, placed)) == 200
    assert status(client, address(assessment, placed, "file_small")) == 200
    assert status(client, address(assessment, loose)) == 404


def test_nobody_else_sees_them_through_that_assessment(world, handed_in):
    assessment, placed, _ = handed_in

    for person in (world.readers[1], world.readers[2], world.writer):
        assert status(client_of(person), address(assessment, placed)) == 404
    assert status(Client(), address(assessment, placed)) == 302


def test_what_is_taken_down_has_a_plate_in_its_place(world, handed_in):
    assessment, placed, _ = handed_in
    take_down(placed, by=world.writer, because="A parent asked.", now=world.now)

    answer = client_of(world.readers[0]).get(address(assessment, placed, "file_small"))

    assert answer.status_code == 410
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "Taken down on 10 March 2026" in answer.content.decode()
    assert "A parent asked." not in answer.content.decode()


def test_the_office_that_decides_sees_them_through_the_run(world, handed_in):
    assessment, placed, loose = handed_in
    run = assessment.review.run
    where = [
        reverse("assessments:moderated_file", args=[run.public_id, it.public_id]) for it in (placed, loose)
    ]

    assert [status(client_of(world.officer), it) for it in where] == [200, 404]
    assert status(client_of(world.writer), where[0]) == 404
