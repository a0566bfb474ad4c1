"""Saving one question while it is written, as a page sends it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import queries, services
from documents.models import Document, Signature
from documents.services import Given
from tests.documents.world import Plan, World, reads
from tests.racing import race
from workflow.models import Activity
from workflow.services import advance


def signed_in(person: Any, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(person)
    return client


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.editor)


def saving(document: Document, question: str) -> str:
    return reverse("documents:save", args=[document.run.public_id, document.form_code, question])


def token(html: str) -> str:
    [found] = re.findall(r'name="seen-\w+" value="([^"]*)"', html)
    return found


def test_a_save_says_when_and_by_whom_and_what_was_seen(world, client):
    document = world.document(world.run())

    answer = client.post(saving(document, "reason"), {"reason": "Shade.", "seen-reason": ""})

    html = answer.content.decode()
    now = timezone.localtime()
    assert answer.status_code == 200
    assert re.search(rf"Saved at {now:%H}:\d\d by Edda Editor", html)
    assert token(html).startswith("1:")
    assert queries.values_of(document) == {"reason": "Shade."}


def test_saves_follow_one_another_by_what_each_answered(world, client):
    document = world.document(world.run())
    seen = ""
    for words in ("S", "Sh", "Shade."):
        seen = token(
            client.post(saving(document, "reason"), {"reason": words, "seen-reason": seen}).content.decode()
        )

    assert queries.values_of(document) == {"reason": "Shade."}
    assert queries.answers_of(document)["reason"].version == 3


def test_the_first_save_of_all_begins_the_document(world, client):
    run = world.run()

    answer = client.post(reverse("documents:save", args=[run.public_id, Plan.code, "trees"]), {"trees": "3"})

    assert answer.status_code == 200
    assert queries.values_of(Document.objects.get()) == {"trees": "3"}


def test_a_group_is_saved_as_one(world, client):
    document = world.document(world.run())

    client.post(saving(document, "goal"), {"goal-aim": "Shade.", "goal-now": "None.", "reason": "not sent"})

    assert queries.values_of(document) == {"goal": {"aim": "Shade.", "now": "None."}}


def test_of_two_who_write_the_second_is_shown_both_texts(world, client):
    document = world.document(world.run())
    world.save(document, reason="Old.")
    seen = f"1:{services.seen('Old.')}"
    signed_in(world.colleague).post(
        saving(document, "reason"), {"reason": "<b>Theirs.</b>", "seen-reason": seen}
    )

    answer = client.post(saving(document, "reason"), {"reason": "Mine.", "seen-reason": seen})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this answer" in html
    assert "&lt;b&gt;Theirs.&lt;/b&gt;" in html
    assert "by Colin Colleague" in html
    assert queries.values_of(document) == {"reason": "<b>Theirs.</b>"}

    kept = client.post(saving(document, "reason"), {"reason": "Mine.", "seen-reason": token(html)})

    assert kept.status_code == 200
    assert queries.values_of(document) == {"reason": "Mine."}
    assert [it.value for it in queries.earlier_answers_of(document, "reason")] == ["<b>Theirs.</b>", "Old."]


def test_two_windows_of_one_person_are_told_apart(world, client):
    document = world.document(world.run())
    world.save(document, reason="Old.")
    seen = f"1:{services.seen('Old.')}"
    client.post(saving(document, "reason"), {"reason": "One.", "seen-reason": seen})

    answer = client.post(saving(document, "reason"), {"reason": "Two.", "seen-reason": seen})

    assert answer.status_code == 409
    assert "You changed this answer in another window." in answer.content.decode()


def test_a_save_sent_twice_is_no_conflict(world, client):
    document = world.document(world.run())
    sent = {"reason": "Shade.", "seen-reason": f"0:{services.seen('')}"}

    first, second = (client.post(saving(document, "reason"), sent) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert token(first.content.decode()) == token(second.content.decode())
    assert queries.answers_of(document)["reason"].version == 1


def test_a_change_of_a_signed_text_voids_and_says_so(world, client):
    document = world.written()
    world.signed(document)
    seen = f"1:{services.seen('12')}"

    answer = client.post(saving(document, "trees"), {"trees": "13", "seen-trees": seen})

    assert "Signer head and Signer chair will have to sign it again" in answer.content.decode()
    assert {it.state for it in document.signatures.all()} == {Signature.VOIDED}
    document.refresh_from_db()
    assert document.is_signed is False


def test_too_long_an_answer_is_refused_with_a_sentence(world, client):
    document = world.document(world.run())

    answer = client.post(saving(document, "reason"), {"reason": "word " * 20_000})

    assert answer.status_code == 422
    assert "20,000 words long, more than can be kept" in answer.content.decode()
    assert queries.values_of(document) == {}


def test_a_document_handed_in_says_so(world, client):
    document = world.submitted()

    answer = client.post(
        saving(document, "reason"), {"reason": "Late.", "seen-reason": f"1:{services.seen('x')}"}
    )

    assert answer.status_code == 422
    assert "was handed in, so it can no longer be changed" in answer.content.decode()
    assert queries.values_of(document)["reason"] == "Our playground has no shade."


@pytest.mark.parametrize("who", ["officer", "reader", "stranger"])
def test_only_editors_save(world, who):
    document = world.document(world.run())

    answer = signed_in(getattr(world, who)).post(saving(document, "reason"), {"reason": "Mine now."})

    assert answer.status_code == 404
    assert queries.values_of(document) == {}


@pytest.mark.parametrize("who", ["officer", "reader", "stranger"])
def test_only_editors_begin_a_document(world, who):
    run = world.run()

    answer = signed_in(getattr(world, who)).post(
        reverse("documents:save", args=[run.public_id, Plan.code, "reason"]), {"reason": "Mine now."}
    )

    assert answer.status_code == 404
    assert Document.objects.count() == 0


def test_somebody_signed_out_is_told_without_a_trace(world):
    document = world.document(world.run())

    answer = Client().post(saving(document, "reason"), {"reason": "Shade."})

    assert (answer.status_code, answer.content) == (401, b"")
    assert queries.values_of(document) == {}


@pytest.mark.parametrize("question", ["nothing", "why"])
def test_a_question_that_is_not_there_is_not_found(world, client, question):
    document = world.document(world.run())

    assert client.post(saving(document, question), {question: "x"}).status_code == 404


def test_a_key_that_ran_out_is_refused_and_a_whole_page_is_shown_again(world):
    document = world.document(world.run())
    client = signed_in(world.editor, enforce_csrf_checks=True)
    section = reverse("documents:section", args=[document.run.public_id, Plan.code, "why"])

    assert client.post(saving(document, "reason"), {"reason": "Shade."}).status_code == 403
    answer = client.post(section, {"reason": "A long afternoon’s words.", "soil": "sand"}, follow=True)

    html = answer.content.decode()
    assert answer.redirect_chain == [(section, 302)]
    assert "the page had been open too long. Everything you typed is here" in html
    assert "A long afternoon’s words.</textarea>" in html
    assert queries.values_of(document) == {}


def test_a_save_is_five_statements_at_most(lasting_world):
    world = lasting_world
    document = world.document(world.run())
    client = signed_in(world.editor)
    seen = token(client.post(saving(document, "reason"), {"reason": "S"}).content.decode())

    with CaptureQueriesContext(connection) as made:
        client.post(saving(document, "reason"), {"reason": "Shade.", "seen-reason": seen})

    assert len(made) <= 5, [it["sql"] for it in made]
    assert queries.values_of(document) == {"reason": "Shade."}


def test_a_save_leaves_a_trace_of_life(world, client):
    document = world.document(world.run())

    client.post(saving(document, "reason"), {"reason": "Shade."})

    assert Activity.objects.get(run=document.run).what == "saved"


def test_words_are_kept_when_another_takes_their_place_and_not_at_every_letter(world):
    document = world.document(world.run())
    version = 0
    for words in ("S", "Sh", "Sha", "Shade for all."):
        services.save_answers(
            document, given={"reason": Given(words, version)}, person=world.editor, now=world.now
        )
        version += 1

    assert queries.earlier_answers_of(document, "reason") == []
    services.save_answers(
        document, given={"reason": Given("Apples for all.", version)}, person=world.colleague, now=world.now
    )

    [kept] = queries.earlier_answers_of(document, "reason")
    assert (kept.value, kept.saver, kept.version) == ("Shade for all.", "Edda Editor", 4)


def test_words_that_go_at_once_or_had_stood_are_kept(world):
    document = world.document(world.run())
    world.save(document, reason="Shade for all, in summer and in winter.")
    world.save(document, reason="")
    services.save_answers(document, given={"reason": Given("Sun.", 2)}, person=world.editor, now=world.now)
    services.save_answers(
        document,
        given={"reason": Given("Sun!", 3)},
        person=world.editor,
        now=world.now + dt.timedelta(minutes=11),
    )

    assert [it.value for it in queries.earlier_answers_of(document, "reason")] == [
        "Sun.",
        "Shade for all, in summer and in winter.",
    ]


def test_earlier_words_are_taken_up_again(world, client):
    document = world.document(world.run())
    world.save(document, reason="Shade for all, in summer and in winter.")
    world.save(document, world.colleague, reason="No.")
    page = reverse("documents:earlier", args=[document.run.public_id, Plan.code, "reason"])

    section = client.get(reverse("documents:section", args=[document.run.public_id, Plan.code, "why"]))
    html = client.get(page).content.decode()
    client.post(page, {"version": "1"})

    assert page in section.content.decode()
    assert "Shade for all, in summer and in winter." in html
    assert queries.values_of(document)["reason"] == "Shade for all, in summer and in winter."
    assert [it.value for it in queries.earlier_answers_of(document, "reason")] == [
        "No.",
        "Shade for all, in summer and in winter.",
    ]
    assert client.post(page, {"version": "77"}).status_code == 404


@pytest.mark.parametrize("who", ["officer", "reader", "stranger"])
def test_earlier_words_are_the_writers_alone(world, who):
    document = world.document(world.run())
    world.save(document, reason="Shade for all, in summer and in winter.")
    world.save(document, reason="")
    page = reverse("documents:earlier", args=[document.run.public_id, Plan.code, "reason"])

    assert signed_in(getattr(world, who)).get(page).status_code == 404


def test_a_colleague_without_an_account_is_named(world):
    document = world.document(world.run())

    services.save_answers(
        document, given={"reason": Given("Shade.")}, person=None, name="Ola Okafor", now=world.now
    )

    assert queries.answers_of(document)["reason"].saver == "Ola Okafor"


def test_a_save_beside_a_signature_never_leaves_it_under_another_text(lasting_world):
    world = lasting_world
    for trial in range(12):
        document = world.written(world.run(f"Little Pear {trial}"))
        asked = world.asked(document)
        read = reads(document)

        race(
            lambda document=document: world.save(document, trees="13"),
            lambda asked=asked, read=read: services.sign(asked, name="Hana", read=read, now=world.now),
        )

        asked.refresh_from_db()
        assert queries.values_of(document)["trees"] == "13"
        assert asked.state in (Signature.ASKED, Signature.VOIDED)


def test_many_who_write_one_document_lose_and_double_nothing(lasting_world):
    world = lasting_world
    document = world.document(world.run())
    names = ["reason", "soil", "trees", "wish"]

    def writes(name: str) -> Any:
        def write() -> None:
            for number in range(1, 16):
                value = ("clay", "sand")[number % 2] if name == "soil" else str(number)
                saved = services.save_answers(
                    document, given={name: Given(value, number - 1)}, person=world.editor, now=world.now
                )
                assert saved.is_whole

        return write

    assert race(*(writes(name) for name in names)) == [None] * 4
    kept = queries.answers_of(document)
    assert {name: it.version for name, it in kept.items()} == dict.fromkeys(names, 15)
    assert queries.values_of(document) == {"reason": "15", "soil": "sand", "trees": "15", "wish": "15"}


def test_the_state_may_move_while_somebody_writes(world, client):
    document = world.document(world.run())
    advance(document.run, document.run.journey.submit_unread, actor=world.officer, now=world.now)

    answer = client.post(saving(document, "reason"), {"reason": "Late.", "seen-reason": ""})

    assert answer.status_code == 422
    assert queries.values_of(document) == {}
