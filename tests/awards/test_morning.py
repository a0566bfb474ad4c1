"""The first page of the day: what it shows to whom, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.journeys.enquiry import Enquiry
from awards.models import ContactLog, Post
from awards.morning import MOST, days_of, everyones_morning, loads, mornings_of
from awards.services.contact_log import log_contact
from tests.awards.world import client_of, entry_of
from tests.factories.people import OfficerFactory, PersonFactory
from workflow import clock, requests
from workflow.incidents import open_incident, take_on
from workflow.models import Prompt, Run
from workflow.services import pause, start
from workflow.stops import SEND, stop_mail

DAY = dt.timedelta(days=1)
MONDAY = dt.datetime(2026, 3, 9, 8, 0, tzinfo=dt.UTC)


def due(run, day, *, officer=None, move="school"):
    """A run as it stands long after: due on a day, looked after by somebody."""
    Run.objects.filter(pk=run.pk).update(due_on=day, officer=officer, waits_for=move)
    return run


def asker(label, now=MONDAY, **options):
    return due(start(Enquiry, actor=None, now=now - 5 * DAY, label=label), **options)


def labels(few):
    return [row.label for row in few.rows]


def morning_of(person, now=MONDAY):
    return mornings_of([person.pk], days=days_of(now), now=now)[person.pk]


def test_monday_looks_back_to_friday(db):
    days = days_of(MONDAY)

    assert (days.since, days.today, days.until) == (
        dt.date(2026, 3, 6),
        dt.date(2026, 3, 9),
        dt.date(2026, 3, 16),
    )
    assert days_of(MONDAY + DAY).since == dt.date(2026, 3, 9)
    easter_tuesday = dt.datetime(2026, 4, 7, 8, 0, tzinfo=dt.UTC)
    assert days_of(easter_tuesday).since == dt.date(2026, 4, 2)


def test_journeys_stand_in_the_part_that_their_day_and_move_say(world):
    me = world.officer
    for label, day, move in (
        ("ours of old", "2026-01-12", "office"),
        ("ours of yesterday", "2026-03-08", "assessor"),
        ("ours today", "2026-03-09", "office"),
        ("theirs of Thursday", "2026-03-05", "school"),
        ("theirs of Friday", "2026-03-06", "school"),
        ("theirs of Sunday", "2026-03-08", "award_body"),
        ("theirs today", "2026-03-09", "school"),
        ("theirs in a week", "2026-03-16", "school"),
        ("theirs in eight days", "2026-03-17", "school"),
    ):
        asker(label, day=dt.date.fromisoformat(day), officer=me, move=move)

    morning = morning_of(me)

    assert labels(morning.ours) == ["ours of old", "ours of yesterday"]
    assert labels(morning.late) == ["theirs of Friday", "theirs of Sunday"]
    assert labels(morning.soon) == ["ours today", "theirs today", "theirs in a week"]


def test_paused_and_ended_journeys_are_neither_late_nor_due(world):
    now = world.now
    waiting = due(world.registered(now=now - 60 * DAY).run, now.date() - DAY, officer=world.officer)
    assert labels(morning_of(world.officer, now).late) == [waiting.label]

    pause(
        waiting, reason="illness", actor=world.officer, now=now, note="Head ill.", until=now.date() + 3 * DAY
    )

    morning = morning_of(world.officer, now)
    assert (morning.late.number, morning.soon.number) == (0, 0)
    assert [(rest.run.label, rest.ends_on) for rest in morning.rests.rows] == [
        (waiting.label, now.date() + 3 * DAY)
    ]


def test_each_officer_has_their_own_and_everyone_has_all(world):
    colleague = OfficerFactory().person
    asker("mine", day=dt.date(2026, 3, 6), officer=world.officer)
    asker("the colleague’s", day=dt.date(2026, 3, 7), officer=colleague)
    asker("nobody’s", day=dt.date(2026, 3, 8))

    found = mornings_of([world.officer.pk, colleague.pk, None], days=days_of(MONDAY), now=MONDAY)

    assert {key: labels(morning.late) for key, morning in found.items()} == {
        world.officer.pk: ["mine"],
        colleague.pk: ["the colleague’s"],
        None: ["nobody’s"],
    }
    everyones = everyones_morning(days=days_of(MONDAY), now=MONDAY)
    assert labels(everyones.late) == ["mine", "the colleague’s", "nobody’s"]


def test_part_shows_the_first_few_and_says_how_many_there_are(world):
    for place in range(MOST + 5):
        asker(f"Asker {place:02d}", day=dt.date(2026, 3, 9), officer=world.officer)

    soon = morning_of(world.officer).soon

    assert (labels(soon), soon.number) == ([f"Asker {place:02d}" for place in range(MOST)], MOST + 5)


def test_request_for_more_time_and_what_the_clock_asks_are_to_be_answered(world):
    now = world.now
    application = world.registered()
    run = due(application.run, now.date() + 10 * DAY, officer=world.officer)
    run.refresh_from_db()
    requests.ask_for_time(
        run,
        wanted_on=now.date() + 90 * DAY,
        reason="illness",
        words="Please.",
        by=world.lead_of(application),
        now=now,
    )
    other = world.registered().run
    due(other, now.date() + 10 * DAY, officer=world.officer)
    ring = clock.prompt(other, "ring", words="Ring them.", now=now + dt.timedelta(hours=1))

    asks = morning_of(world.officer, now).asks

    assert [(one.run.label, one.code) for one in asks.rows] == [
        (run.label, requests.PROMPT),
        (other.label, "ring"),
    ]
    clock.done(ring, by=world.officer, now=now)
    assert morning_of(world.officer, now).asks.number == 1


def test_incidents_are_ones_own_and_nobodys(world):
    colleague = OfficerFactory().person
    for key, owner in (("one", world.officer), ("two", colleague), ("three", None)):
        incident = open_incident(key, summary=f"Incident {key}", now=world.now)
        if owner:
            take_on(incident, by=owner)

    found = mornings_of([world.officer.pk, colleague.pk], days=days_of(world.now), now=world.now)

    assert {key: [one.summary for one in morning.incidents.rows] for key, morning in found.items()} == {
        world.officer.pk: ["Incident one", "Incident three"],
        colleague.pk: ["Incident two", "Incident three"],
    }
    assert found[world.officer.pk].incidents.number == 2
    assert everyones_morning(days=days_of(world.now), now=world.now).incidents.number == 3


def promised(world, application, *, by, on, what="Send the link"):
    return log_contact(
        application,
        kind=ContactLog.CALL,
        line="They go on.",
        by=by,
        now=world.now - 5 * DAY,
        next_step=what,
        next_on=on,
    )


def test_next_step_is_for_whoever_promised_it_or_else_for_the_officer_of_the_journey(world):
    colleague, leaver = OfficerFactory().person, OfficerFactory().person
    application = world.registered()
    due(application.run, None, officer=world.officer)
    today = world.now.date()
    promised(world, application, by=colleague, on=today, what="Colleague’s")
    promised(world, application, by=world.officer, on=today - DAY, what="Mine")
    promised(world, application, by=world.officer, on=today + DAY, what="Tomorrow’s")
    promised(world, application, by=leaver, on=today, what="Of one who left")
    type(leaver).objects.filter(pk=leaver.pk).update(is_active=False)

    found = mornings_of([world.officer.pk, colleague.pk], days=days_of(world.now), now=world.now)

    assert [one.next_step for one in found[world.officer.pk].steps.rows] == ["Mine", "Of one who left"]
    assert [one.next_step for one in found[colleague.pk].steps.rows] == ["Colleague’s"]


def test_rests_that_end_within_a_week_are_said_and_longer_ones_are_not(world):
    today = world.now.date()
    runs = [due(world.registered().run, None, officer=world.officer) for _ in range(4)]
    said = {"why": "office", "by": world.officer, "now": world.now, "then": SEND}
    stop_mail(run=runs[0], words="A hard term", through=today + 2 * DAY, **said)
    stop_mail(run=runs[1], words="A hard year", through=today + 60 * DAY, **said)
    stop_mail(area="330", words="Floods", through=today + 2 * DAY, **said)
    given = {"why": "do-not-contact", "by": world.officer, "now": world.now}
    clock.rest(runs[2], through=today + 4 * DAY, **given)
    clock.rest(runs[3], through=today + 4 * DAY, **given)
    clock.rest(runs[3], through=today + 40 * DAY, **given)
    clock.rest(runs[1], through=today + 4 * DAY, why="contact", by=None, now=world.now)

    rests = morning_of(world.officer, world.now).rests

    assert [(one.run.pk, one.what) for one in rests.rows] == [
        (runs[0].pk, "No email. A hard term"),
        (runs[2].pk, "No reminders"),
    ]
    assert rests.number == 2


def test_loads_count_open_late_stalled_and_asked_of_each_and_of_nobody(world):
    now = MONDAY
    leaver = PersonFactory(name="Zoe Left")
    asker("late", day=dt.date(2026, 3, 6), officer=world.officer, move="office")
    asker("fresh", day=dt.date(2026, 4, 6), officer=world.officer, move="office")
    silent = asker("silent", now=now - 40 * DAY, day=dt.date(2026, 4, 6), officer=leaver, move="school")
    asker("nobody’s", day=dt.date(2026, 3, 1), move="office")
    clock.prompt(silent, "ring", words="Ring them.", now=now)

    found = {one.name: (one.open, one.late, one.stalled, one.asks) for one in loads(now=now)}

    assert found == {
        str(world.officer): (2, 1, 1, 0),
        str(world.cast.manager): (0, 0, 0, 0),
        "Zoe Left": (1, 0, 1, 1),
        "": (1, 1, 1, 0),
    }


def many(world, number):
    for place in range(number):
        officer = OfficerFactory().person
        for move, day in (("office", -3), ("school", -1), ("school", 2)):
            asker(
                f"{move} {day} {place}", now=timezone.now(),
                day=timezone.localdate() + day * DAY, officer=officer, move=move,
            )  # fmt: skip
        application = world.registered(entry=entry_of())
        due(application.run, None, officer=officer)
        promised(world, application, by=officer, on=world.now.date())
        clock.prompt(application.run, "ring", words="Ring them.", now=world.now)
        open_incident(f"it:{place}", summary="It broke", now=world.now, run=application.run)
        stop_mail(
            run=application.run,
            why="office",
            words="A hard term",
            by=officer,
            now=world.now,
            through=timezone.localdate() + DAY,
            then=SEND,
        )
        yield officer


@pytest.mark.parametrize("whose", ["mine", "everyone"])
def test_page_takes_the_same_queries_for_few_and_for_many(world, whose):
    manager = client_of(world.cast.manager)
    officers = list(many(world, 1))
    Run.objects.update(officer=world.cast.manager)
    few = queries_of(manager, whose)
    officers += many(world, 4)
    Run.objects.filter(officer__in=officers[:3]).update(officer=world.cast.manager)

    assert queries_of(manager, whose) == few
    assert few <= 24


def queries_of(client, whose):
    address = f"/today/?whose={whose}"
    client.get(address)
    with CaptureQueriesContext(connection) as sent:
        assert client.get(address).status_code == 200
    return len(sent)


def test_mornings_of_many_cost_as_many_queries_as_of_one(world, django_assert_num_queries):
    officers = [officer.pk for officer in many(world, 3)]
    days = days_of(timezone.now())
    with django_assert_num_queries(9):
        mornings_of(officers[:1], days=days, now=timezone.now())
    with django_assert_num_queries(9):
        found = mornings_of(officers, days=days, now=timezone.now())
    assert [found[pk].ours.number for pk in officers] == [1, 1, 1]


def test_somebody_who_left_the_office_is_nobody_whose_morning_one_sees(world):
    former = OfficerFactory().person
    Post.objects.filter(person=former).update(until=world.now.date())
    asker("theirs", day=timezone.localdate(), officer=former)
    asker("mine", day=timezone.localdate(), officer=world.officer)

    answer = client_of(world.officer).get("/today/", {"whose": former.pk})

    assert answer.context["whose"].code == "mine"
    assert Prompt.objects.count() == 0
