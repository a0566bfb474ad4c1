"""Pages of writing and reading, as people meet them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents import queries
from documents.models import Document
from tests.documents.world import Harvest, Orchard, Plan, World
from workflow.services import advance


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.editor)


def page(document: Document, name: str = "write", *more: Any) -> str:
    return reverse(f"documents:{name}", args=[document.run.public_id, document.form_code, *more])


def tokens(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="(seen-[\w]+)" value="([^"]*)"', html))


def opened(client: Client, document: Document, section: str = "why") -> dict[str, str]:
    """What a browser sends back from a section beside what is typed."""
    return tokens(client.get(page(document, "section", section)).content.decode())


def test_the_overview_lists_the_sections_and_how_far_each_is(world, client):
    document = world.document(world.run())
    world.save(document, reason="Shade.")

    html = client.get(page(document)).content.decode()

    assert "Orchard plan" in html
    assert "In progress: 1 of 2 to do" in html
    assert "Not yet started" in html
    assert "0 of 2 sections complete" in html
    assert "Saved on 10 March 2026 at 10:00 by Edda Editor" in html


def test_a_section_is_saved_and_leads_to_the_next(world, client):
    document = world.document(world.run())
    sent = opened(client, document)

    answer = client.post(
        page(document, "section", "why"), {**sent, "reason": "Shade.\r\nAnd apples.", "soil": "clay"}
    )

    assert answer.headers["Location"] == page(document, "section", "how")
    assert queries.values_of(document) == {"reason": "Shade.\nAnd apples.", "soil": "clay"}


def test_the_last_section_leads_to_the_answers_to_check(world, client):
    document = world.document(world.run())
    sent = opened(client, document, "how")

    answer = client.post(
        page(document, "section", "how"),
        {**sent, "trees": "12", "goal-aim": "Shade.", "goal-now": "None.", "promise": "on"},
    )

    assert answer.headers["Location"] == page(document, "check")
    assert queries.values_of(document) == {
        "trees": "12",
        "goal": {"aim": "Shade.", "now": "None."},
        "promise": True,
    }


def test_saving_to_come_back_later_leads_to_the_overview(world, client):
    document = world.document(world.run())

    answer = client.post(
        page(document, "section", "why"), {**opened(client, document), "reason": "Sh", "later": "1"}
    )

    assert answer.headers["Location"] == page(document)
    assert queries.values_of(document) == {"reason": "Sh"}


def test_the_first_visit_begins_nothing_and_the_first_save_begins_the_document(world, client):
    run = world.run()
    address = reverse("documents:section", args=[run.public_id, Plan.code, "why"])

    html = client.get(address).content.decode()
    assert Document.objects.count() == 0
    client.post(address, {**tokens(html), "reason": "Shade."})

    assert queries.values_of(Document.objects.get()) == {"reason": "Shade."}


def test_what_was_written_is_there_again(world, client):
    document = world.written()

    why = client.get(page(document, "section", "why")).content.decode()
    how = client.get(page(document, "section", "how")).content.decode()

    assert "Our playground has no shade.</textarea>" in why
    assert re.search(r'value="clay"[^>]*checked', why)
    assert "Shade for every class.</textarea>" in how
    assert 'value="No tree at all."' in how


def test_two_people_change_one_answer_and_both_texts_are_shown(world, client):
    document = world.document(world.run())
    world.save(document, reason="Old.", soil="clay")
    mine = opened(client, document)
    theirs = signed_in(world.colleague)
    theirs.post(
        page(document, "section", "why"), {**opened(theirs, document), "reason": "Theirs.", "soil": "clay"}
    )

    answer = client.post(page(document, "section", "why"), {**mine, "reason": "Mine.", "soil": "sand"})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "<p>Theirs.</p>" in html
    assert "Mine.</textarea>" in html
    assert "by Colin Colleague" in html
    assert queries.values_of(document) == {"reason": "Theirs.", "soil": "sand"}

    answer = client.post(
        page(document, "section", "why"), {**tokens(html), "reason": "Mine.", "soil": "sand"}
    )

    assert answer.status_code == 302
    assert queries.values_of(document)["reason"] == "Mine."


def test_two_people_change_two_answers_and_both_are_kept(world, client):
    document = world.document(world.run())
    world.save(document, reason="Old.", soil="clay")
    mine = opened(client, document)
    theirs = signed_in(world.colleague)
    theirs.post(
        page(document, "section", "why"), {**opened(theirs, document), "reason": "Theirs.", "soil": "clay"}
    )

    answer = client.post(page(document, "section", "why"), {**mine, "reason": "Old.", "soil": "sand"})

    assert answer.status_code == 302
    assert queries.values_of(document) == {"reason": "Theirs.", "soil": "sand"}


def test_a_paste_of_twenty_thousand_words_stays_on_the_page(world, client):
    document = world.document(world.run())
    pasted = "word " * 20_000

    answer = client.post(
        page(document, "section", "why"), {**opened(client, document), "reason": pasted, "soil": "sand"}
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "20,000 words long, more than can be kept" in html
    assert pasted.strip() in html
    assert queries.values_of(document) == {"soil": "sand"}


def test_script_in_an_answer_is_shown_as_text(world, client):
    document = world.document(world.run())
    client.post(
        page(document, "section", "why"),
        {**opened(client, document), "reason": "</textarea><script>alert(1)</script>\x00"},
    )

    for name, more in [("section", ["why"]), ("check", [])]:
        html = client.get(page(document, name, *more)).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_choice_that_was_not_offered_is_refused_with_its_sentence(world, client):
    document = world.document(world.run())

    answer = client.post(page(document, "section", "why"), {**opened(client, document), "soil": "lava"})

    assert answer.status_code == 422
    assert "Choose one of the answers offered" in answer.content.decode()
    assert queries.values_of(document) == {}


def test_whoever_was_signed_out_finds_what_they_typed(world):
    document = world.document(world.run())
    client = signed_in(world.editor)
    sent = opened(client, document)
    client.logout()

    answer = client.post(page(document, "section", "why"), {**sent, "reason": "Typed for an hour."})
    assert answer.headers["Location"].startswith(reverse("account_login"))
    client.post(
        answer.headers["Location"],
        {"login": world.editor.email, "password": "a long enough password"},
    )

    html = client.get(page(document, "section", "why")).content.decode()
    assert "Typed for an hour.</textarea>" in html
    assert "Everything you typed is here" in html
    client.post(page(document, "section", "why"), {**tokens(html), "reason": "Typed for an hour."})
    assert queries.values_of(document) == {"reason": "Typed for an hour."}
    assert "Everything you typed is here" not in client.get(page(document, "section", "why")).content.decode()


def test_what_is_typed_after_the_hand_in_stays_on_the_page(world, client):
    document = world.written()
    sent = opened(client, document)
    world.signed(document)
    world.hand_in(document)

    answer = client.post(page(document, "section", "why"), {**sent, "reason": "Too late."})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "cannot be written now" in html
    assert "Too late.</textarea>" in html
    assert queries.values_of(document)["reason"] == "Our playground has no shade."


def test_changing_a_signed_text_says_who_signs_again(world, client):
    document = world.written()
    world.signed(document)

    answer = client.post(
        page(document, "section", "why"),
        {**opened(client, document), "reason": "Birds.", "soil": "clay"},
        follow=True,
    )

    assert "Signer head and Signer chair will have to sign it again" in answer.content.decode()


def test_the_answers_to_check_name_what_is_missing(world, client):
    document = world.document(world.run())
    world.save(document, reason="Shade.")

    html = client.get(page(document, "check")).content.decode()

    assert "4 points are still to do" in html
    assert "Choose what the ground is like." in html
    assert html.count("Not answered yet") == 6
    assert f'href="{page(document, "section", "why")}#question-soil"' in html


def test_a_later_form_shows_what_was_written_before(world, client):
    document = world.submitted()
    advance(document.run, Orchard.accept, actor=world.officer, now=world.now)

    html = client.get(
        reverse("documents:section", args=[document.run.public_id, Harvest.code, "looking_back"])
    )

    assert "What you wrote before" in html.content.decode()
    assert "Shade for every class." in html.content.decode()


def test_after_the_hand_in_the_school_reads_the_copy(world, client):
    document = world.submitted()

    overview = client.get(page(document)).content.decode()
    copy = client.get(page(document, "submitted", 1)).content.decode()

    assert "This was submitted, so it can no longer be changed" in overview
    assert page(document, "submitted", 1) in overview
    assert "Our playground has no shade." in copy
    assert "Signer head, head teacher, on 10 March 2026" in copy
    assert client.get(page(document, "submitted", 2)).status_code == 404


PAGES = [
    ("write", ()),
    ("section", ("why",)),
    ("check", ()),
    ("sign", ()),
    ("submitted", (1,)),
]


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_a_stranger_sees_no_trace(world, name, more):
    document = world.submitted()
    world.send_back(document)

    assert signed_in(world.stranger).get(page(document, name, *more)).status_code == 404
    assert signed_in(world.editor).get(page(document, name, *more)).status_code == 200


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_nobody_reads_without_signing_in(world, name, more):
    document = world.submitted()

    answer = Client().get(page(document, name, *more))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["officer", "reader", "stranger"])
def test_only_editors_write(world, who):
    document = world.document(world.run())

    answer = signed_in(getattr(world, who)).post(page(document, "section", "why"), {"reason": "Mine now."})

    assert answer.status_code == 404
    assert queries.values_of(document) == {}


@pytest.mark.parametrize("who", ["officer", "reader"])
def test_others_in_the_journey_read_the_draft(world, who):
    document = world.written()
    client = signed_in(getattr(world, who))

    html = client.get(page(document)).content.decode()

    assert "This is a draft as it reads now" in html
    assert "Our playground has no shade." in html
    assert client.get(page(document, "section", "why")).headers["Location"] == page(document)


def test_a_form_or_section_that_is_not_there_is_not_found(world, client):
    run = world.run()

    for address in (
        reverse("documents:write", args=[run.public_id, "garden-promise"]),
        reverse("documents:section", args=[run.public_id, Plan.code, "nowhere"]),
    ):
        assert client.get(address).status_code == 404


def test_pages_of_writing_cost_the_same_for_one_answer_and_for_many(
    world, client, django_assert_max_num_queries
):
    document = world.document(world.run())
    world.save(document, reason="One.")
    client.get(page(document))

    for name, more in PAGES[:4]:
        with django_assert_max_num_queries(12) as few:
            client.get(page(document, name, *more))
        world.save(document, soil="clay", trees="3", goal={"aim": "Shade."}, wish="None.")
        with django_assert_max_num_queries(12) as many:
            client.get(page(document, name, *more))
        assert len(few.captured_queries) == len(many.captured_queries)
