"""What each import of the register gives the office to look into."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Award, Item
from awards.register.changes import WENT_BACK, WENT_ON
from awards.register.importing import import_register
from awards.register.refusals import CutShort
from awards.services.registration import school_of
from awards.services.schools import NotOpen, note_and_close, take_name
from tests.awards.register_files import write
from tests.awards.schools.files import ACADEMY, CLOSED, CLOSING, entry, school
from workflow.models import Run
from workflow.services import advance

ELM = school(900200, EstablishmentName="Elm School")
OAK = school(900300, EstablishmentName="Oak School")


def elm_with(**changes):
    return {**ELM, **changes}


def open_items():
    rows = Item.objects.filter(closed_at=None).exclude(kind=Item.WHO_LEADS).order_by("kind")
    return list(rows.values_list("kind", "was", "now"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (CLOSING, (Item.CLOSING, "", "To close on 31 August 2026")),
        (CLOSED, (Item.CLOSED, "", "Closed on 31 August 2026")),
        ({**CLOSED, "CloseDate": ""}, (Item.CLOSED, "", "Closed")),
        ({"EstablishmentName": "Elm Hall"}, (Item.RENAMED, "Elm School", "Elm Hall")),
        ({"Trusts (name)": "Forest Trust"}, (Item.NEW_TRUST, "No trust", "Forest Trust")),
        (
            {"TypeOfEstablishment (code)": "34", "TypeOfEstablishment (name)": "Academy converter"},
            (Item.NEW_TYPE, "Community school", "Academy converter"),
        ),
        (
            {"HeadTitle (name)": "Mrs", "HeadFirstName": "Ann", "HeadLastName": "Ash"},
            (Item.NEW_HEAD, "Nobody named", "Mrs Ann Ash"),
        ),
    ],
)
def test_change_at_a_school_with_a_journey_is_an_item(elm, days, changes, expected):
    report = days.land(elm_with(**changes), OAK)

    assert (open_items(), report.items) == ([expected], 1)


def test_change_at_a_school_without_journey_and_award_is_none(elm, days):
    days.land(ELM, {**OAK, **CLOSED})

    assert open_items() == []


def test_award_that_runs_makes_a_school_matter_and_one_that_ran_out_does_not(world, days):
    days.land(ELM, OAK)
    for urn, left in ((900200, 1), (900300, -1)):
        subject = school_of(entry(urn), today=days.day).subject
        awarded = days.day - dt.timedelta(days=700)
        Award.objects.create(
            subject=subject,
            journey_code="artsmark",
            level_code="gold",
            level="Gold",
            awarded_on=awarded,
            expires_on=days.day + dt.timedelta(days=30 * left),
            decided_by=Award.AWARD_BODY,
            recorded_at=world.now,
        )

    days.land({**ELM, **CLOSED}, {**OAK, **CLOSED})

    assert [item.subject.name for item in Item.objects.select_related("subject")] == ["Elm School"]


def test_journey_that_ended_makes_a_school_matter_no_more(elm, world, days):
    run = elm.run
    withdraw = run.journey.transitions["withdraw"]
    advance(run, withdraw, actor=world.lead_of(elm), now=world.now, note="We stop.")

    days.land(elm_with(**CLOSED), OAK)

    assert open_items() == []


def test_open_item_is_brought_up_to_date_and_not_doubled(elm, days):
    days.land(elm_with(EstablishmentName="Elm Hall"), OAK)
    days.land(elm_with(EstablishmentName="Elm Manor"), OAK)
    days.land(elm_with(EstablishmentName="Elm Manor"), OAK)

    assert open_items() == [(Item.RENAMED, "Elm School", "Elm Manor")]
    assert Item.objects.count() == 1


@pytest.mark.parametrize("changes", [{"EstablishmentName": "Elm Hall"}, CLOSED, CLOSING])
def test_change_that_goes_back_closes_by_itself_and_says_so(elm, days, changes):
    days.land(elm_with(**changes), OAK)
    days.land(ELM, OAK)

    item = Item.objects.get()

    assert (item.outcome, item.closed_by) == (WENT_BACK, None)
    assert item.note == "The register says again what it said before."


def test_school_that_was_to_close_and_closed_has_one_open_item(elm, days):
    days.land(elm_with(**CLOSING), OAK)
    days.land(elm_with(**CLOSED), OAK)

    assert open_items() == [(Item.CLOSED, "", "Closed on 31 August 2026")]
    assert Item.objects.get(kind=Item.CLOSING).outcome == WENT_ON


def test_what_a_person_has_seen_to_does_not_come_back_until_it_changes(elm, world, days):
    days.land(elm_with(**CLOSED), OAK)
    note_and_close(Item.objects.get(), note="They told us.", by=world.officer, now=world.now)

    days.land(elm_with(**CLOSED), OAK)
    assert open_items() == []

    days.land(elm_with(**{**CLOSED, "CloseDate": "31-12-2026"}), OAK)
    assert open_items() == [(Item.CLOSED, "", "Closed on 31 December 2026")]


def test_successor_is_an_item_even_while_the_register_says_open(elm, days):
    days.link((900200, 900300, "Oak School", "Successor"))

    assert open_items() == [(Item.SUCCESSOR, "", "Oak School (900300)")]


def test_successor_seen_to_stays_seen_to_and_another_one_opens_again(elm, world, days):
    days.link((900200, 900300))
    note_and_close(Item.objects.get(), note="Not before summer.", by=world.officer, now=world.now)

    days.link((900200, 900300))
    days.land(ELM, OAK)
    assert open_items() == []

    days.land(ELM, OAK, school(900400, EstablishmentName="Fir School"))
    days.link((900200, 900300), (900200, 900400))
    assert open_items() == [(Item.SUCCESSOR, "", "Oak School (900300); Fir School (900400)")]


def test_circle_of_links_is_an_item_that_says_so(elm, days):
    days.link((900200, 900300), (900300, 900200))

    ((kind, _, now),) = open_items()

    assert (kind, now) == (Item.SUCCESSOR, "The register’s links go round in a circle")


def test_link_that_was_taken_back_closes_its_item(elm, days):
    days.link((900200, 900300))
    days.link((900300, 900200, "Elm School", "Successor"))

    assert Item.objects.get().outcome == WENT_BACK


def test_school_that_the_file_lacks_is_an_item_until_it_is_there_again(elm, days):
    others = [school(900300 + n, EstablishmentName=f"Other {n}") for n in range(20)]
    days.land(ELM, *others)
    last = days.day

    days.land(*others)
    ((kind, _, now),) = open_items()
    assert (kind, now) == (Item.GONE, f"Last in the file on {last.day} {last:%B %Y}")
    days.land(*others[:3])
    days.link((900999, 900998))
    assert len(open_items()) == 1

    days.land(ELM, *others)
    assert Item.objects.get().outcome == WENT_BACK


def test_file_that_is_far_smaller_says_nothing_of_what_it_lacks(elm, days):
    others = [school(900300 + n) for n in range(20)]
    days.land(ELM, *others)

    days.land(*others[:5])

    assert open_items() == []


def test_file_without_the_school_s_area_at_all_says_nothing_of_it(elm, days):
    elsewhere = {"LA (code)": "999", "LA (name)": "Elsewhere"}

    days.land(*(school(900400 + n, **elsewhere) for n in range(20)))

    assert open_items() == []


def test_new_head_also_asks_who_leads_each_journey_under_way(elm, days):
    days.land(elm_with(HeadFirstName="Ann", HeadLastName="Ash"), OAK)

    asked = Item.objects.get(kind=Item.WHO_LEADS)

    assert (asked.run_id, asked.now) == (elm.run_id, "By the register the school has a new head: Ann Ash.")


def test_refused_file_leaves_no_item(elm, days):
    path = write(days.folder / "cut.csv", elm_with(**CLOSED), OAK)
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(CutShort):
        import_register(path, seen_on=days.day, now=days.now)

    assert open_items() == []


def test_import_costs_the_same_for_one_changed_school_and_for_five(world, days):
    rows = [school(900200 + n, EstablishmentName=f"School {n}") for n in range(6)]
    days.land(*rows)
    for row in rows:
        world.registered(entry(int(row["URN"])))
    renamed = [{**row, "EstablishmentName": f"New {row['URN']}"} for row in rows]
    costs = []
    for so_far in (1, 6):
        with CaptureQueriesContext(connection) as queries:
            days.land(*renamed[:so_far], *rows[so_far:])
        costs.append(len(queries))

    assert (costs[0], len(open_items())) == (costs[1], 6)


def test_new_name_is_taken_for_what_is_under_way_from_now_on(elm, world, days):
    days.land(elm_with(EstablishmentName="Elm Hall"), OAK)

    take_name(Item.objects.get(), by=world.officer, now=world.now)

    run = Run.objects.select_related("application__subject").get(pk=elm.run_id)
    assert (run.label, run.application.subject.name) == ("Elm Hall", "Elm Hall")
    days.land(elm_with(EstablishmentName="Elm Hall"), OAK)
    assert open_items() == []


def test_item_is_seen_to_once(elm, world, days):
    days.land(elm_with(**ACADEMY), OAK)
    item = Item.objects.get(kind=Item.RENAMED)
    take_name(item, by=world.officer, now=world.now)

    with pytest.raises(NotOpen, match="Somebody has seen to this already"):
        note_and_close(item, note="Done.", by=world.officer, now=world.now)
    other = Item.objects.get(kind=Item.NEW_TYPE)
    with pytest.raises(NotOpen, match="Only a school that has a new name"):
        take_name(other, by=world.officer, now=world.now)
    with pytest.raises(NotOpen, match="Write in a few words"):
        note_and_close(other, note=" ", by=world.officer, now=world.now)
