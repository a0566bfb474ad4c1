"""What comes next, and a dry run: exactly what the clock then does."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workflow.clock.watching import asked, at, mails, tick_on, tick_through
from workflow.clock import next_rungs, rest, what_would_go
from workflow.models import Message, Prompt, ReminderSent, Run
from workflow.stops import stop_mail

pytestmark = pytest.mark.django_db


def lines(on, day="2026-03-09"):
    return [
        (line.rung.code, line.recipient.name if line.recipient else "", line.fate, line.why)
        for line in what_would_go(dt.date.fromisoformat(on), now=at(day))
    ]


def test_next_rungs_are_those_to_come(begin):
    run = begin()
    tick_on("2026-03-10")

    found = next_rungs(Run.objects.get(pk=run.pk), today=dt.date(2026, 3, 10))

    assert [(f"{one.day:%m-%d}", one.rung.code, [to.name for to in one.people]) for one in found] == [
        ("03-13", "soon", ["Ann"]),
        ("03-17", "today", ["Ann"]),
        ("03-20", "late", ["Ann"]),
        ("03-20", "look", []),
        ("03-25", "second", ["Bob"]),
        ("03-31", "ring", []),
    ]


def test_next_rungs_wait_for_a_rest_to_be_over(begin):
    run = begin()
    rest(run, through=dt.date(2026, 3, 17), why="rang", by=None, now=at("2026-03-09"))

    found = next_rungs(run, today=dt.date(2026, 3, 9))

    assert [(f"{one.day:%m-%d}", one.rung.code) for one in found][:2] == [
        ("03-18", "today"),
        ("03-20", "late"),
    ]


def test_paused_run_has_no_next_rung(begin):
    run = begin()
    run.paused_at = at("2026-03-09")

    assert next_rungs(run, today=dt.date(2026, 3, 9)) == []


def test_dry_run_says_who_gets_what_and_writes_nothing(begin):
    begin()
    begin("lead=eve")

    found = what_would_go(dt.date(2026, 3, 10), now=at("2026-03-09"))

    assert [(one.recipient.email, one.fate, one.mail.subject) for one in found] == [
        ("ann@waymark.example", "goes", "lead=ann second=bob: Write it."),
        ("eve@waymark.example", "goes", "lead=eve: Write it."),
    ]
    assert "Dear Ann," in found[0].mail.body
    assert (Message.objects.count(), ReminderSent.objects.count(), Prompt.objects.count()) == (0, 0, 0)


def test_dry_run_of_a_later_day_goes_through_the_days_before(begin):
    begin()

    assert lines("2026-03-13") == [("soon", "Ann", "goes", "")]
    assert lines("2026-03-20") == [
        ("late", "Ann", "goes", ""),
        ("look", "", "prompts", "Look why they are late."),
    ]
    assert lines("2026-03-12") == []


def test_dry_run_says_who_does_not_get_it_and_why(begin, officer):
    for _ in range(3):
        begin("lead=ann")
    rests, stopped = begin("lead=eve"), begin("lead=fay")
    rest(rests, through=dt.date(2026, 3, 12), why="rang", by=None, now=at("2026-03-09"))
    stop_mail(why="rest", words="In peace", by=officer, now=at("2026-03-09"), run=stopped)
    tick_on("2026-03-09")
    Run.objects.filter(pk=rests.pk).update(look_on=dt.date(2026, 3, 10))

    enough = "Everybody who would be written to had as many reminders this week as one person gets."
    assert sorted(lines("2026-03-10")) == [
        ("ahead", "", "waits", "Its reminders rest through 12 March 2026."),
        ("ahead", "Ann", "goes", ""),
        ("ahead", "Ann", "goes", ""),
        ("ahead", "Ann", "waits", enough),
        ("ahead", "Fay", "held", "Its post is stopped: In peace"),
    ]


@pytest.mark.parametrize(
    "on", ["2026-03-10", "2026-03-13", "2026-03-17", "2026-03-20", "2026-03-25", "2026-04-27"]
)
def test_dry_run_says_what_the_clock_then_does(begin, on):
    runs = [
        begin(),
        begin(),
        begin("lead=ann"),
        begin("second=bob", day="2026-03-06"),
        begin("x", day="2026-03-20"),
    ]
    day = dt.date.fromisoformat(on)
    said = what_would_go(day, now=at("2026-03-03"))
    tick_through("2026-03-03", str(day - dt.timedelta(days=1)))
    before = {run.pk: set(asked(run)) for run in runs}

    tick_on(on)

    goes = [(one.rung.code, one.recipient.email.partition("@")[0]) for one in said if one.fate == "goes"]
    assert sorted(goes) == sorted((code, to) for when, code, to in mails() if when == f"{day:%m-%d}")
    prompts = [one.why for one in said if one.fate == "prompts"]
    assert sorted(prompts) == sorted(words for run in runs for _, words in set(asked(run)) - before[run.pk])
