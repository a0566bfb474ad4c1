"""Handing a section to a colleague, and writing in it by the link: that section and nothing else."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import queries, services
from documents.models import Comment, Document, Handout, HandoutOpening
from documents.services.handing_out import LINK_LASTS, PURPOSE
from tests.documents.world import Plan, World
from workflow.messages import token_for
from workflow.models import Message


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(document: Document, name: str = "handouts", *more: Any) -> str:
    return reverse(f"documents:{name}", args=[document.run.public_id, document.form_code, *more])


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def tokens(answer: Any) -> dict[str, str]:
    return dict(re.findall(r'name="(seen-[\w]+)" value="([^"]*)"', answer.content.decode()))


def link(handout: Handout) -> str:
    return reverse("documents:handout_open", args=[token_for(PURPOSE, handout.pk)])


def section(handout: Handout, name: str = "why") -> str:
    return reverse("documents:handed_section", args=[handout.pk, name])


@pytest.fixture
def document(world: World) -> Document:
    return world.document(world.run())


def given_out(world: World, document: Document, *sections: str, now: dt.datetime | None = None) -> Handout:
    return services.hand_out(
        document,
        sections=sections or ("why",),
        name="Ola Okafor",
        email="ola@school.example",
        by=world.editor,
        key=uuid.uuid4(),
        now=now or timezone.now(),
    )


@pytest.fixture
def handout(world: World, document: Document) -> Handout:
    return given_out(world, document)


@pytest.fixture
def ola(handout: Handout) -> Client:
    """The colleague's browser, in which the link was confirmed."""
    client = Client()
    client.post(link(handout))
    return client


SENT = {"sections": "why", "name": "Ola Okafor", "email": "ola@school.example"}


def test_a_section_is_handed_out_from_the_page_once(world, document):
    client = signed_in(world.editor)
    page = client.get(address(document) + "?section=why")
    (key,) = re.findall(r'name="key" value="([^"]+)"', page.content.decode())
    assert re.search(r'value="why"[^>]*checked', page.content.decode())

    client.post(address(document), {**SENT, "key": key})
    text = words(client.post(address(document), {**SENT, "key": key}, follow=True))

    assert "We have sent Ola Okafor a link." in text
    assert "“Why”" in text
    assert (Handout.objects.count(), Message.objects.count()) == (1, 1)


def test_what_is_missing_is_told_and_nothing_typed_is_lost(world, document):
    answer = signed_in(world.editor).post(address(document), {"name": "Ola Okafor", "email": "ola"})

    text = words(answer)
    assert answer.status_code == 422
    assert "Choose at least one part to hand over." in text
    assert "Write an email address, like name@school.example." in text
    assert 'value="Ola Okafor"' in text
    assert Handout.objects.count() == 0


@pytest.mark.parametrize("who", ["reader", "stranger", "officer"])
def test_only_those_who_write_hand_out(world, document, handout, who):
    client = signed_in(getattr(world, who))

    answers = [
        client.get(address(document)),
        client.post(address(document), SENT),
        client.post(address(document, "take_handout_back", handout.pk)),
    ]

    assert [it.status_code for it in answers] == [404, 404, 404]
    assert Handout.objects.get().state == Handout.GIVEN


def test_a_handout_of_another_document_is_not_taken_back(world, handout):
    other = world.document(world.run())

    answer = signed_in(world.editor).post(address(other, "take_handout_back", handout.pk))

    assert answer.status_code == 404


def test_looking_at_the_link_opens_nothing(handout):
    client = Client()

    answer = client.get(link(handout))

    assert "Is this you, Ola Okafor?" in words(answer)
    assert HandoutOpening.objects.count() == 0
    assert client.get(section(handout)).status_code == 404
    assert "sessionid" not in client.cookies
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("strict-origin", "noindex")
    assert "no-store" in answer["Cache-Control"]


def test_the_button_opens_the_section_at_an_address_without_the_secret(handout):
    client = Client()

    answer = client.post(link(handout))
    page = client.get(section(handout))

    assert answer["Location"] == section(handout)
    assert "Why an orchard?" in words(page)
    assert "Our playground has no shade." in words(page)  # the strong example
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]


