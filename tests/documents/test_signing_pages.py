"""Asking for signatures, and signing by the link in a mail."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from documents.models import Document, Signature
from documents.services.signing import LINK_LASTS, PURPOSE
from tests.documents.world import World, reads
from workflow.messages import token_for


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def signatures_page(document: Document) -> str:
    return reverse("documents:sign", args=[document.run.public_id, document.form_code])


def link(signature: Signature) -> str:
    return reverse("documents:sign_by_link", args=[token_for(PURPOSE, signature.pk)])


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.editor)


def test_the_page_names_who_signs_and_how_far_each_is(world, client):
    document = world.written()
    world.signed(document, "head")
    world.asked(document, "chair", name="Cy Chair", email="cy@school.example")

    html = client.get(signatures_page(document)).content.decode()

    assert "Signer head signed on 10 March 2026." in html
    assert "Cy Chair was asked on 10 March 2026 at cy@school.example." in html


def test_a_head_is_asked_from_the_page(world, client):
    document = world.written()

    answer = client.post(
        signatures_page(document),
        {"role": "head", "head-name": "Hana Head", "head-email": "hana@school.example"},
        follow=True,
    )

    signature = Signature.objects.get()
    assert "We have sent Hana Head a link to read and sign." in answer.content.decode()
    assert (signature.role, signature.email, signature.asked_by) == (
        "head",
        "hana@school.example",
        world.editor,
    )


def test_a_missing_address_is_asked_for(world, client):
    document = world.written()

    answer = client.post(
        signatures_page(document), {"role": "head", "head-name": "Hana", "head-email": "hana"}
    )

    assert answer.status_code == 422
    assert "Write an email address, like name@school.example." in answer.content.decode()
    assert 'href="#id_head-email"' in answer.content.decode()


def test_an_unfinished_text_is_not_sent_to_anybody(world, client):
    document = world.written(trees="")

    answer = client.post(
        signatures_page(document),
        {"role": "head", "head-name": "Hana Head", "head-email": "hana@school.example"},
    )

    assert answer.status_code == 422
    assert Signature.objects.count() == 0
    assert "check what is still missing" in client.get(signatures_page(document)).content.decode()


def test_a_request_is_taken_back_from_the_page(world, client):
    document = world.written()
    signature = world.asked(document)
    address = reverse("documents:withdraw", args=[document.run.public_id, document.form_code, signature.pk])

    assert client.get(address).status_code == 405
    client.post(address)

    signature.refresh_from_db()
    assert signature.state == Signature.WITHDRAWN
    assert "Nothing to sign" in Client().get(link(signature)).content.decode()


def test_a_request_of_another_document_is_not_found(world, client):
    mine, other = world.written(), world.written()
    signature = world.asked(other)

    answer = client.post(
        reverse("documents:withdraw", args=[mine.run.public_id, mine.form_code, signature.pk])
    )

    assert answer.status_code == 404
    signature.refresh_from_db()
    assert signature.state == Signature.ASKED


@pytest.mark.parametrize("who", ["officer", "reader", "stranger"])
def test_only_editors_ask(world, who):
    document = world.written()

    answer = signed_in(getattr(world, who)).post(
        signatures_page(document), {"role": "head", "head-name": "Hana", "head-email": "hana@school.example"}
    )

    assert answer.status_code == 404
    assert Signature.objects.count() == 0


def test_looking_at_the_link_signs_nothing_and_shows_the_whole_text(world):
    document = world.written()
    signature = world.asked(document)

    for _ in range(2):
        html = Client().get(link(signature)).content.decode()

    signature.refresh_from_db()
    assert signature.state == Signature.ASKED
    for words in (
        "Our playground has no shade.",
        "Heavy clay",
        "Shade for every class.",
        "We will water it.",
    ):
        assert words in html
    assert f'value="{reads(document)}"' in html
    assert 'name="robots" content="noindex"' in html


def test_somebody_without_an_account_signs_what_they_read(world):
    document = world.written()
    signature = world.asked(document)

    answer = Client().post(
        link(signature), {"name": "Hana Head", "agreed": "on", "read": reads(document)}, follow=True
    )

    signature.refresh_from_db()
    assert "Thank you, you have signed" in answer.content.decode()
    assert (signature.state, signature.text_hash) == (Signature.SIGNED, reads(document))


def test_signing_needs_the_tick_and_the_name(world):
    document = world.written()
    signature = world.asked(document)

    answer = Client().post(link(signature), {"name": "", "read": reads(document)})

    assert answer.status_code == 422
    assert "Write your full name to sign." in answer.content.decode()
    assert "Tick the box" in answer.content.decode()
    signature.refresh_from_db()
    assert signature.state == Signature.ASKED


def test_a_text_changed_meanwhile_is_shown_again(world):
    document = world.written()
    signature = world.asked(document)
    read = reads(document)
    world.save(document, trees="13")

    answer = Client().post(link(signature), {"name": "Hana Head", "agreed": "on", "read": read})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Read it again before you sign" in html
    assert f'value="{reads(document)}"' in html


def test_a_voided_signature_says_so_on_its_link(world):
    document = world.written()
    [signature] = world.signed(document, "head")
    world.save(document, trees="13")

    assert "The text has changed" in Client().get(link(signature)).content.decode()


def test_a_link_that_is_wrong_or_old_or_for_something_else_signs_nothing(world):
    document = world.written()
    signature = world.asked(document)
    other = signing.dumps(signature.pk, salt="waymark.something-else")
    wrong = [
        reverse("documents:sign_by_link", args=["nonsense"]),
        link(signature)[:-2] + "/",
        reverse("documents:sign_by_link", args=[other]),
    ]

    for address in wrong:
        answer = Client().post(address, {"name": "Hana", "agreed": "on", "read": reads(document)})
        assert answer.status_code == 410
        assert "This link has run out or is not complete" in answer.content.decode()
    signature.refresh_from_db()
    assert signature.state == Signature.ASKED
    assert dt.timedelta(days=14) < LINK_LASTS < dt.timedelta(days=100)


def test_long_and_hostile_names_are_kept_plain(world):
    document = world.written(world.run("<b>" + "St Mary’s " * 19 + "</b>"))
    signature = world.asked(document, name="\u202eN" + "n" * 400)

    html = Client().get(link(signature)).content.decode()

    assert signature.name == "N" + "n" * 199
    assert "&lt;b&gt;St Mary’s" in html
    assert "<b>St Mary’s" not in html
