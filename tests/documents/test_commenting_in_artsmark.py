"""Comments in a real journey: who is told, and that no head, assessor or copy ever meets them."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from assessments.queries import assessments_in, latest_review_of
from assessments.services import allocate
from awards.models import Contact
from awards.papers.artsmark_2018 import CASE_STUDY
from awards.queries import writers_of
from documents import queries, services
from documents.models import Document
from tests.awards.world import client_of, entry_of, make_world, words_of
from tests.factories.subjects import ContactFactory, HeadFactory
from workflow.models import Message

SECRETS = ("quince", "medlar", "/comments/")


@pytest.fixture
def told(db: None) -> Any:
    """A school that handed in its Case Study, on which both sides said something."""
    world = make_world(timezone.now())
    walk = world.walk("case_study_submitted", entry=entry_of("Quagga Lane School"))
    question = next(iter(CASE_STUDY.questions))
    document = Document.objects.get(run=walk.run, form_code=CASE_STUDY.code)
    for who, words in ((world.officer, "Between us: quince."), (walk.lead, "Between us: medlar.")):
        services.comment(document, question=question, text=words, by=who, key=uuid.uuid4(), now=walk.clock)
    return world, walk


def test_the_writers_are_those_with_a_part_the_lead_first(told):
    _, walk = told
    editor = ContactFactory(application=walk.on, role=Contact.EDITOR).person
    ContactFactory(application=walk.on, role=Contact.FINANCE)
    second = ContactFactory(application=walk.on, role=Contact.SECOND).person

    assert writers_of(walk.run) == [walk.lead, second, editor]


def test_lead_and_office_are_told_of_each_other(told):
    world, walk = told
    rows = Message.objects.filter(template="documents/mails/comments.txt").order_by("pk")

    assert walk.run.officer in (None, world.officer)
    office = world.officer.email if walk.run.officer else settings.OFFICE_EMAIL
    assert [row.to_email for row in rows] == [walk.lead.email, office]


def test_a_head_reads_the_draft_and_never_the_comments(told):
    _, walk = told
    client = client_of(HeadFactory(subject=walk.on.subject).person)
    at = [walk.run.public_id, CASE_STUDY.code]

    draft = words_of(client.get(reverse("documents:write", args=at)))
    run = words_of(client.get(reverse("awards:run", args=[walk.run.public_id])))

    assert client.get(reverse("documents:comments", args=at)).status_code == 404
    assert [word for text in (draft, run) for word in SECRETS if word in text] == []


def test_an_assessor_meets_no_comment(told):
    world, walk = told
    walk.begin_assessment()
    review = latest_review_of(walk.run)
    allocate(review, assessors=world.cast.readers[:2], by=world.officer, now=walk.clock)
    mine = assessments_in(review)[0]
    client = client_of(mine.assessor.person)

    mark = words_of(client.get(reverse("assessments:mark", args=[mine.public_id])))
    texts = [words_of(client.get(reverse("assessments:pile"))), mark]
    linked = sorted(set(re.findall(r'href="(/[^"#]*)', mark)))
    pages = [page for page in linked if not re.search(r"static|logout", page)]
    texts += [words_of(client.get(page, follow=True)) for page in pages]

    assert CASE_STUDY.title in mark
    assert [word for text in texts for word in SECRETS if word in text] == []
    assert (
        client.get(reverse("documents:comments", args=[walk.run.public_id, CASE_STUDY.code])).status_code
        == 404
    )
    assert [
        word for it in queries.submissions_of(walk.run) for word in SECRETS if word in str(it.content)
    ] == []
    assert queries.people_who_commented(walk.run) == {world.officer.pk, walk.lead.pk}
