"""What the clock takes by itself, whom it sets aside, and what it does once a day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django_q.models import OrmQ, Schedule

from tests.racing import race
from tests.trial.chased import Chased
from tests.workflow.clock.watching import asked, at, fates, look_on, mails, tick_on, tick_through
from workflow import services
from workflow.clock import Occasion, daily, register_daily, register_words, tick, words
from workflow.clock.schedule import keep_schedule
from workflow.models import Incident, Job, Message, NumberSeries, ReminderSent, Run
from workflow.queue import perform
from workflow.stops import SEND, stop_mail


@pytest.fixture
def read(begin, officer):
    def read_on(day="2026-03-03", label="lead=ann"):
        run = begin(label, day=day)
        services.advance(run, Chased.answer, actor=officer, now=at(day))
        return run

    return read_on


def states():
    return list(Run.objects.order_by("pk").values_list("state", flat=True))


def test_transition_is_taken_on_the_day_after_the_last(db, read):
    run = read()
    tick_through("2026-03-03", "2026-03-10")
    assert (states(), look_on(run)) == (["read"], dt.date(2026, 3, 11))

    assert tick_on("2026-03-11").swept.moved == 1
    record = run.records.get(transition="take")
    assert (states(), record.role, record.actor) == (["done"], "system", None)


def test_transition_waits_for_a_day_that_was_agreed(db, read, officer):
    run = read()
    services.extend(
        run, to=dt.date(2026, 3, 20), reason="illness", actor=officer, now=at("2026-03-05"), note="Ill."
    )
    tick_through("2026-03-05", "2026-03-20")
    assert states() == ["read"]

    tick_on("2026-03-21")
    assert states() == ["done"]


def test_transition_is_not_taken_while_paused(db, read, officer):
    services.pause(read(), reason="illness", actor=officer, now=at("2026-03-05"), note="Ill.")
    tick_through("2026-03-05", "2026-03-31")

    assert states() == ["read"]


def test_transition_that_is_refused_is_an_incident_until_it_goes(db, read):
    run = read(label="stuck")
    other = read()
    tick_on("2026-03-11")

    incident = Incident.objects.get()
    assert states() == ["read", "done"]
    assert (incident.key, incident.detail, incident.run) == (f"clock:{run.pk}", "It is stuck: pull.", run)
    assert look_on(run) == dt.date(2026, 3, 12)

    Run.objects.filter(pk=run.pk).update(label="free")
    tick_on("2026-03-12")
    assert states() == ["done", "done"]
    assert Incident.objects.get().closed_at is not None
    assert other.finished_at is None


def test_run_that_fails_is_set_aside_and_stops_no_other(db, begin):
    before, broken, after = begin(), begin("broken"), begin("lead=eve")

    counts = tick_on("2026-03-10").counts

    assert mails() == [("03-10", "ahead", "ann"), ("03-10", "ahead", "eve")]
    assert (counts["looked_at"], counts["mailed"], counts["failed"]) == (2, 2, 1)
    incident = Incident.objects.get()
    assert (incident.key, incident.run) == (f"clock:{broken.pk}", broken)
    assert incident.summary == "The clock could not deal with chased broken"
    assert "NoSuchPerson" in incident.detail
    assert (look_on(broken), fates(broken)) == (dt.date(2026, 3, 11), [])
    assert before.pk < broken.pk < after.pk


def test_run_that_fails_is_tried_again_each_day_with_one_incident(db, begin):
    broken = begin("broken")
    tick_through("2026-03-10", "2026-03-12")
    assert Incident.objects.filter(closed_at=None).count() == 1

    Run.objects.filter(pk=broken.pk).update(label="lead=ann")
    tick_on("2026-03-13")
    assert mails() == [("03-13", "soon", "ann")]
    assert Incident.objects.filter(closed_at=None).count() == 0


def test_run_of_a_journey_that_is_gone_is_set_aside(db, begin):
    run = begin()
    begin("lead=eve")
    Run.objects.filter(pk=run.pk).update(edition="gone")

    assert tick_on("2026-03-10").swept.failed == 1
    assert mails() == [("03-10", "ahead", "eve")]


@pytest.mark.django_db(transaction=True)
def test_sweeps_in_parallel_do_the_work_once(begin):
    runs = [begin(f"lead=p{number}") for number in range(25)]

    ticks = race(*[lambda: tick(now=at("2026-03-20"))] * 4)

    assert sum(one.swept.mailed for one in ticks) == Message.objects.count() == 25
    assert sorted(to for _, _, to in mails()) == sorted(f"p{number}" for number in range(25))
    assert all([code for code, _ in asked(run)] == ["look"] for run in runs)
    assert ReminderSent.objects.count() == 25 * 5


@pytest.mark.django_db(transaction=True)
def test_sweeps_in_parallel_keep_a_persons_budget(begin):
    for _ in range(12):
        begin()

    race(*[lambda: tick(now=at("2026-03-10"))] * 4)

    assert len(mails()) == 2


@pytest.mark.django_db(transaction=True)
def test_sweep_and_answer_at_once_leave_one_of_both_orders(begin, officer):
    for _ in range(6):
        run = begin()
        race(
            lambda: tick(now=at("2026-03-10")),
            lambda run=run: services.advance(run, Chased.answer, actor=officer, now=at("2026-03-10")),
        )
        assert Run.objects.get(pk=run.pk).state == "read"
        assert ReminderSent.objects.filter(run=run, fate="mailed").count() <= 1
    assert Incident.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_run_that_somebody_holds_is_left_for_the_next_sweep(begin):
    held, free = begin(), begin("lead=eve")

    def hold_and_tick():
        from django.db import transaction  # noqa: PLC0415 - in the thread that holds

        with transaction.atomic():
            Run.objects.select_for_update().get(pk=held.pk)
            return race(lambda: tick(now=at("2026-03-10")))

    (first,) = hold_and_tick()
    assert (first.swept.mailed, mails()) == (1, [("03-10", "ahead", "eve")])

    tick_on("2026-03-10")
    assert len(mails()) == 2
    assert free.pk > held.pk


def test_sweep_looks_at_no_more_than_it_is_told(db, begin):
    for number in range(5):
        begin(f"lead=p{number}")

    looked = [tick(now=at("2026-03-10"), at_most=2).swept.looked_at for _ in range(4)]

    assert looked == [2, 2, 1, 0]


def test_stop_whose_day_is_over_is_lifted(db, begin, officer):
    run = begin()
    stop_mail(
        why="rest",
        words="In peace",
        by=officer,
        now=at("2026-03-09"),
        run=run,
        through=dt.date(2026, 3, 12),
        then=SEND,
    )
    tick_on("2026-03-10", "2026-03-12")
    assert Message.objects.get().state == Message.HELD

    assert tick_on("2026-03-13").lifted == 1
    assert Message.objects.filter(state=Message.QUEUED).count() == 2


@pytest.fixture
def counted(monkeypatch):
    """A part of the day that counts how often it was done."""
    monkeypatch.setattr(daily, "_parts", {})

    def count(now):
        series, _ = NumberSeries.objects.get_or_create(code=f"daily {now:%m-%d}", defaults={"last": 0})
        NumberSeries.objects.filter(pk=series.pk).update(last=series.last + 1)

    register_daily("count", count)


def test_part_of_the_day_is_handed_over_once_a_day(db, counted):
    handed = [tick(now=at(day, hour)).daily for day in ("2026-03-10", "2026-03-11") for hour in (1, 9, 18)]
    for job in Job.objects.all():
        perform(job.pk)
        perform(job.pk)

    assert handed == [1, 0, 0, 1, 0, 0]
    assert dict(NumberSeries.objects.values_list("code", "last")) == {"daily 03-10": 1, "daily 03-11": 1}


def test_part_that_fails_is_an_incident_of_its_job(db, monkeypatch):
    monkeypatch.setattr(daily, "_parts", {"fall": lambda now: 1 // 0})
    tick_on("2026-03-10")

    with pytest.raises(ZeroDivisionError):
        perform(Job.objects.get().pk)
    assert Incident.objects.get().summary == "Do daily failed"


def test_words_are_given_by_whoever_knows(db, begin, monkeypatch):
    monkeypatch.setattr(words, "_providers", [])
    seen: list[Occasion] = []

    def provide(occasions):
        seen.extend(occasions)
        return [{"name": one.recipient.name.upper()} for one in occasions]

    register_words(provide)
    register_words(provide)
    begin()
    begin("lead=eve")
    tick_on("2026-03-10")

    assert sorted(
        line for mail in Message.objects.all() for line in mail.body.splitlines() if "Dear" in line
    ) == [
        "Dear ANN,",
        "Dear EVE,",
    ]
    assert len(seen) == 2


def test_schedule_is_kept_once(db):
    for _ in range(2):
        keep_schedule()

    schedule = Schedule.objects.get(name="clock")
    assert (schedule.func, schedule.minutes, schedule.repeats) == ("workflow.clock.ticking.tick_now", 1, -1)


def test_command_says_what_it_did(db, capsys):
    call_command("tick")

    assert capsys.readouterr().out.startswith(
        "looked at 0, resumed 0, moved 0, mailed 0, prompted 0, missed 0"
    )
    assert OrmQ.objects.count() == Job.objects.count()
