"""What the mail service tells of mail that left."""

from __future__ import annotations

import json

import pytest
from django.core import mail

from tests.workflow.messages.conftest import HEAD, now_of, work
from workflow.messages import bouncing
from workflow.models import Incident, MailStop, StateChange

HOOK = "/anymail/postmark/tracking/"


@pytest.fixture(autouse=True)
def _hook(monkeypatch):
    monkeypatch.setattr(bouncing, "_told", [bouncing.note_bounce])


@pytest.fixture
def told(client):
    def tell(message, kind="HardBounce", to=HEAD, **more):
        record = {"SpamComplaint": "SpamComplaint"}.get(kind, "Bounce")
        event = {
            "RecordType": record, "Type": kind, "ID": 42, "MessageID": "of the service", "Email": to,
            "BouncedAt": "2026-03-10T10:00:00Z", "Metadata": {"message": str(message.pk)}, **more,
        }  # fmt: skip
        credentials = "Basic aG9vazpvZi10aGUtdGVzdA=="
        return client.post(
            HOOK, json.dumps(event), content_type="application/json", headers={"Authorization": credentials}
        ).status_code

    return tell


def test_bounce_is_written_down_once_and_stops_the_address(mailed, told):
    message = mailed()
    work()

    assert [told(message), told(message)] == [200, 200]

    assert now_of(message).state == "bounced"
    assert MailStop.objects.get().address == HEAD
    assert StateChange.objects.filter(step="note_bounced").count() == 1


def test_mail_carries_what_brings_the_event_back_to_it(mailed):
    message = mailed()
    work()

    assert mail.outbox[0].metadata == {"message": str(message.pk)}


def test_event_about_another_address_or_a_mail_that_never_left_changes_nothing(mailed, told):
    left, waiting = mailed("a"), None
    work()
    waiting = mailed("b")

    assert [told(left, to="x@waymark.example"), told(waiting)] == [200, 200]
    assert (now_of(left).state, now_of(waiting).state, MailStop.objects.count()) == ("sent", "queued", 0)


def test_delay_is_no_bounce(mailed, told):
    message = mailed()
    work()

    assert told(message, kind="Transient") == 200
    assert now_of(message).state == "sent"


def test_complaint_is_an_incident(mailed, told):
    message = mailed()
    work()

    assert told(message, kind="SpamComplaint") == 200
    assert Incident.objects.get().summary == f"{HEAD} marked our mail as unwanted"


def test_stranger_tells_nothing(mailed, client):
    message = mailed()
    work()

    answer = client.post(HOOK, "{}", content_type="application/json")

    assert (answer.status_code, now_of(message).state) == (400, "sent")
