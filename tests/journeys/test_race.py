"""Two people press the same button in the same second, at a real web server with two worker processes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.journeys.artsmark_2018 import Artsmark2018
from awards.journeys.enquiry import Enquiry
from awards.models import Booking, Invoice
from tests.awards.world import QUESTION, World, entry_of, make_world
from tests.factories.people import OfficerFactory, PersonFactory
from tests.journeys.http import Caller
from tests.racing import race
from workflow.audit import breaches
from workflow.models import Message, Run, TransitionRecord

TRIALS = 10


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world(timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5))


def take_page(run: Run, move: str) -> str:
    return reverse("workflow:take", args=[run.public_id, move])


def main_of(text: str) -> str:
    return text.partition("<main")[2].partition("</main>")[0]


def test_two_officers_who_press_one_button_at_once_move_it_once(live, world):
    callers = [Caller(live, OfficerFactory().person) for _ in range(2)]
    for _ in range(TRIALS):
        page = take_page(world.enquiry(**QUESTION), Enquiry.take_on.name)
        forms = [caller.form_of(page) for caller in callers]

        answers = race(
            *[
                lambda one=one, form=form, page=page: one.post(page, form)
                for one, form in zip(callers, forms, strict=True)
            ]
        )

        assert sorted(answer.status for answer in answers) == [302, 409]
        loser = max(answers, key=lambda answer: answer.status)
        assert "has moved on since you opened the page" in main_of(loser.text)

    assert TransitionRecord.objects.filter(transition="take_on").count() == TRIALS
    assert list(breaches()) == []


def test_two_ways_out_of_one_step_at_once_end_in_one_with_one_mail(live, world):
    callers = [Caller(live, OfficerFactory().person) for _ in range(2)]
    moves = (Enquiry.answer.name, Enquiry.hand_over.name)
    for _ in range(TRIALS):
        run = world.enquiry()
        pages = [take_page(run, move) for move in moves]
        forms = [
            one.form_of(page) | {"note": "We ring you."} for one, page in zip(callers, pages, strict=True)
        ]

        answers = race(
            *[
                lambda one=one, page=page, form=form: one.post(page, form)
                for one, page, form in zip(callers, pages, forms, strict=True)
            ]
        )

        assert sorted(answer.status for answer in answers) == [302, 409]
        loser = max(answers, key=lambda answer: answer.status)
        assert ("has moved on" in main_of(loser.text), "We ring you." in main_of(loser.text)) == (True, True)
        assert Message.objects.filter(run=run).exclude(template__contains="received").count() == 1

    assert TransitionRecord.objects.filter(transition__in=moves).count() == TRIALS
    assert list(breaches()) == []


def test_two_leads_who_register_one_school_at_once_make_one_journey(live, world):
    callers = [Caller(live, PersonFactory()) for _ in range(2)]
    for _ in range(TRIALS):
        page = reverse("awards:register", args=[entry_of().urn])
        forms = [caller.form_of(page) | {"agreed": "on"} for caller in callers]

        answers = race(
            *[
                lambda one=one, form=form, page=page: one.post(page, form)
                for one, form in zip(callers, forms, strict=True)
            ]
        )

        assert sorted(answer.status for answer in answers) == [302, 409]
        loser = max(answers, key=lambda answer: answer.status)
        assert "is already on its way through Artsmark" in main_of(loser.text)

    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    year = timezone.localdate().year
    assert numbers == [f"INV-{year}-{number:04d}" for number in range(1, TRIALS + 1)]
    assert list(breaches()) == []


def test_two_schools_that_take_the_last_place_at_once_share_it_out_to_one(live, world):
    schools = [[world.registered() for _ in range(2)] for _ in range(TRIALS // 2)]
    for pair in schools:
        day = world.day(capacity=1)
        callers = [Caller(live, world.lead_of(application)) for application in pair]
        pages = [reverse("awards:days", args=[application.run.public_id]) for application in pair]
        person = {"day": str(day.pk), "name_1": "Sam Senior", "post_1": "senior_leader"}
        forms = [caller.form_of(page) | person for caller, page in zip(callers, pages, strict=True)]

        answers = race(
            *[
                lambda one=one, page=page, form=form: one.post(page, form)
                for one, page, form in zip(callers, pages, forms, strict=True)
            ]
        )

        assert sorted(answer.status for answer in answers) == [302, 409]
        loser = max(answers, key=lambda answer: answer.status)
        assert "no places left on that day. Choose another, or join its waiting list." in main_of(loser.text)
        assert Booking.objects.filter(day=day).count() == 1
        states = {Run.objects.get(pk=it.run_id).state for it in pair}
        assert states == {Artsmark2018.registered.name, Artsmark2018.day_booked.name}

    assert list(breaches()) == []
