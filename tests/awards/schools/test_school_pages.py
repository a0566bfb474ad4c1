"""The office's pages about schools through time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Contact, Item, School, Subject
from awards.services.people import Colleague
from awards.services.registration import edition_for_registration, register_for
from awards.services.schools import CannotAdd, Details, add_setting, give_urn
from awards.signatories import SIGNATORIES
from tests.awards.schools.files import ACADEMY, CLOSED, entry, present_urn_of, school
from tests.awards.world import client_of, entry_of, words_of
from tests.factories.people import PersonFactory

ELM, OAK, FIR = 900200, 900300, 900400
ITEMS = "/our-schools/to-look-into/"


@pytest.fixture
def office(world):
    return client_of(world.officer)


@pytest.fixture
def renamed(elm, days):
    days.land(school(ELM, EstablishmentName="Elm Hall"), school(OAK, EstablishmentName="Oak School"))
    return Item.objects.get()


@pytest.fixture
def team(world):
    return add_setting(Details(name="Canal Youth Team", type="Youth offending team", area=None))


def page_of(subject):
    return f"/our-schools/{subject.public_id}/"


def test_landing_says_what_there_is_to_look_into(renamed, office):
    words = words_of(office.get("/our-schools/"))

    assert ("Has a new name 1" in words, "Settings without a URN" in words) == (True, True)


def test_list_shows_the_change_and_can_be_narrowed(renamed, office):
    words = words_of(office.get(ITEMS))

    assert [word in words for word in ("Elm School", "Elm Hall", "Has a new name")] == [True] * 3
    assert "Nothing of that kind" in words_of(office.get(f"{ITEMS}?kind=closed"))
    assert "Elm Hall" in words_of(office.get(f"{ITEMS}?kind=renamed"))


def test_empty_list_says_what_will_appear(world, office):
    assert "With each day’s file of the register" in words_of(office.get(ITEMS))


def test_list_is_read_by_key(world, days, office):
    rows = [school(900200 + n, EstablishmentName=f"School {n:03}") for n in range(53)]
    days.land(*rows)
    for row in rows:
        world.registered(entry(int(row["URN"])))
    days.land(*({**row, "EstablishmentName": f"New {row['EstablishmentName']}"} for row in rows))

    with CaptureQueriesContext(connection) as queries:
        first = office.get(ITEMS)
    asked = [query for query in queries if "awards_item" in query["sql"]]
    second = office.get(ITEMS + first.context["page"].next_href)

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 3)
    assert len(asked) == 1
    assert second.context["page"].next_href == ""


def test_new_name_is_taken_by_a_button(renamed, elm, office):
    assert "Use the new name from now on" in words_of(office.get(f"{ITEMS}{renamed.pk}/"))

    response = office.post(f"{ITEMS}{renamed.pk}/new-name/", follow=True)

    assert "From now on it is called Elm Hall" in words_of(response)
    assert Subject.objects.get(pk=elm.subject_id).name == "Elm Hall"
    assert "The new name was taken by" in words_of(office.get(f"{ITEMS}{renamed.pk}/"))
    again = office.post(f"{ITEMS}{renamed.pk}/new-name/", follow=True)
    assert "Somebody has seen to this already" in words_of(again)


def test_item_is_noted_and_closed(renamed, office):
    page = f"{ITEMS}{renamed.pk}/"
    assert office.post(page, {"note": ""}).status_code == 422

    assert office.post(page, {"note": "They keep the old name."}).status_code == 302

    renamed.refresh_from_db()
    assert (renamed.outcome, renamed.note) == ("noted", "They keep the old name.")
    assert office.post(page, {"note": "Again."}).status_code == 409


def test_hand_over_is_shown_before_it_is_done(elm, world, days, office):
    days.land(school(ELM, EstablishmentName="Elm School", **CLOSED), school(OAK), school(FIR, **ACADEMY))
    days.link((ELM, FIR, "Elm Academy", "Successor", "01-09-2024"))
    page = f"{page_of(elm.subject)}hand-over/"

    words = words_of(office.get(page))

    shown = (
        "Elm School (900200) → Elm Academy (900400)",
        world.lead_of(elm).email,
        "This cannot be taken back",
    )
    assert [word in words for word in shown] == [True] * 3
    response = office.post(page, {"to": FIR, "leaving": ELM}, follow=True)
    assert "Elm School (URN 900200) goes on as Elm Academy (URN 900400) since" in words_of(response)
    assert present_urn_of(elm) == FIR
    again = office.post(page, {"to": FIR, "leaving": ELM})
    assert (again.status_code, "names no successor of Elm Academy" in words_of(again)) == (409, True)


def test_hand_over_with_several_successors_asks_which(elm, days, office):
    days.land(school(ELM), school(OAK, EstablishmentName="Oak School"), school(FIR, **ACADEMY))
    days.link((ELM, FIR), (ELM, OAK))
    page = f"{page_of(elm.subject)}hand-over/"

    assert "Which school goes on from it?" in words_of(office.get(page))
    assert "goes on as Oak School" in words_of(office.get(f"{page}?to={OAK}"))
    assert office.post(page, {"to": 123456, "leaving": ELM}).status_code == 422


def test_hand_over_says_why_it_cannot_be(elm, days, office):
    page = f"{page_of(elm.subject)}hand-over/"
    assert "names no successor of" in words_of(office.get(page))

    days.link((ELM, OAK), (OAK, ELM))
    assert "round in a circle" in words_of(office.get(page))
    assert office.post(page, {"to": OAK, "leaving": ELM}).status_code == 409


def test_officer_finds_schools_settings_and_old_urns(elm, team, world, office):
    entry_of("Maple School")

    def finds(text):
        return words_of(office.get("/our-schools/", {"q": text}))

    assert page_of(elm.subject) in finds("elm")
    assert page_of(elm.subject) in finds("900200")
    assert page_of(team.subject) in finds("canal youth")
    assert page_of(team.subject) in finds(team.local_code.lower())
    assert "No journey here" in finds("maple")
    assert "We did not find it" in finds("nowhere at all")


def test_setting_without_a_urn_is_added_and_changed(world, office):
    given = {
        "name": "Canal Youth Team",
        "type": "Youth offending team",
        "postcode": "zz11aa",
        "code": "yot 1",
    }
    added = office.post("/our-schools/without-urn/add/", given, follow=True)
    setting = School.objects.get()
    assert (setting.local_code, setting.local_postcode) == ("YOT 1", "ZZ1 1AA")
    assert "Canal Youth Team is added, with the code YOT 1" in words_of(added)

    taken = office.post("/our-schools/without-urn/add/", {**given, "name": "Another"})
    assert (taken.status_code, "is the code of Canal Youth Team" in words_of(taken)) == (409, True)
    assert office.post("/our-schools/without-urn/add/", {"name": ""}).status_code == 422

    page = f"{page_of(setting.subject)}change/"
    office.post(page, {**given, "name": "Canal Service"})
    assert Subject.objects.get(pk=setting.pk).name == "Canal Service"
    assert "Canal Service" in words_of(office.get("/our-schools/without-urn/"))


def test_settings_get_codes_of_their_own(world):
    codes = [
        add_setting(Details(name="A", type="Team", area=None, code=code)).local_code
        for code in ("S0002", "", "")
    ]

    assert codes == ["S0002", "S0001", "S0003"]


def test_setting_in_the_register_later_is_known_under_its_urn(team, world, office):
    found = entry_of("Canal School")
    page = f"{page_of(team.subject)}urn/"
    assert "Canal School" in words_of(office.get(page, {"urn": found.pk}))
    assert "There is no school with that URN" in words_of(office.get(page, {"urn": 999999}))

    office.post(page, {"urn": found.pk})

    assert Subject.objects.get(pk=team.pk).name == "Canal School"
    assert office.post(page, {"urn": found.pk}).status_code == 409
    assert "Canal School" not in words_of(office.get("/our-schools/without-urn/"))


def test_urn_of_another_school_is_not_given(team, elm, world):
    with pytest.raises(CannotAdd, match="is here already, as Elm School"):
        give_urn(team, entry=entry(ELM), by=world.officer, now=world.now)


@pytest.mark.parametrize("who", ["lead", "assessor", "nobody"])
def test_pages_are_the_office_s_alone(renamed, elm, world, client, who):
    if who == "lead":
        client.force_login(Contact.objects.get(application=elm).person)
    elif who == "assessor":
        client.force_login(world.cast.readers[0].person)
    else:
        client.force_login(PersonFactory())
    school_page = page_of(elm.subject)
    pages = [
        "/our-schools/",
        ITEMS,
        f"{ITEMS}{renamed.pk}/",
        school_page,
        f"{school_page}hand-over/",
        f"{school_page}change/",
        f"{school_page}urn/",
        "/our-schools/without-urn/",
        "/our-schools/without-urn/add/",
    ]

    assert [client.get(page).status_code for page in pages] == [404] * len(pages)
    assert client.post(f"{ITEMS}{renamed.pk}/new-name/").status_code == 404


def test_item_is_never_shown_to_the_school(renamed, elm, world):
    words = words_of(client_of(world.lead_of(elm)).get(f"/journeys/{elm.run.public_id}/"))

    assert "Elm Hall" not in words


def test_journey_of_a_setting_without_a_urn_shows_what_the_office_wrote_down(team, world, office):
    application = register_for(
        team,
        journey=edition_for_registration(),
        lead=Colleague("Lena Lead", "lena@team.example"),
        by=world.officer,
        now=world.now,
        pupils=40,
    )

    words = words_of(office.get(f"/journeys/{application.run.public_id}/"))

    shown = (team.local_code, "Youth offending team", f"/our-schools/{team.subject.public_id}/")
    assert [word in words for word in shown] == [True] * 3
    assert [it.label for it in SIGNATORIES.load([application.run])[application.run_id]] == [
        "Service manager",
        "Chair of the management board",
    ]
