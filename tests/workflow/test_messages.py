from __future__ import annotations

import datetime as dt
import os
import signal
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction

from tests.processes import wait_until, worker_running
from workflow.messages import LinkIsOver, personal_link, post, read_token, token_for
from workflow.models import Incident, Job, Message, StateChange
from workflow.queue import perform, retry
from workflow.state import change

PAGE = "account_confirm_email"  # any page whose address ends in a token


@pytest.fixture(autouse=True)
def _templates(settings):
    folder = Path(__file__).parents[1] / "trial" / "templates"
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]


@pytest.fixture
def hello(now):
    def write(**changes):
        given = {"name": "St Mary’s & O'Hara", "words": "Hello.", "link": personal_link(PAGE, "sign", 7)}
        return post(
            "trial/hello.txt",
            to="head@waymark.example",
            key=changes.pop("key", "hello:1"),
            context={**given, **changes},
            now=now,
        )

    return write


def sent_by(job):
    perform(job.pk)
    (one,) = mail.outbox
    return one


def test_post_writes_a_row_and_sends_nothing_yet(db, hello):
    message = hello()

    kept = Message.objects.get()
    assert (kept, kept.state, kept.to_email) == (message, "queued", "head@waymark.example")
    assert (kept.subject, mail.outbox) == ("News of St Mary’s & O'Hara", [])
    assert Job.objects.get().key == f"mail:{message.pk}"


def test_post_of_one_key_is_one_message(db, hello):
    assert hello() == hello(words="Hello again.")
    assert (Message.objects.count(), Job.objects.count()) == (1, 1)


def test_post_goes_with_its_transaction(db, hello):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        hello()
        raise ZeroDivisionError

    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


def test_mail_is_plain_text_as_people_wrote_it(db, hello):
    hello(words='5 < 7 & it\'s "fine"')

    body = sent_by(Job.objects.get()).body
    assert "Dear St Mary’s & O'Hara,\n\n5 < 7 & it's \"fine\"" in body


def test_message_is_sent_once_with_its_message_id(db, hello):
    message = hello()
    job = Job.objects.get()

    one = sent_by(job)
    perform(job.pk)

    assert len(mail.outbox) == 1
    assert one.message()["Message-ID"] == message.message_id
    assert one.to == ["head@waymark.example"]
    assert Message.objects.get().state == "sent"
    assert list(StateChange.objects.order_by("pk").values_list("source", "target")) == [
        ("queued", "sending"),
        ("sending", "sent"),
    ]


def test_message_ids_of_two_keys_differ(db, hello):
    assert hello().message_id != hello(key="hello:2").message_id


def test_secret_is_in_the_mail_and_not_in_the_row(db, hello):
    message = hello()

    body = sent_by(Job.objects.get()).body
    token = body.split("/confirm-email/")[1].split("/")[0]
    assert read_token("sign", token, max_age=dt.timedelta(days=1)) == 7
    assert token not in message.body
    assert "[[personal-link" not in body


def test_marker_that_somebody_typed_stays_what_it_is(db, hello):
    typed = f"[[personal-link:{PAGE}:sign:8]] [[personal-link:{PAGE}:sign:8:{'x' * 43}]]"
    hello(words=typed)

    assert typed in sent_by(Job.objects.get()).body


def test_marker_of_another_key_does_not_pass_for_this_one(db, hello):
    stolen = personal_link(PAGE, "sign", 7).replace(":7:", ":8:")
    hello(words=stolen)

    assert stolen in sent_by(Job.objects.get()).body


def test_link_is_over_when_it_is_too_old(db):
    token = token_for("sign", 7)

    with pytest.raises(LinkIsOver, match="Ask the person who sent it for a new one."):
        read_token("sign", token, max_age=dt.timedelta(seconds=-1))


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: "", lambda token: token + "x"])
def test_link_that_is_not_complete_is_over(db, spoil):
    with pytest.raises(LinkIsOver):
        read_token("sign", spoil(token_for("sign", 7)), max_age=dt.timedelta(days=1))


def test_link_for_one_purpose_does_not_serve_another(db):
    with pytest.raises(LinkIsOver):
        read_token("check", token_for("sign", 7), max_age=dt.timedelta(days=1))


def test_message_found_in_sending_is_an_incident_and_no_second_mail(db, hello, now):
    message = hello()
    change(message, "begin_sending", now=now)

    perform(Job.objects.get().pk)

    assert (Message.objects.get().state, mail.outbox) == ("failed", [])
    assert Incident.objects.get().summary == "A mail to head@waymark.example may or may not have left"


class Unreachable(Exception):
    pass


def test_letter_box_that_cannot_be_reached_is_an_incident(db, hello, settings):
    hello()
    settings.EMAIL_BACKEND = "tests.nowhere.Backend"
    job = Job.objects.get()

    with pytest.raises(ModuleNotFoundError):
        perform(job.pk)

    assert (Job.objects.get().status, Message.objects.get().state) == ("failed", "sending")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    retry(job)
    perform(job.pk)
    assert (mail.outbox, Message.objects.get().state) == ([], "failed")


@pytest.mark.usefixtures("worker")
def test_worker_sends_the_mail(outside, hello):
    message = hello()

    wait_until(lambda: Message.objects.get().state == "sent", "the worker to send the mail")

    (letter,) = letters(outside)
    assert letter["Message-ID"] == message.message_id
    assert "/confirm-email/" in letter.get_content()


@pytest.mark.django_db(transaction=True)
def test_worker_killed_while_it_sends_leaves_an_incident_and_no_second_mail(outside, hello):
    (outside.folder / "hold").touch()
    with worker_running(replace(outside, job_timeout=3, job_retry=7)):
        hello()
        wait_until(lambda: list(outside.folder.glob("sending.*")), "a worker to begin sending")
        (marker,) = outside.folder.glob("sending.*")

        os.kill(int(marker.suffix[1:]), signal.SIGKILL)
        (outside.folder / "hold").unlink()
        wait_until(lambda: Job.objects.get().status == "done", "another worker to look at the mail")

    assert letters(outside) == []
    assert Message.objects.get().state == "failed"
    assert Incident.objects.get().summary == "A mail to head@waymark.example may or may not have left"


def letters(outside):
    """What is in the letter box. Its files hold one mail each, with a line of dashes below."""
    texts = [path.read_bytes() for path in outside.mails.glob("*.log")]
    return [message_from_bytes(text.rsplit(b"-" * 79, 1)[0], policy=policy.default) for text in texts]
