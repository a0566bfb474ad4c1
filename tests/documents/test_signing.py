"""Signatures: who is asked, what is signed, and when it no longer stands."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from documents import services
from documents.models import Signature
from documents.services import NotComplete, NotForSigning, TextChanged
from tests.documents.world import CHAIR, HEAD, Plan, reads
from workflow.messages import personal_link
from workflow.models import Message, StateChange


def test_who_is_asked_gets_a_mail_with_a_link_and_no_secret_in_the_outbox(world):
    document = world.written()

    signature = world.asked(document, "head", name="Hana Head", email="hana@school.example")

    message = Message.objects.get()
    assert (signature.state, signature.role_label) == (Signature.ASKED, "Head teacher")
    assert message.to_email == "hana@school.example"
    assert message.subject == "Please read and sign: Orchard plan of Apple Lane School"
    assert personal_link("documents:sign_by_link", "signature", signature.pk) in message.body
    assert "Edda Editor has finished the Orchard plan" in message.body
    assert message.run == document.run


def test_words_in_a_mail_stand_as_they_are_written(world):
    document = world.written(world.run("Ann & Bob’s <b>School</b>"))

    world.asked(document)

    assert Message.objects.get().subject == "Please read and sign: Orchard plan of Ann & Bob’s <b>School</b>"


def test_nobody_is_asked_to_sign_an_unfinished_text(world):
    document = world.written(trees="")

    with pytest.raises(NotComplete, match=r"What is missing: Say how many trees\."):
        world.asked(document)


def test_only_those_are_asked_whom_the_form_names_for_the_run(world):
    document = world.written(world.run("Little Pear School"))

    with pytest.raises(NotForSigning, match="Choose one of those named"):
        world.asked(document, CHAIR.code)


def test_asking_again_takes_the_first_request_back(world):
    document = world.written()
    first = world.asked(document)

    second = world.asked(document, name="Other Head")

    first.refresh_from_db()
    assert (first.state, second.state) == (Signature.WITHDRAWN, Signature.ASKED)


def test_a_signature_keeps_the_name_the_time_and_the_text(world):
    document = world.written()

    signature = services.sign(
        world.asked(document), name=" Hana  H. Head ", read=reads(document), now=world.now
    )

    assert (signature.state, signature.name, signature.signed_at) == (
        Signature.SIGNED,
        "Hana H. Head",
        world.now,
    )
    assert signature.text_hash == reads(document)
    assert list(StateChange.objects.values_list("step", flat=True)) == ["sign"]


def test_a_text_that_changed_while_it_was_read_is_not_signed(world):
    document = world.written()
    signature = world.asked(document)
    read = reads(document)
    world.save(document, trees="13")

    with pytest.raises(TextChanged, match="Read it again"):
        services.sign(signature, name="Hana Head", read=read, now=world.now)

    signature.refresh_from_db()
    assert signature.state == Signature.ASKED


def test_a_signature_needs_a_name(world):
    document = world.written()

    with pytest.raises(NotForSigning, match="Write your full name"):
        services.sign(world.asked(document), name=" \x00 ", read=reads(document), now=world.now)


def test_nobody_signs_twice(world):
    document = world.written()
    [signature] = world.signed(document, HEAD.code)

    with pytest.raises(NotForSigning, match="signed this already"):
        services.sign(signature, name="Hana Head", read=reads(document), now=world.now)
    with pytest.raises(NotForSigning, match="has signed as head teacher already"):
        world.asked(document, HEAD.code)


def test_a_request_that_was_taken_back_cannot_be_signed(world):
    document = world.written()
    signature = services.withdraw_request(world.asked(document), by=world.editor, now=world.now)

    with pytest.raises(NotForSigning, match="taken back"):
        services.sign(signature, name="Hana Head", read=reads(document), now=world.now)
    with pytest.raises(NotForSigning, match="no longer open"):
        services.withdraw_request(signature, by=world.editor, now=world.now)


def test_after_a_change_the_same_post_can_be_asked_again(world):
    document = world.written()
    world.signed(document, HEAD.code)
    world.save(document, trees="13")

    world.signed(document, HEAD.code)

    assert sorted(document.signatures.values_list("state", flat=True)) == [Signature.SIGNED, Signature.VOIDED]


def test_what_was_handed_in_cannot_be_signed_any_more(world):
    document = world.written()
    signature = world.asked(document, "head")
    services.lock(Plan, [document.run], now=world.now)

    with pytest.raises(NotForSigning, match="handed in already"):
        services.sign(signature, name="Hana Head", read=reads(document), now=world.now)


def test_the_database_keeps_one_live_signature_of_a_post(world):
    document = world.written()
    world.asked(document)

    with pytest.raises(IntegrityError, match="one_live_signature_of_a_role"), transaction.atomic():
        Signature.objects.create(
            document=document,
            role="head",
            role_label="Head teacher",
            name="Second",
            email="second@school.example",
            asked_at=world.now,
        )


def test_the_database_wants_text_and_time_of_a_signature(world):
    signature = world.asked(world.written())

    with pytest.raises(IntegrityError, match="signature_has_its_text_and_time"), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(signed_at=world.now + dt.timedelta(days=1))
