"""What was handed in, as a PDF: drawn once from the frozen copy, for every reader."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from documents import queries
from documents.models import Document, SubmissionPaper
from documents.services.drawing import draw_submission
from tests.documents.world import Plan, World
from workflow.models import Job
from workflow.queue import Once


def drawn(world: World, **answers: Any) -> tuple[Document, bytes]:
    document = world.written(**answers)
    world.signed(document)
    world.hand_in(document)
    [job] = Job.objects.filter(key__startswith="submission:")
    draw_submission(Once(job.pk), *job.arguments)
    return document, fetched(world.reader, document)


def fetched(person: Any, document: Document) -> bytes:
    client = Client()
    client.force_login(person)
    answer = client.get(address(document))
    assert answer.headers["Content-Type"] == "application/pdf"
    return b"".join(answer.streaming_content)


def address(document: Document) -> str:
    return reverse("documents:submission_paper", args=[document.run.public_id, Plan.code, 1])


def words_of(pdf: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.split())


def test_the_paper_says_what_the_copy_says_and_can_be_read_aloud(world):
    document, pdf = drawn(world, reason="Shade, *now*:\n\n- for all\n- <script>alert(1)</script>")

    said = words_of(pdf)
    places = [said.index(it) for it in ("Orchard plan", "Why an orchard?", "Shade,", "for all", "Heavy clay")]
    assert places == sorted(places)
    assert "<script>alert(1)</script>" in said
    assert "Signer head, head teacher, on 2026-03-10" in said
    assert queries.submissions_of(document.run)[0].sha256[:16] in said.replace(" ", "")
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        assert paper.Root.MarkInfo.Marked
        assert str(paper.Root.Lang) == "en-GB"
        assert paper.Root.ViewerPreferences.DisplayDocTitle
        assert paper.open_metadata()["dc:title"] == "Orchard plan of Apple Lane School, copy 1"
        assert len(paper.open_outline().root) == 1


def test_numbers_are_printed_as_they_were_typed(world):
    _, pdf = drawn(world, reason="5. five\n9. nine")

    assert {"5.", "9."} <= set(words_of(pdf).split())


def test_every_page_says_which_copy_it_is_of(world):
    document, pdf = drawn(world, reason="word\n\n" * 50)

    [submission] = queries.submissions_of(document.run)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 1
    assert all(submission.sha256 in page for page in pages)


def test_it_is_drawn_once_and_stays_the_same(world):
    document, pdf = drawn(world)

    job = Job.objects.get(key__startswith="submission:")
    Job.objects.filter(pk=job.pk).update(status=Job.QUEUED, done_at=None)
    draw_submission(Once(job.pk), *job.arguments)

    assert fetched(world.reader, document) == pdf
    assert SubmissionPaper.objects.count() == 1


def test_letters_that_cannot_be_drawn_are_boxes_and_counted(world):
    _, pdf = drawn(world, reason="Shade 🌳 שלום for all.")

    said = words_of(pdf)
    assert "for all." in said
    assert "5 letters that our faces cannot draw are printed as a box." in said


def test_until_it_is_drawn_a_page_says_so_and_asks_for_it(world):
    document = world.submitted()
    client = Client()
    client.force_login(world.editor)

    answer = client.get(address(document))

    assert answer.status_code == 202
    assert "The PDF is being made" in answer.content.decode()
    assert Job.objects.filter(key__startswith="submission:").count() == 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_stranger_finds_no_paper(world, number):
    document = world.submitted()
    client = Client()
    client.force_login(world.stranger)
    where = reverse("documents:submission_paper", args=[document.run.public_id, Plan.code, number])

    assert client.get(where).status_code == 404
