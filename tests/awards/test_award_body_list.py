"""The award body's list: looked at line by line, recorded together."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.intakes.handling import choose, confirm, examine, hand_in
from awards.intakes.registry import kind_of
from awards.journeys.artsmark_2019_recorded import Artsmark2019Recorded
from awards.models import Award, AwardBodyAct, Intake
from awards.services.registration import register_school
from tests.awards.world import entry_of, make_world
from tests.factories.people import PersonFactory
from workflow.models import Run

pytestmark = pytest.mark.django_db

HEADINGS = "URN,School,Postcode,What happened,Date,Level,Reference"


@pytest.fixture
def world(now):
    return make_world(now)


@pytest.fixture
def entries(now):
    lead = PersonFactory()
    made = [
        entry_of(f"{name} Primary School", postcode="WV1 2AB")
        for name in ("Alder", "Birch", "Cedar", "Damson")
    ]
    for entry in made[:3]:
        register_school(entry, journey=Artsmark2019Recorded, lead=lead, now=now - dt.timedelta(days=30))
    return made


def handed_in(lines, world, *, name="list.csv"):
    content = "\n".join([HEADINGS, *lines]).encode()
    return hand_in(kind_of(Intake.AWARD_BODY_LIST), content, file_name=name, by=world.officer, now=world.now)


def seen(intake, world):
    return {row.number: (row.fate, row.sentence) for row in examine(intake, now=world.now).rows}


def taken_in(intake, world):
    digest = examine(intake, now=world.now).digest
    return confirm(intake, digest=digest, by=world.officer, now=world.now)


def test_list_says_what_each_line_would_do(entries, world):
    alder, birch, cedar, damson = entries
    intake = handed_in(
        [
            f"{alder.urn},,,Accepted,2026-02-20,,",
            f"{alder.urn},,,Gold,2026-03-05,,AB/1",
            f"{alder.urn},,,Gold,2026-03-05,,AB/1",
            f"{birch.urn},,,Paid,2026-03-01,,",
            f"{cedar.urn},,,Silver,2026-03-05,,",
            f"{damson.urn},,,Accepted,2026-03-05,,",
            f"{birch.urn},,,Danced,2026-03-05,,",
            f"{birch.urn},,,Accepted,yesterday,,",
            "999999,,,Accepted,2026-03-05,,",
            f"{birch.urn},Quite Another Name,,Accepted,2026-03-05,,",
        ],
        world,
    )

    fates = seen(intake, world)

    assert {number: fate for number, (fate, _) in fates.items()} == {
        2: "new",
        3: "new",
        4: "unchanged",
        5: "new",
        6: "rejected",
        7: "rejected",
        8: "rejected",
        9: "rejected",
        10: "rejected",
        11: "doubtful",
    }
    assert fates[2][1] == "Moves from “Registered” to “Delivering”."
    assert fates[3][1] == "Moves from “Delivering” to “Awarded”."
    assert "cannot come after this" in fates[6][1]
    assert "no journey here" in fates[7][1]


def test_list_is_recorded_once(entries, world):
    alder, birch, *_ = entries
    lines = [
        f"{alder.urn},,,Gold,2026-03-05,,AB/1",
        f"{alder.urn},,,Accepted,20/02/2026,,",
        f"{birch.urn},,,Accepted,20 February 2026,,",
    ]

    done = taken_in(handed_in(lines, world), world)
    again = handed_in(lines, world, name="again.csv")

    assert done.state == Intake.DONE
    assert (done.outcome["acts"], done.outcome["schools"]) == (3, 2)
    assert {fate for fate, _ in seen(again, world).values()} == {"unchanged"}
    assert Award.objects.get().level == "Gold"
    assert set(AwardBodyAct.objects.values_list("from_list", flat=True)) == {done.pk}
    assert dict(Run.objects.filter(label__in=[alder.name, birch.name]).values_list("label", "state")) == {
        alder.name: "awarded",
        birch.name: "delivering",
    }


def test_doubt_is_answered_by_a_person(entries, world):
    birch = entries[1]
    intake = handed_in([f"{birch.urn},Quite Another Name,,Accepted,2026-03-05,,"], world)

    choose(intake, {"2": str(birch.urn)})
    intake.refresh_from_db()
    done = taken_in(intake, world)

    assert (done.outcome["acts"], AwardBodyAct.objects.get().application.subject.name) == (1, birch.name)


def test_school_is_matched_by_name_and_postcode(now, world):
    entry = entry_of("Elder Primary School", postcode="WV1 1AA")
    register_school(entry, journey=Artsmark2019Recorded, lead=PersonFactory(), now=now)

    intake = handed_in([",Elder Primary School,wv11aa,Paid,2026-03-10,,"], world)

    assert seen(intake, world)[2] == ("new", "Is written into the history; the journey stays where it is.")


def test_many_schools_cost_as_many_statements_as_few(now, world):
    def statements(number):
        lead, urns = PersonFactory(), []
        for _ in range(number):
            entry = entry_of()
            register_school(entry, journey=Artsmark2019Recorded, lead=lead, now=now)
            urns.append(entry.urn)
        intake = handed_in([f"{urn},,,Began the assessment,2026-03-10,," for urn in urns], world)
        accepted = handed_in([f"{urn},,,Accepted,2026-03-10,," for urn in urns], world)
        taken_in(accepted, world)
        with CaptureQueriesContext(connection) as sent:
            taken_in(intake, world)
        return len(sent)

    statements(1)
    assert statements(2) == statements(6)
