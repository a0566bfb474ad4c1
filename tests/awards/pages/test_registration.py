"""A school finds itself and registers, on its pages."""

from __future__ import annotations

import pytest

from awards.models import Application, Invoice
from tests.awards.pages.addresses import page_of, run_page
from tests.awards.world import client_of, entry_of, words_of
from tests.factories.people import PersonFactory
from workflow.models import Run


def test_lead_finds_the_school_and_registers_it(world):
    entry, lead = entry_of("Quagga Lane School"), PersonFactory()
    client = client_of(lead)
    page = f"/schools/{entry.urn}/register/"
    assert page in words_of(client.get("/schools/", {"q": "quaga lane"}))

    unsure = client.post(page, {})
    answer = client.post(page, {"agreed": "on"})

    assert (unsure.status_code, answer.status_code) == (200, 302)
    assert answer["Location"] == run_page(Run.objects.get())
    assert "Quagga Lane School is registered for Artsmark. You are its lead." in words_of(
        client.get(answer["Location"])
    )
    again = client_of(PersonFactory()).post(page, {"agreed": "on"})
    assert (again.status_code, "already on its way" in words_of(again)) == (409, True)


def test_registering_without_the_heads_word_is_asked_again(world):
    entry = entry_of()
    answer = client_of(PersonFactory()).post(f"/schools/{entry.urn}/register/", {"x": "1"})

    assert answer.status_code == 422
    assert "Ask your head teacher first, then tick this." in words_of(answer)
    assert Run.objects.count() == 0


def test_pupils_are_asked_where_the_register_has_none_and_only_there(world):
    unknown, known = (
        client_of(PersonFactory()).get(f"/schools/{entry_of(pupils=it).urn}/register/") for it in (None, 99)
    )

    assert ('name="pupils"' in words_of(unknown), 'name="pupils"' in words_of(known)) == (True, False)
    assert "£250" in words_of(known)


@pytest.mark.parametrize(
    ("pupils", "status"), [("", 422), ("0", 422), ("-3", 422), ("many", 422), ("20001", 422), ("99", 302)]
)
def test_pupils_that_are_no_number_are_asked_again(world, pupils, status):
    entry = entry_of(pupils=None)
    answer = client_of(PersonFactory()).post(
        f"/schools/{entry.urn}/register/", {"pupils": pupils, "agreed": "on"}
    )

    assert answer.status_code == status
    assert Application.objects.count() == (status == 302)


def test_pupils_nobody_gave_are_asked_on_the_page_of_the_fee(world):
    application = world.registered(entry_of(pupils=None))
    client, page = client_of(world.lead_of(application)), page_of("fee", application.run)
    assert 'name="pupils"' in words_of(client.get(page))
    assert client.post(page, {"pupils": "none"}).status_code == 422

    answer = client.post(page, {"pupils": "100"}, follow=True)

    assert Invoice.objects.get().amount == 500
    assert f"Invoice {Invoice.objects.get().number} is on its way." in words_of(answer)


def test_school_that_cannot_take_part_reads_why(world):
    entry = entry_of("Far College", type_code="18", type_name="Further education")
    client = client_of(PersonFactory())

    page = client.get(f"/schools/{entry.urn}/register/")
    posted = client.post(f"/schools/{entry.urn}/register/", {"agreed": "on"})

    assert "not other further education colleges" in words_of(page)
    assert (posted.status_code, Run.objects.count()) == (409, 0)


@pytest.mark.parametrize("urn", ["1", "99999999", "999999999999999999999"])
def test_school_that_is_not_in_the_register_is_404(world, urn):
    assert client_of(PersonFactory()).get(f"/schools/{urn}/register/").status_code == 404


@pytest.mark.parametrize("asked", ["", " ", "\x00", "%", "_", "'", "9" * 400, "(", "\\", "ß" * 201])
def test_search_takes_whatever_is_typed(world, asked):
    entry_of()
    assert client_of(PersonFactory()).get("/schools/", {"q": asked}).status_code == 200
