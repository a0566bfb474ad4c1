"""The page of comments, as both sides meet it and nobody else."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from awards.queries import writers_of
from documents import services
from documents.models import Comment, Document
from documents.presenters.comments import threads_of
from tests.documents.world import Orchard, Plan, World
from workflow.models import Message
from workflow.services import advance


def signed_in(person: Any, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(person)
    return client


def address(document: Document, name: str = "comments", *more: Any) -> str:
    return reverse(f"documents:{name}", args=[document.run.public_id, document.form_code, *more])


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def document(world: World) -> Document:
    return world.document(world.run())


def says(world: World, document: Document, who: Any, text: str, question: str = "trees") -> Comment:
    return services.comment(document, question=question, text=text, by=who, key=uuid.uuid4(), now=world.now)


def test_an_empty_page_says_how_to_begin(world, document):
    text = words(signed_in(world.editor).get(address(document)))

    assert "Nothing has been said yet" in text
    assert f'{address(document)}?question=trees#question-trees">How many trees?</a>' in text


def test_a_comment_is_made_at_a_question_and_read_by_the_other_side(world, document):
    client = signed_in(world.editor)
    page = client.get(address(document) + "?question=trees")
    (key,) = re.findall(r'name="key" value="([^"]+)"', page.content.decode())

    sent = {"question": "trees", "key": key, "text": "<script>alert(1)</script> \u202eTwelve."}
    answer = client.post(address(document), sent)
    client.post(address(document), sent)

    assert (answer.status_code, answer["Location"]) == (302, address(document) + "#question-trees")
    assert Comment.objects.count() == 1
    text = words(signed_in(world.officer).get(address(document)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Twelve." in text
    assert "<script>alert" not in text
    assert "Edda Editor" in text


def test_an_empty_comment_is_told_and_one_too_long_is_not_lost(world, document):
    client = signed_in(world.editor)

    empty = client.post(address(document), {"question": "trees", "text": " "})
    long = client.post(address(document), {"question": "trees", "text": "y" * 2001})

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "Write your comment." in words(empty)
    assert "Your comment has 2001 letters: 2,000 is the most. Shorten it." in words(long)
    assert "y" * 2001 in words(long)
    assert Comment.objects.count() == 0


def test_a_comment_on_a_question_that_is_not_there_is_not_found(world, document):
    answer = signed_in(world.editor).post(address(document), {"question": "nowhere", "text": "Hm."})

    assert answer.status_code == 404


def test_the_first_comment_begins_the_document(world):
    run = world.run()
    page = reverse("documents:comments", args=[run.public_id, Plan.code])

    answer = signed_in(world.officer).post(page, {"question": "trees", "text": "Think of twelve."})

    assert answer.status_code == 302
    assert Comment.objects.get().document.run == run


def test_a_thread_is_resolved_from_the_page(world, document):
    says(world, document, world.officer, "How many?")
    client = signed_in(world.editor)

    text = words(client.post(address(document, "resolve_comments", "trees"), follow=True))

    assert "Resolved. A new comment on the question opens it again." in text
    assert "Resolved by Edda Editor" in text


def test_ones_own_comment_is_taken_back_from_the_page_and_no_other(world, document):
    mine = says(world, document, world.editor, "A slip of the pen.")
    client = signed_in(world.editor)
    there = address(document, "take_comment_back", mine.pk)

    assert client.get(there).status_code == 405
    assert signed_in(world.officer).post(there).status_code == 404
    assert there not in words(signed_in(world.officer).get(address(document)))
    text = words(client.post(there, follow=True))

    assert "Taken back." in text
    assert "A slip of the pen." not in text


def test_a_comment_of_another_document_is_not_found(world, document):
    other = says(world, world.document(world.run()), world.editor, "Elsewhere.")

    answer = signed_in(world.editor).post(address(document, "take_comment_back", other.pk))

    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["reader", "stranger"])
def test_comments_are_there_for_neither_readers_nor_strangers(world, document, who):
    comment = says(world, document, world.officer, "Between us: quince.")
    client = signed_in(getattr(world, who))

    answers = [
        client.get(address(document)),
        client.post(address(document), {"question": "trees", "text": "Me too."}),
        client.post(address(document, "resolve_comments", "trees")),
        client.post(address(document, "take_comment_back", comment.pk)),
    ]

    assert [it.status_code for it in answers] == [404, 404, 404, 404]
    assert Comment.objects.filter(resolved_at=None, taken_back_at=None).count() == 1


def test_no_page_of_a_reader_holds_or_leads_to_what_was_said(world):
    document = world.written()
    says(world, document, world.officer, "Between us: quince.")
    says(world, document, world.editor, "Between us: medlar.", question="reason")
    draft = words(signed_in(world.reader).get(address(document, "write")))
    world.signed(document)
    world.hand_in(document)
    client = signed_in(world.reader)

    pages = [draft, words(client.get(address(document, "write")))]
    pages.append(words(client.get(address(document, "submitted", 1))))

    assert [word for page in pages for word in ("quince", "medlar", "/comments/") if word in page] == []


def test_the_way_to_the_comments_is_on_the_page_of_both_sides(world, document):
    for who in (world.editor, world.officer):
        assert address(document) in words(signed_in(who).get(address(document, "write")))


def test_what_was_written_waits_for_whoever_had_been_signed_out(world, document):
    client = Client()

    sent = client.post(address(document), {"question": "trees", "text": "Nearly lost.", "key": "x"})
    assert (sent.status_code, Comment.objects.count()) == (302, 0)
    client.force_login(world.editor)
    text = words(client.get(address(document)))
    client.post(address(document), {"question": "trees", "text": "Nearly lost."})

    assert "Nearly lost.</textarea>" in text
    assert "What you wrote is here: look it over, and send it." in text
    assert Comment.objects.get().text == "Nearly lost."
    assert "Nearly lost.</textarea>" not in words(client.get(address(document) + "?question=trees"))


def test_an_expired_key_loses_nothing_that_was_typed(world, document):
    client = signed_in(world.editor, enforce_csrf_checks=True)
    sent = {"question": "trees", "text": "Nearly <i>lost</i>.", "csrfmiddlewaretoken": "old"}

    answer = client.post(address(document), sent)

    html = answer.content.decode()
    assert answer.status_code == 403
    assert '<textarea name="text" hidden>Nearly &lt;i&gt;lost&lt;/i&gt;.</textarea>' in html
    (key,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[-1:]
    again = client.post(address(document), {**sent, "csrfmiddlewaretoken": key})
    assert again.status_code == 302
    assert Comment.objects.get().text == "Nearly <i>lost</i>."


@pytest.mark.parametrize(
    "brings", [{"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://evil.example"}]
)
def test_a_form_of_another_site_is_not_shown_to_be_sent(world, document, brings):
    client = signed_in(world.editor, enforce_csrf_checks=True)

    answer = client.post(address(document), {"question": "trees", "text": "Planted."}, **brings)

    assert (answer.status_code, "Planted." in words(answer)) == (403, False)


def test_what_is_typed_elsewhere_never_comes_back(db):
    client = Client(enforce_csrf_checks=True)

    answer = client.post(reverse("account_login"), {"login": "a@b.example", "password": "hush"})

    assert (answer.status_code, "hush" in words(answer)) == (403, False)


def test_nothing_is_added_once_the_text_was_taken_further(world):
    document = world.submitted()
    document.run.refresh_from_db()
    says(world, document, world.officer, "One more thing.")
    client = signed_in(world.editor)
    assert "Answer" in words(client.get(address(document)))
    advance(document.run, Orchard.accept, actor=world.officer, now=world.now)

    text = words(client.get(address(document) + "?question=trees"))
    late = client.post(address(document), {"question": "trees", "text": "Too late."})

    assert "One more thing." in text
    assert "Nothing can be added now." in text
    assert "<textarea" not in text
    assert (late.status_code, "Too late.</textarea>" in words(late)) == (422, True)


def test_the_page_costs_the_same_for_one_comment_and_for_many(world, document, django_assert_max_num_queries):
    client = signed_in(world.editor)
    says(world, document, world.officer, "One.")
    client.get(address(document))
    with django_assert_max_num_queries(12) as few:
        client.get(address(document))
    for question in ("trees", "reason", "soil", "goal"):
        says(world, document, world.officer, "More.", question=question)

    with django_assert_max_num_queries(12) as many:
        client.get(address(document))

    assert len(few.captured_queries) == len(many.captured_queries)


def test_a_run_without_people_of_a_school_tells_nobody(world, document):
    says(world, document, world.officer, "Is anybody there?")

    assert (writers_of(document.run), Message.objects.count()) == ([], 0)


def test_what_was_said_stands_beside_its_question_for_a_page_that_includes_it(world, document):
    says(world, document, world.officer, "<b>How</b> many?")
    threads = threads_of(document.run, Plan, document, reader=world.editor)

    said, silent = (
        render_to_string("documents/includes/comments_of.html", {"thread": threads[name]})
        for name in ("trees", "reason")
    )

    assert ("1 comment, open" in said, "&lt;b&gt;How&lt;/b&gt; many?" in said) == (True, True)
    assert f'href="{address(document)}?question=trees#question-trees"' in said
    assert "Comment<span" in silent