def test_a_link_passed_on_is_confirmed_again_and_counted_by_browsers(world, document, handout):
    first, second = Client(), Client()
    for client in (first, first, second):
        client.post(link(handout))

    assert "In 2 browsers" in words(signed_in(world.editor).get(address(document)))


def test_the_colleague_saves_under_their_name(world, document, handout, ola):
    sent = tokens(ola.get(section(handout)))

    text = words(ola.post(section(handout), {**sent, "reason": "No\0 shade.", "soil": "clay"}, follow=True))

    assert "Saved. Edda Editor sees it at once." in text
    assert "by Ola Okafor (by link)" in text
    assert queries.values_of(document) == {"reason": "No shade.", "soil": "clay"}
    lead = words(signed_in(world.editor).get(address(document, "section", "why")))
    assert "by Ola Okafor (by link)" in lead


def test_two_sections_lead_from_one_to_the_next(world, document):
    handout, client = given_out(world, document, "why", "how"), Client()
    client.post(link(handout))
    sent = tokens(client.get(section(handout)))

    answer = client.post(section(handout), {**sent, "reason": "No shade."})

    assert answer["Location"] == section(handout, "how")
    assert "How many trees?" in words(client.get(section(handout, "how")))


def test_a_conflict_shows_both_texts(world, document, handout, ola):
    sent = tokens(ola.get(section(handout)))
    world.save(document, reason="The lead’s.")

    answer = ola.post(section(handout), {**sent, "reason": "Ola’s."})

    text = words(answer)
    assert answer.status_code == 409
    assert ("The lead’s." in text, "Ola’s.</textarea>" in text) == (True, True)
    again = ola.post(section(handout), {**tokens(answer), "reason": "Both."})
    assert again.status_code == 302
    assert queries.values_of(document) == {"reason": "Both."}


def test_an_answer_beyond_all_bounds_is_refused_and_shown(handout, ola):
    sent = tokens(ola.get(section(handout)))

    answer = ola.post(section(handout), {**sent, "reason": "word " * 20_000})

    assert answer.status_code in (302, 422)
    assert "word word" in words(answer if answer.status_code == 422 else ola.get(section(handout)))


def test_the_colleague_reaches_nothing_else(world, document, handout, ola):
    other = given_out(world, world.document(world.run()))
    services.comment(
        document, question="reason", text="quince", by=world.officer, key=uuid.uuid4(), now=world.now
    )
    world.save(document, trees="77", goal={"aim": "Secret aim."})

    page = words(ola.get(section(handout)))
    statuses = {
        name: ola.get(path).status_code
        for name, path in {
            "another section": section(handout, "how"),
            "no section": section(handout, "nowhere"),
            "another link": section(other),
            "the run": reverse("awards:run", args=[document.run.public_id]),
            "the document": address(document, "write"),
            "the section as the lead": address(document, "section", "why"),
            "answers to check": address(document, "check"),
            "comments": address(document, "comments"),
            "links": address(document),
        }.items()
    }

    assert statuses == {
        "another section": 404,
        "no section": 404,
        "another link": 404,
        "the run": 302,
        "the document": 302,
        "the section as the lead": 302,
        "answers to check": 302,
        "comments": 302,
        "links": 302,
    }
    assert [it for it in ("quince", "Secret aim.", "77", str(document.run.public_id)) if it in page] == []
    assert ola.post(section(handout, "how"), {"trees": "1"}).status_code == 404
    ola.post(section(handout), {**tokens(ola.get(section(handout))), "reason": "Mine.", "trees": "1"})
    assert queries.values_of(document)["trees"] == "77"


def test_a_stranger_with_the_address_but_not_the_link_is_led_to_the_mail(handout):
    answer = Client().get(section(handout))
    unknown = Client().get(reverse("documents:handed_section", args=[handout.pk + 1000, "why"]))

    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert "Open the link in your email again" in words(answer)
    assert "Ola" not in words(answer)


