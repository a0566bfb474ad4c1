"""Each kind of incident is tried again by its button, has an owner and an age."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.awards.world import words_of
from workflow import mending
from workflow.clock import tick
from workflow.clock.ticking import BROKEN_OFF, tick_now
from workflow.incidents import key_of_message, open_incident
from workflow.messages import post
from workflow.models import Incident, Job, Message, Run
from workflow.queue import perform

DAY = dt.timedelta(days=1)


@pytest.fixture
def press(office):
    def pressed(incident, act="again"):
        return words_of(office.post(reverse("awards:mend", args=[incident.pk]), {"act": act}, follow=True))

    return pressed


def perform_all():
    for job in Job.objects.filter(status=Job.QUEUED).order_by("pk"):
        perform(job.pk)


def failed_mail(world):
    message = post(
        "awards/mails/address_taken.txt",
        to="head@school.example",
        key="trial",
        context={"name": "Frances"},
        now=world.now,
    )
    Message.objects.filter(pk=message.pk).update(state=Message.FAILED)
    Job.objects.all().delete()
    return message, open_incident(
        key_of_message(message.pk), summary="A mail was refused", now=world.now - 3 * DAY
    )


def test_mail_that_failed_is_sent_again_by_one_button(world, office, press):
    message, incident = failed_mail(world)
    page = words_of(office.get("/incidents/"))
    assert ("Send it again" in page, "Open for 3 days" in page, f'href="/outbox/{message.pk}/"' in page) == (
        True, True, True
    )  # fmt: skip

    assert "The email is on its way again." in press(incident)
    perform_all()

    assert Message.objects.get().state == Message.SENT
    assert [sent.to for sent in mail.outbox] == [["head@school.example"]]
    assert Incident.objects.get().closed_by == world.officer


def test_mail_that_has_left_meanwhile_says_so_and_can_be_marked_as_seen_to(world, press):
    _, incident = failed_mail(world)
    Message.objects.update(state=Message.SENT)

    assert "This email is on its way, or has left." in press(incident)
    assert Incident.objects.get().closed_at is None
    press(incident, "seen")
    assert Incident.objects.get().closed_by == world.officer


def test_journey_that_the_clock_set_aside_is_looked_at_again(world, press):
    run = world.registered().run
    Run.objects.filter(pk=run.pk).update(look_on=timezone.localdate() + DAY)
    incident = open_incident(
        f"clock:{run.pk}", summary="The clock could not deal with it", now=world.now, run=run
    )

    assert "The clock looks at it within a minute." in press(incident)

    assert Run.objects.get(pk=run.pk).look_on == timezone.localdate()
    tick(now=timezone.now())
    assert Incident.objects.filter(closed_at=None).count() == 0


def test_round_of_the_clock_that_breaks_off_is_an_incident_until_one_ends(world, press, monkeypatch):
    def stopped(**_):
        raise RuntimeError("The disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("workflow.clock.ticking.lift_due", stopped)
        for _ in range(2):
            with pytest.raises(RuntimeError):
                tick_now()
    incident = Incident.objects.get(key=BROKEN_OFF, closed_at=None)
    assert "The disk is full" in incident.detail

    press(incident)
    perform_all()

    assert Job.objects.get(key=f"tick:{incident.pk}").status == Job.DONE
    tick_now()
    assert Incident.objects.filter(closed_at=None).count() == 0


def test_kind_without_a_way_to_try_again_is_only_marked_as_seen_to(world, office, press):
    incident = open_incident("wolf", summary="The wolves are at the door", now=world.now)
    assert "Try again" not in words_of(office.get("/incidents/"))

    assert "It is marked as seen to." in press(incident)


@pytest.mark.parametrize("key", ["mail:x", "clock:", "review:x", "mail:999999"])
def test_incident_about_something_that_is_gone_stays_until_it_is_seen_to(world, office, key):
    incident = open_incident(key, summary="It broke", now=world.now)
    assert mending.remedy_for(incident) is not None

    answer = office.post(reverse("awards:mend", args=[incident.pk]), {"act": "again"})

    assert answer.status_code in (302, 404)
    assert Incident.objects.get().closed_at is None
