"""The office's calendar pages."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.awards.world import client_of, make_world, words_of
from tests.factories.people import PersonFactory
from workflow.calendar import academic_year_of
from workflow.calendars import calendars_for
from workflow.forms import TermsForm
from workflow.models import BankHoliday


@pytest.fixture
def world(db):
    return make_world(timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5))


@pytest.fixture
def office(world):
    return client_of(world.officer)


PAGES = ["calendar", "calendar_terms", "calendar_bank_holiday", "calendar_quiet_days"]


@pytest.mark.parametrize("name", PAGES)
def test_calendar_is_not_there_for_others(world, name):
    assert client_of(PersonFactory()).get(reverse(f"awards:{name}")).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_calendar_is_there_for_the_office(office, name):
    assert office.get(reverse(f"awards:{name}")).status_code == 200


@pytest.mark.parametrize("address", ["?year=soon", "?year=1066", "?area=nowhere"])
def test_calendar_of_no_year_or_area_is_not_there(office, address):
    assert office.get(reverse("awards:calendar") + address).status_code == 404


def test_calendar_shows_a_year(office):
    answer = words_of(office.get(reverse("awards:calendar") + "?year=2018"))
    words = " ".join(re.sub(r"<[^>]*>", " ", answer).split())

    assert "Autumn 3 Sep 2018 29 Oct to 2 Nov 21 Dec 2018" in words
    assert "Friday 19 April 2019: Good Friday" in words
    assert "13 May 2019 to 17 May 2019: national tests (primary only)" in words


def test_terms_are_tried_then_kept(office):
    year = academic_year_of(timezone.localdate())
    page = f"{reverse('awards:calendar_terms')}?year={year}"
    before = calendars_for([""])[""].terms_of(year)
    given = {name: day.isoformat() for name, day in TermsForm.initial_of(before).items()}
    given["summer_ends"] = (before[2].ends - dt.timedelta(days=1)).isoformat()

    tried = office.post(page, given)
    assert tried.status_code == 200
    assert "would move" in words_of(tried)
    assert calendars_for([""])[""].terms_of(year) == before

    kept = office.post(page, {**given, "keep": "1"}, follow=True)
    assert "Kept." in words_of(kept)
    assert calendars_for([""])[""].terms_of(year)[2].ends == before[2].ends - dt.timedelta(days=1)


def test_terms_that_cannot_be_are_refused_and_what_was_typed_stays(office):
    page = f"{reverse('awards:calendar_terms')}?year=2018"
    given = {
        name: day.isoformat()
        for name, day in TermsForm.initial_of(calendars_for([""])[""].terms_of(2018)).items()
    }

    refused = office.post(page, {**given, "summer_ends": "2019-01-01", "keep": "1"})
    assert (refused.status_code, "The summer term ends before it begins." in words_of(refused)) == (409, True)
    assert b'value="2019-01-01"' in refused.content
    missing = office.post(page, {**given, "summer_ends": ""})
    assert (missing.status_code, "Summer term ends: give the day." in words_of(missing)) == (422, True)


def test_bank_holiday_is_added(office):
    page = f"{reverse('awards:calendar_bank_holiday')}?year=2026"

    office.post(page, {"day": "2027-06-14", "name": "A day for all", "keep": "1"})

    assert BankHoliday.objects.get(day="2027-06-14").name == "A day for all"


def test_quiet_days_are_kept(office):
    page = f"{reverse('awards:calendar_quiet_days')}?year=2026"

    office.post(page, {"begins": "2027-06-14", "ends": "2027-06-18", "why": "an inspection"})

    assert calendars_for([""])[""].is_quiet(dt.date(2027, 6, 16))