@pytest.mark.parametrize("token", ["x", "MTIz:1abc:zzz", token_for("signature", 1)])
def test_a_wrong_link_opens_nothing(db, token):
    answer = Client().get(reverse("documents:handout_open", args=[token]))

    assert answer.status_code == 410
    assert "This link has run out or is not complete." in words(answer)


def test_a_link_taken_back_stops_at_the_next_request_and_keeps_what_was_typed(world, document, handout, ola):
    sent = tokens(ola.get(section(handout)))
    text = words(
        signed_in(world.editor).post(address(document, "take_handout_back", handout.pk), follow=True)
    )
    assert "The link of Ola Okafor no longer works." in text

    looked, saved = ola.get(section(handout)), ola.post(section(handout), {**sent, "reason": "<b>Typed.</b>"})

    assert (looked.status_code, saved.status_code) == (410, 410)
    assert "Edda Editor took this link back" in words(looked)
    assert "Why an orchard?" not in words(looked)
    assert "&lt;b&gt;Typed.&lt;/b&gt;" in words(saved)
    assert queries.values_of(document) == {}
    for answer in (Client().get(link(handout)), Client().post(link(handout))):
        assert (answer.status_code, "took this link back" in words(answer)) == (410, True)


def test_a_link_that_ran_out_says_until_when_it_worked(world, document):
    late = given_out(world, document, now=timezone.now() - LINK_LASTS)

    answer = Client().get(link(late))

    assert answer.status_code == 410
    assert "This link worked until" in words(answer)


def test_a_document_handed_in_meanwhile_says_so_kindly_and_keeps_what_was_typed(world):
    document = world.written()
    handout, ola = given_out(world, document), Client()
    ola.post(link(handout))
    sent = tokens(ola.get(section(handout)))
    world.signed(document)
    world.hand_in(document)

    answer = ola.post(section(handout), {**sent, "reason": "One minute late."})

    assert answer.status_code == 410
    assert "has been submitted, so nothing more can be written in it." in words(answer)
    assert "One minute late." in words(answer)


def test_what_was_typed_comes_back_with_the_link_when_the_browser_had_forgotten(document, handout):
    client = Client()

    lost = client.post(section(handout), {"reason": "Nearly lost."})
    client.post(link(handout))
    text = words(client.get(section(handout)))
    client.post(section(handout), {**tokens(client.get(section(handout))), "reason": "Nearly lost."})

    assert lost.status_code == 404
    assert "Nearly lost.</textarea>" in text
    assert queries.values_of(document) == {"reason": "Nearly lost."}


def test_an_expired_key_loses_nothing_that_the_colleague_typed(document, handout):
    client = Client(enforce_csrf_checks=True)
    page = client.get(link(handout))
    key = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[-1]
    client.post(link(handout), {"csrfmiddlewaretoken": key})
    sent = tokens(client.get(section(handout)))

    refused = client.post(section(handout), {**sent, "reason": "Nearly lost.", "csrfmiddlewaretoken": "old"})

    html = refused.content.decode()
    key = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[-1]
    assert (refused.status_code, '<textarea name="reason" hidden>Nearly lost.</textarea>' in html) == (
        403,
        True,
    )
    again = client.post(section(handout), {**sent, "reason": "Nearly lost.", "csrfmiddlewaretoken": key})
    assert (again.status_code, queries.values_of(document)) == (302, {"reason": "Nearly lost."})


def test_pages_cost_a_fixed_number_of_queries(world, document, handout, ola, django_assert_max_num_queries):
    client = signed_in(world.editor)
    client.get(address(document))
    with django_assert_max_num_queries(12) as few:
        client.get(address(document))
    for _ in range(3):
        given_out(world, document)
    with django_assert_max_num_queries(12) as many:
        client.get(address(document))
    with django_assert_max_num_queries(8):
        ola.get(section(handout))

    assert len(few.captured_queries) == len(many.captured_queries)
    assert Comment.objects.count() == 0
    assert Plan.code == document.form_code
