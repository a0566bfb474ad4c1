from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.intakes.matching import Asked, Match, match_schools
from awards.models import RegisterLink, SchoolUrn
from tests.awards.world import entry_of
from tests.factories.subjects import SchoolFactory

pytestmark = pytest.mark.django_db


def match(**said: str) -> Match:
    (found,) = match_schools([Asked(**said)])
    return found


def test_urn_finds_its_school_whatever_little_the_name_differs():
    entry = entry_of("St Mary’s Church of England Primary School", postcode="B1 1AA")

    for name in ("", "St Marys C of E", "ST. MARY'S CE PRIMARY", "Saint Mary’s"):
        assert match(urn=str(entry.urn), name=name) == Match(entry, None, (entry,))


def test_urn_with_quite_another_name_is_in_doubt_unless_the_postcode_agrees():
    entry = entry_of("Cherry Bough Primary School", town="Dudley", postcode="DY1 1AA")

    found = match(urn=str(entry.urn), name="Oakfield High")
    assert found.candidates == (entry,)
    assert found.doubt == (
        f"URN {entry.urn} is Cherry Bough Primary School, Dudley, DY1 1AA (URN {entry.urn}) in the register, "
        "but the line says “Oakfield High”."
    )
    assert match(urn=str(entry.urn), name="Oakfield High", postcode="dy11aa").is_sure


def test_name_and_postcode_find_the_school_and_tell_two_at_one_postcode_apart():
    infants = entry_of("Elm Lane Infant School", postcode="WV1 1AB")
    juniors = entry_of("Elm Lane Junior School", postcode="WV1 1AB")

    assert match(name="Elm Lane Junior", postcode="wv11ab").entry == juniors
    assert match(name="Elm Lane Infants School", postcode="WV1 1AB").entry == infants
    unclear = match(name="Elm Lane", postcode="WV1 1AB")
    assert (unclear.entry, set(unclear.candidates)) == (None, {infants, juniors})
    assert unclear.doubt == "Which school at WV1 1AB is “Elm Lane”?"


def test_name_alone_or_nearly_the_name_is_never_sure():
    entry = entry_of("Thistledown Academy", town="Walsall")

    assert match(name="Thistledown Academy").candidates == (entry,)
    assert match(name="Thisteldown Academy").candidates == (entry,)
    assert not match(name="Thistledown Academy").is_sure
    assert match(name="Quixotic Hall") == Match(
        doubt="No school in the register is called “Quixotic Hall”. Give its URN."
    )


def test_closed_school_is_in_doubt_and_its_successors_are_named():
    after = entry_of("New Elm Academy")
    closed = entry_of("Old Elm School", status_code="2", closed_on=dt.date(2024, 8, 31))
    RegisterLink.objects.create(urn=closed.urn, link_urn=after.urn, link_name=after.name, kind="Successor")

    found = match(urn=str(closed.urn))
    assert (found.entry, found.candidates) == (closed, (after, closed))
    assert found.doubt == (
        "Old Elm School closed on 31 August 2024. "
        f"The register names New Elm Academy (URN {after.urn}) as its successor."
    )


def test_school_that_we_know_under_a_new_urn_is_named_by_it():
    old, new = entry_of("Elm School"), entry_of("Elm Academy")
    school = SchoolFactory()
    SchoolUrn.objects.create(school=school, entry=old, until=dt.date(2025, 8, 31))
    SchoolUrn.objects.create(school=school, entry=new, since=dt.date(2025, 9, 1))

    assert (match(urn=str(new.urn)).school, match(urn=str(new.urn)).is_sure) == (school, True)
    assert match(urn=str(old.urn)).doubt == (
        f"Elm School goes by the URN {new.urn} with us now. Is it Elm Academy (URN {new.urn})?"
    )


def test_setting_without_urn_is_found_by_our_code():
    school = SchoolFactory(local_code="YOT-1")

    assert match(local_code="YOT-1") == Match(school=school)
    assert match(local_code="YOT-2").doubt.startswith("There is no setting with our code “YOT-2”")


def test_many_lines_cost_as_many_queries_as_three():
    entries = [
        entry_of(f"Lime {word} School", postcode=f"B{n} 1AA") for n, word in enumerate(("Ash", "Fir", "Yew"))
    ]
    asked = [Asked(urn=str(entry.urn)) for entry in entries]
    asked += [Asked(name=entry.name, postcode=entry.postcode) for entry in entries]
    asked += [Asked(name=f"Lyme {word}") for word in ("Ash", "Fir", "Yew")]

    with CaptureQueriesContext(connection) as few:
        match_schools(asked[::3])
    with CaptureQueriesContext(connection) as many:
        match_schools(asked * 20)
    assert len(many) == len(few)
