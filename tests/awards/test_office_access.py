"""Pages of schools through time and of tables that come in: the office's, and nobody else's."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from awards.chasing.head import write_to_head
from awards.models import Contact, Intake, Item
from awards.services.saved_views import keep_view
from awards.services.schools import Details, add_setting
from tests.awards.lists import line, taken_in
from tests.awards.office_pages import PAGES, POSTS_ONLY
from tests.awards.world import client_of, entry_of, words_of
from tests.factories.people import PersonFactory
from tests.factories.subjects import ContactFactory, HeadFactory
from workflow.acts import ACTS
from workflow.bulk import show_first
from workflow.clock import prompt
from workflow.models import Run


@pytest.fixture
def addresses(world):
    application = world.registered(entry=entry_of("Quagga Lane School"))
    setting = add_setting(Details(name="Quagga Youth Team", type="Youth offending team", area=None))
    intake = taken_in(line(URN=str(entry_of().urn)), by=world.officer, now=world.now)
    item = Item.objects.create(
        kind=Item.RENAMED,
        subject=application.subject,
        was="Quagga Lane School",
        now="Quagga Hall",
        opened_at=world.now,
    )
    view = keep_view(world.officer, name="Quagga", query="", shared=False, now=world.now)
    bulk = show_first(
        Run.objects.all(),
        act=ACTS["pause"],
        values={},
        reason="other",
        note="Quagga.",
        by=world.officer,
        now=world.now,
    )
    asked = prompt(application.run, "ring", words="Ring Quagga.", now=world.now)
    words = {"email": "head@quagga.example", "name": "", "words": "Quagga."}
    letter = write_to_head(application.run, **words, by=world.officer, now=world.now)
    kind = {"kind": Intake.JOURNEYS}
    given = {
        "intakes": kind,
        "intake_blank": kind,
        "start_writing": {"pk": intake.pk},
        "export_journeys": {"form": "csv"},
        "board_export": {"form": "csv"},
        "bulk_form": {"code": "pause"},
        "bulk_results": {"public_id": bulk.public_id},
        **{key: {"pk": view.pk} for key in ("saved_view", "saved_view_drop")},
        **{key: {"pk": item.pk} for key in ("school_item", "school_new_name")},
        "see_to_it": {"incident_id": 1},
        "write_to_head": {"public_id": application.run.public_id},
        "head_letter_off": {"public_id": application.run.public_id, "pk": letter.pk},
        "prompt_done": {"pk": asked.pk},
        **{key: {"public_id": application.subject.public_id} for key in ("school", "school_hand_over")},
        **{key: {"public_id": setting.subject.public_id} for key in ("setting_change", "setting_urn")},
    }
    return application, {
        name: reverse(
            f"awards:{name}",
            kwargs=given.get(name, kind | {"pk": intake.pk} if name.startswith("intake") else {}),
        )
        for name in PAGES
    }


def test_office_gets_them_and_nobody_else_does(world, addresses):
    application, pages = addresses
    lead = ContactFactory(application=application, role=Contact.LEAD).person
    people = {
        "lead": lead,
        "head": HeadFactory(subject=application.subject).person,
        "stranger": PersonFactory(),
        "reader": world.cast.readers[0].person,
    }
    office = client_of(world.officer)

    assert {name: office.get(page).status_code for name, page in pages.items()} == {
        name: 405 if name in POSTS_ONLY else 200 for name in PAGES
    }
    assert {name: Client().get(page).status_code for name, page in pages.items()} == dict.fromkeys(PAGES, 302)
    for who, person in people.items():
        client = client_of(person)
        found = {
            name: {client.get(page).status_code, client.post(page).status_code}
            for name, page in pages.items()
        }
        assert found == {key: {404} for key in PAGES}, who


def test_nothing_of_them_shows_to_a_stranger(addresses):
    _, pages = addresses
    client = client_of(PersonFactory())

    assert [name for name, page in pages.items() if "Quagga" in words_of(client.get(page))] == []
