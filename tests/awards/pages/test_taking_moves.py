"""The page that confirms a move: reasons, days, versions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from awards.journeys.artsmark_2018 import Artsmark2018
from awards.journeys.enquiry import Enquiry
from awards.models import Invoice
from tests.awards.pages.addresses import take_page
from tests.awards.world import client_of, words_of
from workflow.models import Run, TransitionRecord


def test_move_is_confirmed_taken_and_told(world, office):
    run = world.enquiry()
    page = take_page(run, Enquiry.take_on)
    assert office.get(page).status_code == 200

    answer = office.post(page, {"version": run.seq}, follow=True)

    assert Run.objects.get().state == "answering"
    assert "Take it on: done. Ada Asker is now at “We are looking into it”." in words_of(answer)


def test_page_that_is_out_of_date_is_409_and_what_was_written_is_still_there(world, office):
    application = world.registered()
    page = take_page(application.run, Artsmark2018.withdraw)
    written = "Our head teacher has left & we cannot go on <this> year."
    seen = application.run.seq
    world.booked(application)

    answer = office.post(page, {"version": seen, "note": written})

    assert answer.status_code == 409
    assert "has moved on since you opened the page: it is now at “Day booked”" in words_of(answer)
    assert "Our head teacher has left &amp; we cannot go on &lt;this&gt; year." in words_of(answer)
    assert Run.objects.get().state == "day_booked"


def test_move_that_was_already_taken_is_409_with_a_sentence(world, office):
    run = world.enquiry()
    page, form = take_page(run, Enquiry.take_on), {"version": run.seq}
    office.post(page, form)

    again = office.post(page, form)

    assert again.status_code == 409
    assert "moved on since you opened the page" in words_of(again)
    assert TransitionRecord.objects.filter(transition="take_on").count() == 1
    assert "This cannot be done now" in words_of(office.get(page))


def test_move_without_its_reason_is_422_and_says_so(world, office):
    run = world.enquiry()

    answers = [
        office.post(take_page(run, Enquiry.close), {"version": run.seq, "note": it}) for it in ("", "  \n ")
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert "Write it down here: the others will need it." in words_of(answer)
    assert Run.objects.get().state == "received"


@pytest.mark.parametrize("version", ["", "one", "1.5"])
def test_move_without_the_version_that_was_seen_is_422(world, office, version):
    run = world.enquiry()

    assert office.post(take_page(run, Enquiry.take_on), {"version": version, "x": "y"}).status_code == 422
    assert Run.objects.get().state == "received"


def test_move_with_unmet_guards_names_what_is_missing(world, office):
    walk = world.walk("case_study_submitted")
    page = take_page(walk.run, Artsmark2018.begin_assessment)
    number = Invoice.objects.get().number

    shown, posted = office.get(page), office.post(page, {"version": walk.run.seq})

    assert (shown.status_code, posted.status_code) == (200, 409)
    for answer in (shown, posted):
        assert f"The registration fee is not paid: £500 of invoice {number} is still owed." in words_of(
            answer
        )
    assert walk.run.state == "case_study_submitted"


@pytest.mark.parametrize(
    ("days", "note", "status"), [(1, "", 409), (-2, "", 302), (-30, "", 409), (-30, "Found it late.", 302)]
)
def test_day_on_which_it_happened_is_up_to_today_and_late_only_with_a_reason(
    world, office, days, note, status
):
    run = world.enquiry()
    on = timezone.localdate() + dt.timedelta(days=days)

    answer = office.post(
        take_page(run, Enquiry.take_on), {"version": run.seq, "note": note, "happened_on": on.isoformat()}
    )

    assert answer.status_code == status
    if status == 302:
        record = TransitionRecord.objects.get(transition="take_on")
        assert (timezone.localdate(record.happened_at), timezone.localdate(record.recorded_at)) == (
            on,
            timezone.localdate(),
        )


def test_school_gives_no_day_for_what_it_does_itself(world):
    application = world.registered()
    client = client_of(world.lead_of(application))
    page = take_page(application.run, Artsmark2018.withdraw)

    client.post(page, {"version": 1, "note": "We stop.", "happened_on": "2020-01-01"})

    record = TransitionRecord.objects.get(transition="withdraw")
    assert timezone.localdate(record.happened_at) == timezone.localdate()
