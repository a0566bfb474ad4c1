"""Pages of development days and of the fee."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from awards.journeys.artsmark_2018 import Artsmark2018
from awards.models import Booking, DevelopmentDay, Invoice, Payment
from tests.awards.pages.addresses import page_of
from tests.awards.world import client_of, words_of
from workflow.models import Run
from workflow.services import advance


def day_form(day, *people):
    form = {"day": str(day.pk)}
    for number, (name, post) in enumerate(people, 1):
        form |= {f"name_{number}": name, f"post_{number}": post}
    return form


def test_lead_books_a_day_and_the_officer_records_who_came(world, office):
    application = world.registered()
    run, day = application.run, world.day(days=2)
    lead = client_of(world.lead_of(application))
    people = [("Tess Teacher", "teacher"), ("Sam Senior", "senior_leader")]

    booked = lead.post(page_of("days", run), day_form(day, *people))

    assert (booked.status_code, Booking.objects.count()) == (302, 1)
    attendees = {it.name: it.pk for it in Booking.objects.get().attendees.all()}
    assert sorted(attendees) == ["Sam Senior", "Tess Teacher"]
    early = office.post(page_of("attendance", run), {f"attended_{pk}": "yes" for pk in attendees.values()})
    assert (early.status_code, "The day has not been yet." in words_of(early)) == (409, True)
    DevelopmentDay.objects.update(
        starts_at=timezone.now() - dt.timedelta(hours=7), ends_at=timezone.now() - dt.timedelta(hours=1)
    )
    half = office.post(page_of("attendance", run), {f"attended_{attendees['Sam Senior']}": "yes", "note": ""})
    assert (half.status_code, "Say whether Tess Teacher came." in words_of(half)) == (422, True)
    office.post(page_of("attendance", run), {f"attended_{pk}": "yes" for pk in attendees.values()})
    assert Run.objects.get().state == "day_attended"
    assert "Put right who came" in words_of(office.get(page_of("attendance", run)))


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([], "Write the name of at least one person who is coming."),
        ([("Tess", "")], "Choose the post of Tess."),
        ([("", "teacher")], "Write the name of person 1, or leave the line empty."),
    ],
)
def test_booking_that_lacks_something_is_422_and_keeps_what_was_written(world, people, said):
    application = world.registered()
    answer = client_of(world.lead_of(application)).post(
        page_of("days", application.run), day_form(world.day(), *people)
    )

    assert (answer.status_code, said in words_of(answer), Booking.objects.count()) == (422, True, 0)


def test_day_that_filled_up_meanwhile_is_409(world):
    application, day = world.registered(), world.day(capacity=2)
    world.booked(world.registered(), day=day)

    answer = client_of(world.lead_of(application)).post(
        page_of("days", application.run), day_form(day, ("Tess Teacher", "teacher"))
    )

    assert (answer.status_code, "no places left on that day" in words_of(answer)) == (409, True)
    assert 'value="Tess Teacher"' in words_of(answer)


def test_school_whose_journey_is_over_books_nothing_from_an_old_page(world):
    application = world.registered()
    lead = world.lead_of(application)
    advance(application.run, Artsmark2018.withdraw, actor=lead, now=world.now, note="We stop.")

    answer = client_of(lead).post(
        page_of("days", application.run), day_form(world.day(), ("Tess Teacher", "teacher"))
    )

    assert (answer.status_code, Booking.objects.count()) == (409, 0)


def test_officer_records_payments_until_nothing_is_owed(world, office):
    application = world.registered()
    page, today = page_of("fee", application.run), timezone.localdate().isoformat()

    too_much = office.post(page, {"amount": "500.01", "paid_on": today})
    part = office.post(page, {"amount": "120.50", "paid_on": today, "reference": "BACS 7"})
    rest = office.post(page, {"amount": "379.50", "paid_on": today}, follow=True)

    assert (too_much.status_code, part.status_code) == (409, 302)
    assert "Only £500 is owed" in words_of(too_much)
    assert (Payment.objects.count(), Invoice.objects.get().state) == (2, Invoice.PAID)
    assert 'name="amount"' not in words_of(rest)


@pytest.mark.parametrize("amount", ["", "0", "-1", "ten", "1e3", "0.001", "99999999999", "NaN", "Infinity"])
def test_amount_that_is_no_money_is_asked_again(world, office, amount):
    application = world.registered()
    answer = office.post(
        page_of("fee", application.run), {"amount": amount, "paid_on": timezone.localdate().isoformat()}
    )

    assert answer.status_code in (409, 422)
    assert Payment.objects.count() == 0


def test_officer_puts_a_day_on_offer(office):
    form = {"place": "Glasshouse", "on": "2031-03-04", "begins": "09:30", "ends": "15:30", "capacity": "12"}

    wrong = office.post("/development-days/", form | {"ends": "09:00"})
    answer = office.post("/development-days/", form)

    assert (wrong.status_code, answer.status_code) == (422, 302)
    assert "The day ends after it begins" in words_of(wrong)
    day = DevelopmentDay.objects.get()
    assert (day.place, day.capacity, day.starts_at) == (
        "Glasshouse",
        12,
        dt.datetime(2031, 3, 4, 9, 30, tzinfo=dt.UTC),
    )
