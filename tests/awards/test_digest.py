"""The morning's mail: to whoever wants it, on working days, once, and only when there is something to say."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from awards.digest import TEMPLATE, post_digests
from awards.journeys.enquiry import Enquiry
from awards.models import Person, Post
from awards.would_go import would_go
from tests.awards.world import client_of, words_of
from tests.factories.people import OfficerFactory
from workflow.clock.daily import do_daily, enqueue_daily
from workflow.incidents import open_incident
from workflow.models import BankHoliday, Incident, Job, Message, Run
from workflow.queue import perform
from workflow.services import start
from workflow.stops import stop_mail

DAY = dt.timedelta(days=1)
MONDAY = dt.datetime(2026, 3, 9, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def office(world):
    """An officer with a late journey, and one with none."""
    colleague = OfficerFactory().person
    for name, officer in (("Late Asker", world.officer), ("Fresh Asker", colleague)):
        run = start(Enquiry, actor=None, now=MONDAY - 5 * DAY, label=name)
        due = MONDAY.date() + (-3 if name == "Late Asker" else 30) * DAY
        Run.objects.filter(pk=run.pk).update(officer=officer, due_on=due)
    return world


def mails():
    return [
        (mail.to_email, mail.subject) for mail in Message.objects.filter(template=TEMPLATE).order_by("pk")
    ]


def test_everybody_gets_their_own_and_nobody_an_empty_one(office):
    post_digests(now=MONDAY)

    assert mails() == [
        (office.cast.manager.email, "Monday 9 March: 1 late of ours"),
        (office.officer.email, "Monday 9 March: 1 late of ours"),
    ]
    own = Message.objects.get(to_email=office.officer.email)
    run = Run.objects.get(label="Late Asker")
    assert f"Good morning {office.officer.name}," in own.body
    assert (
        f"- Late Asker: Received (6 Mar 2026, 3 days late)\n  http://localhost:8000/journeys/{run.public_id}/"
        in own.body
    )
    assert ("Fresh Asker" in own.body, "http://localhost:8000/today/" in own.body) == (False, True)


def test_manager_with_journeys_hears_of_all_our_lateness_and_of_their_own(office):
    Run.objects.filter(label="Fresh Asker").update(officer=office.cast.manager)

    post_digests(now=MONDAY)

    assert "Late Asker" in Message.objects.get(to_email=office.cast.manager.email).body


def test_whoever_does_not_want_it_or_left_gets_none(office):
    Person.objects.filter(pk=office.officer.pk).update(wants_digest=False)
    Post.objects.filter(person=office.cast.manager).update(until=office.now.date())

    assert post_digests(now=MONDAY) == []


@pytest.mark.parametrize("day", ["2026-03-07", "2026-03-08", "2026-04-03", "2026-04-06"])
def test_none_goes_on_weekends_and_bank_holidays(office, day):
    now = dt.datetime.fromisoformat(f"{day}T09:00:00+00:00")

    assert post_digests(now=now) == []
    assert BankHoliday.objects.filter(day="2026-04-03").exists()


def test_it_is_written_in_the_night_and_leaves_in_the_morning(office):
    post_digests(now=MONDAY.replace(hour=0, minute=5))

    leaves = {timezone.localtime(mail.leaves_at).hour for mail in Message.objects.filter(template=TEMPLATE)}
    assert leaves == {7}


def test_second_time_of_a_day_does_nothing(office):
    first = post_digests(now=MONDAY)

    assert (len(first), post_digests(now=MONDAY + dt.timedelta(hours=3))) == (2, [])


def test_one_that_was_held_is_recalled_for_the_next(office):
    stop_mail(everything=True, why="office", words="All quiet", by=None, now=MONDAY)
    post_digests(now=MONDAY)
    post_digests(now=MONDAY + DAY)

    states = [
        (mail.subject.split(":")[0], mail.state)
        for mail in Message.objects.filter(to_email=office.officer.email)
    ]
    assert states == [("Monday 9 March", "recalled"), ("Tuesday 10 March", "held")]


def test_three_days_of_outage_end_in_one_mail(office):
    """Jobs of days on which no worker ran do nothing when they run at last."""
    now = timezone.now()
    while now.date().weekday() > 4 or BankHoliday.objects.filter(day=now.date()).exists():
        now += DAY
    open_incident("it", summary="It broke", now=now)
    for back in (3, 2, 0):
        enqueue_daily(now=now - back * DAY)

    for job in Job.objects.filter(task__endswith=do_daily.__name__, key__startswith="daily:digest").order_by(
        "pk"
    ):
        perform(job.pk)

    assert len([to for to, _ in mails() if to == office.officer.email]) == 1
    assert set(Job.objects.filter(key__startswith="daily:digest").values_list("status", flat=True)) == {
        "done"
    }
    assert Incident.objects.filter(key__startswith="job").count() == 0


def test_mails_cost_the_same_statements_for_few_and_for_many(office, django_assert_max_num_queries):
    post_digests(now=MONDAY)
    with django_assert_max_num_queries(60) as few:
        post_digests(now=MONDAY + DAY)
    for place in range(5):
        officer = OfficerFactory().person
        run = start(Enquiry, actor=None, now=MONDAY - 5 * DAY, label=f"Asker {place}")
        Run.objects.filter(pk=run.pk).update(officer=officer, due_on=MONDAY.date() - 4 * DAY)

    post_digests(now=MONDAY + 2 * DAY)
    with django_assert_max_num_queries(len(few)):
        assert len(post_digests(now=MONDAY + 3 * DAY)) == 7


def test_choice_is_made_on_my_details_and_offered_to_the_office_only(office):
    client = client_of(office.officer)
    assert "Email me in the morning" in words_of(client.get("/my-details/"))

    client.post("/my-details/", {"act": "digest"})
    assert Person.objects.get(pk=office.officer.pk).wants_digest is False
    client.post("/my-details/", {"act": "digest", "wants_digest": "on"})
    assert Person.objects.get(pk=office.officer.pk).wants_digest is True

    lead = office.lead_of(office.registered())
    assert "Email me in the morning" not in words_of(client_of(lead).get("/my-details/"))
    assert client_of(lead).post("/my-details/", {"act": "digest"}).status_code == 422
    assert Person.objects.get(pk=lead.pk).wants_digest is True


def test_dry_run_of_a_working_day_shows_just_the_mails_that_then_go(office):
    said = would_go(MONDAY.date() + DAY, now=MONDAY)

    assert [(line.to, line.fate) for line in said] == [
        (office.cast.manager.email, "goes"),
        (office.officer.email, "goes"),
    ]
    assert Message.objects.count() == 0
    post_digests(now=(MONDAY + DAY).replace(hour=7))
    posted = Message.objects.filter(template=TEMPLATE).order_by("pk")
    assert [(mail.to_email, mail.body) for mail in posted] == [(line.to, line.body) for line in said]
    assert {line.fate for line in would_go(MONDAY.date() + DAY, now=MONDAY + DAY)} == {"went"}
    assert would_go(dt.date(2026, 3, 14), now=MONDAY) == []
