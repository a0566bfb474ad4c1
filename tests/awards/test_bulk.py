"""What the office does to many schools at once: their mails are counted first, go once, and are recalled with the step."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.board import runs_chosen
from awards.models import Booking
from tests.workflow.bulk.working import fates, fresh, sentences, work_off
from workflow.acts import ACTS
from workflow.bulk import begin_taking_back, confirm, mails_shown, show_first
from workflow.models import BulkAct, Message, TransitionRecord

WHY = {"reason": "closure", "note": "The school shuts."}


@pytest.fixture
def now():
    return timezone.now().replace(microsecond=0)


def shown(world, code):
    chosen = runs_chosen("programme=artsmark", person=world.officer, now=world.now)
    return show_first(chosen, act=ACTS[code], values={}, by=world.officer, now=timezone.now(), **WHY)


def done(world, code):
    bulk = shown(world, code)
    confirm(bulk, by=world.officer, now=timezone.now())
    work_off()
    return BulkAct.objects.get(pk=bulk.pk)


def about(template):
    return Message.objects.filter(template=f"awards/mails/{template}.txt")


def test_reminder_goes_to_every_lead_with_the_officers_words(world):
    applications = [world.registered() for _ in range(3)]
    bulk = shown(world, "nudge")
    assert (mails_shown(bulk), about("nudge").count()) == ((3, 0), 0)

    done(world, "nudge")

    assert sorted(about("nudge").values_list("to_email", flat=True)) == sorted(
        world.lead_of(application).email for application in applications
    )
    assert all("The school shuts." in mail.body for mail in about("nudge"))


def test_schools_that_are_closed_hear_of_it_once_and_taking_it_back_recalls_the_mail(world):
    applications = [world.registered() for _ in range(3)]
    booking = world.booked(applications[0])
    bulk = shown(world, "close")
    assert (mails_shown(bulk)[0], about("closed").count(), fates(bulk)) == (3, 0, ["waiting"] * 3)

    bulk = done(world, "close")

    assert (about("closed").count(), fates(bulk)) == (3, ["done"] * 3)
    assert Booking.objects.get(pk=booking.pk).given_up_at is not None
    begin_taking_back(bulk, by=world.officer, now=timezone.now(), reason="by-mistake", note="Wrong list.")
    work_off()
    assert fates(bulk) == ["undone"] * 3, sentences(bulk, "not_undone")
    assert set(about("closed").values_list("state", flat=True)) == {Message.RECALLED}
    assert Booking.objects.get(pk=booking.pk).given_up_at is None
    assert {fresh(row.run).state for row in bulk.rows.all()} == {"registered", "day_booked"}


def test_step_with_mail_takes_as_many_statements_for_many_schools_as_for_two(world):
    counted = []
    for number in (2, 6):
        for _ in range(number):
            world.registered()
        bulk = shown(world, "close")
        confirm(bulk, by=world.officer, now=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            work_off()
        counted.append(len(captured))
        assert TransitionRecord.objects.filter(batch=bulk.batch).count() == number

    assert counted[0] == counted[1]
