"""Somebody asks, and answers by a personal link."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from awards.effects import ENQUIRY_LINK
from awards.journeys.enquiry import Enquiry
from awards.services.enquiries import LINK_LASTS
from tests.awards.world import QUESTION, entry_of, words_of
from workflow.messages import LinkIsOver, read_token, token_for
from workflow.models import Message, Run, TransitionRecord
from workflow.services import advance


def test_anybody_asks_and_gets_a_receipt(db):
    client = Client()
    empty = client.post("/contact/", {"name": ""})
    answer = client.post("/contact/", QUESTION)

    assert (empty.status_code, answer.status_code) == (422, 302)
    run = Run.objects.get()
    assert (run.state, run.label, Message.objects.get().to_email) == (
        "received",
        "Ada Asker",
        "ada@people.example",
    )
    assert str(run.pk) in words_of(client.get(answer["Location"]))


@pytest.mark.parametrize("reference", ["", "<script>", "x", "1; DROP", "٣"])
def test_thanks_repeat_no_reference_that_is_no_number(db, reference):
    answer = Client().get("/contact/thanks/", {"reference": reference})

    assert answer.status_code == 200
    assert "<script>" not in words_of(answer).split("<main")[1]


def waiting(world):
    run = world.enquiry()
    advance(run, Enquiry.ask_back, actor=world.officer, now=world.now, note="How many <pupils>?")
    return run


def test_link_opens_without_acting_and_a_post_replies_once(world):
    run, client = waiting(world), Client()
    page = reverse("awards:enquiry", args=[token_for(ENQUIRY_LINK, run.pk)])
    client.head(page)
    client.get(page)
    assert Run.objects.get().state == "waiting_for_you"
    assert "How many &lt;pupils&gt;?" in words_of(client.get(page))
    assert client.post(page, {"text": " "}).status_code == 422

    first, second = (client.post(page, {"text": "Ninety-four."}) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 409)
    assert "cannot be done now" in words_of(second)
    record = TransitionRecord.objects.get(transition="reply")
    assert (record.actor, record.role, record.note.text) == (None, "system", "Ninety-four.")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token + "x",
        lambda token: "x",
        lambda token: token.replace(":", "", 1),
        lambda token: token_for("signature", 1),
        lambda token: signing.dumps(1),
    ],
)
def test_link_that_is_not_ours_is_410_and_acts_on_nothing(world, spoil):
    run = waiting(world)
    page = reverse("awards:enquiry", args=[spoil(token_for(ENQUIRY_LINK, run.pk))])

    opened, posted = Client().get(page), Client().post(page, {"text": "Mischief."})

    assert (opened.status_code, posted.status_code) == (410, 410)
    assert "Ada Asker" not in words_of(opened)
    assert Run.objects.get().state == "waiting_for_you"


def test_link_is_over_after_its_time(world):
    run = waiting(world)
    token = token_for(ENQUIRY_LINK, run.pk)

    assert read_token(ENQUIRY_LINK, token, max_age=LINK_LASTS) == run.pk
    with pytest.raises(LinkIsOver):
        read_token(ENQUIRY_LINK, token, max_age=dt.timedelta(seconds=-1))
    assert LINK_LASTS.days == 60


def test_link_to_a_school_by_the_key_of_an_enquiry_shows_nothing_of_it(world):
    """The link names a run: only one of an enquiry was ever sent out."""
    run = world.registered(entry_of("Quagga Lane School")).run

    answer = Client().post(
        reverse("awards:enquiry", args=[token_for(ENQUIRY_LINK, run.pk)]), {"text": "Mischief."}
    )

    assert answer.status_code == 409
    assert Run.objects.get().state == "registered"
