"""Names and notes are only words, on every page and in every mail."""

from __future__ import annotations

import datetime as dt
import re

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.demo.walk import Walk
from awards.effects import ENQUIRY_LINK
from awards.journeys.artsmark_2018 import Artsmark2018
from tests.awards.pages.addresses import page_of, run_page, take_page
from tests.awards.world import client_of, entry_of, words_of
from tests.factories.people import PersonFactory
from workflow.incidents import open_incident
from workflow.messages import token_for
from workflow.models import Message

HOSTILE = '<script>alert(1)</script> & “O\'Hara” "CE" <b>{{ 7 }}</b> %s {0}'


def test_name_of_a_school_is_only_words_on_every_page(world, office):
    entry = entry_of(HOSTILE[:240])
    walk = Walk(
        world.cast, entry, PersonFactory(name="<i>Lena</i>"), clock=timezone.now() - dt.timedelta(days=60)
    )
    walk.to("day_booked")
    asked = world.enquiry(name=HOSTILE[:150], message="<img src=x onerror=alert(1)>")
    open_incident("odd", summary="<u>Odd</u>", detail="<u>Odd</u>", now=world.now)
    lead = client_of(walk.lead)
    pages = [
        *[
            (office, page)
            for page in (
                "/journeys/",
                "/incidents/",
                "/development-days/",
                run_page(asked),
                run_page(walk.run),
            )
        ],
        *[(office, page_of(name, walk.run)) for name in ("days", "fee", "attendance")],
        *[(lead, page) for page in (run_page(walk.run), page_of("days", walk.run), page_of("fee", walk.run))],
        (lead, "/schools/?q=alert"),
        (lead, f"/schools/{entry.urn}/register/"),
        (office, take_page(walk.run, Artsmark2018.withdraw)),
        (Client(), reverse("awards:enquiry", args=[token_for(ENQUIRY_LINK, asked.pk)])),
    ]
    for client, page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        found = re.findall(r"<script>alert|<b>\{\{|<i>Lena|<img src=x|<u>Odd", words_of(answer))
        assert found == [], page


def test_mail_says_the_name_as_it_is_and_keeps_to_one_line(world):
    application = world.registered(entry_of("O'Hara & “Sons”\r\nBcc: all@people.example"[:200]))
    world.booked(application)

    messages = Message.objects.filter(run=application.run)
    assert messages.count() == 2
    for message in messages:
        assert "\n" not in message.subject
        assert "&amp;" not in message.body
        assert "O'Hara & “Sons”" in message.subject + message.body
