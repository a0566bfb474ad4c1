"""Each rule by which reminders go, and by which they do not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.trial.chased import LADDER, LEADS, MAIL, Chased
from tests.workflow.clock.watching import asked, at, fates, look_on, mails, tick_on, tick_through
from workflow import services
from workflow.clock import prompt, rest, tick
from workflow.models import ExtensionRequest, Message, Prompt, ReminderSent, Run
from workflow.scheduling import keep_quiet_week
from workflow.stops import lift, stop_mail

pytestmark = pytest.mark.django_db

WHOLE = [
    ("03-10", "ahead", "ann"),
    ("03-13", "soon", "ann"),
    ("03-17", "today", "ann"),
    ("03-20", "late", "ann"),
    ("03-25", "second", "bob"),
]


def test_ladder_goes_up_day_by_day(begin):
    run = begin()

    tick_through("2026-03-03", "2026-04-30")

    assert mails() == WHOLE
    assert asked(run) == [("look", "Look why they are late."), ("ring", "Ring them.")]
    assert fates(run) == [
        ("ahead", "mailed"),
        ("soon", "mailed"),
        ("today", "mailed"),
        ("look", "prompted"),
        ("late", "mailed"),
        ("second", "mailed"),
        ("ring", "prompted"),
    ]
    assert look_on(run) is None


def test_overdue_is_no_state(begin):
    run = begin()
    tick_through("2026-03-03", "2026-04-30")

    after = Run.objects.get(pk=run.pk)
    assert (after.state, after.seq, after.due_on) == (run.state, run.seq, run.due_on)


def test_mail_says_what_and_until_when(begin):
    begin()
    tick_on("2026-03-10", "2026-03-20")

    before, after = Message.objects.order_by("pk")
    assert before.subject == "lead=ann second=bob: Write it."
    assert "Dear Ann," in before.body
    assert "there is time until 17 March 2026" in before.body
    assert "this was due on 17 March 2026" in after.body


def test_sweep_writes_the_day_of_the_next(begin):
    run = begin()
    days = []
    for day in ("2026-03-03", "2026-03-10", "2026-03-13", "2026-03-17", "2026-03-20", "2026-03-25"):
        tick_on(day)
        days.append(f"{look_on(run):%m-%d}")

    assert days == ["03-10", "03-13", "03-17", "03-20", "03-25", "03-31"]


def test_outage_of_three_days_ends_in_one_mail(begin):
    run = begin()
    tick_on("2026-03-03")

    tick_on("2026-03-17")  # the 10th and the 13th were missed

    assert mails() == [("03-17", "today", "ann")]
    assert sorted(fates(run)) == [("ahead", "missed"), ("soon", "missed"), ("today", "mailed")]


def test_outage_over_the_whole_ladder_ends_in_one_mail_and_both_prompts(begin):
    run = begin()

    counts = tick_on("2026-03-31").counts

    assert mails() == [("03-31", "second", "bob")]
    assert [code for code, _ in asked(run)] == ["look", "ring"]
    assert (counts["mailed"], counts["prompted"], counts["missed"]) == (1, 2, 4)


def test_rung_that_falls_into_the_holidays_waits_for_the_first_week_to_be_over(begin):
    begin(day="2026-03-20")  # due on 3 April, the day after term; the first week of summer is quiet

    tick_through("2026-03-20", "2026-05-01")

    assert mails() == [("03-27", "ahead", "ann"), ("04-01", "soon", "ann"), ("04-27", "second", "bob")]


def test_quiet_weeks_are_those_of_the_kind(begin):
    primary, other = begin(day="2026-05-01", kind="primary"), begin("lead=eve", day="2026-05-01")

    tick_through("2026-05-01", "2026-05-18")  # due on the 15th; tests from the 11th to the 15th

    assert mails(run=other) == [
        ("05-08", "ahead", "eve"),
        ("05-13", "soon", "eve"),
        ("05-15", "today", "eve"),
    ]
    assert mails(run=primary) == [("05-08", "ahead", "ann"), ("05-18", "today", "ann")]


def test_quiet_days_of_an_area_are_kept(begin):
    run = begin()
    keep_quiet_week(
        "north", begins=dt.date(2026, 3, 9), ends=dt.date(2026, 3, 13), why="a feast", now=at("2026-03-01")
    )

    tick_through("2026-03-03", "2026-03-16")

    assert mails() == [("03-16", "soon", "ann")]
    assert look_on(run) == dt.date(2026, 3, 17)


@pytest.mark.parametrize("move", ["answer", "stop"])
def test_run_that_moved_is_not_reminded(begin, officer, move):
    run = begin()
    tick_on("2026-03-10")
    services.advance(run, Chased.transitions[move], actor=officer, now=at("2026-03-12"))

    tick_through("2026-03-12", "2026-03-31")

    assert mails() == [("03-10", "ahead", "ann")]


def test_paused_run_is_not_reminded_and_goes_on_by_itself(begin, officer):
    run = begin()
    services.pause(
        run,
        reason="illness",
        actor=officer,
        now=at("2026-03-09"),
        note="Flu.",
        until=dt.date(2026, 3, 16),
    )

    tick_through("2026-03-09", "2026-03-31")

    run = Run.objects.get(pk=run.pk)
    assert (run.paused_at, run.due_on) == (None, dt.date(2026, 3, 24))
    assert mails() == [
        ("03-17", "ahead", "ann"),
        ("03-20", "soon", "ann"),
        ("03-24", "today", "ann"),
        ("03-27", "late", "ann"),
    ]


def test_run_paused_without_an_end_is_never_looked_at(begin, officer):
    run = begin()
    services.pause(run, reason="illness", actor=officer, now=at("2026-03-09"), note="Flu.")

    tick_through("2026-03-09", "2026-04-30")

    assert (mails(), look_on(run)) == ([], None)


def test_rest_holds_reminders_until_it_is_over(begin):
    run = begin()
    rest(run, through=dt.date(2026, 3, 15), why="rang", by=None, now=at("2026-03-09"))

    tick_through("2026-03-09", "2026-03-17")

    assert mails() == [("03-16", "soon", "ann"), ("03-17", "today", "ann")]


def test_rest_that_begins_between_seeing_and_locking_counts(begin):
    """The words of a reminder are made before the run is locked: whoever rings in between is left in peace."""
    run = begin()
    rest(run, through=dt.date(2026, 3, 31), why="rang", by=None, now=at("2026-03-10"))
    tick_on("2026-03-10")

    assert (mails(), look_on(run)) == ([], dt.date(2026, 4, 1))


def test_question_for_more_time_holds_reminders_until_it_is_answered(begin):
    run = begin()
    request = ExtensionRequest.objects.create(
        run=run,
        due_on=run.due_on,
        wanted_on=dt.date(2026, 5, 1),
        reason="illness",
        asked_at=at("2026-03-09"),
    )
    tick_through("2026-03-09", "2026-03-13")
    assert mails() == []

    ExtensionRequest.objects.filter(pk=request.pk).update(state=ExtensionRequest.REFUSED)
    tick_through("2026-03-14", "2026-03-17")
    assert mails() == [("03-16", "soon", "ann"), ("03-17", "today", "ann")]


def test_extension_begins_the_ladder_again_without_what_is_over(begin, officer):
    run = begin()
    tick_on("2026-03-10")
    services.extend(
        run,
        to=dt.date(2026, 3, 18),
        reason="illness",
        actor=officer,
        now=at("2026-03-13"),
        note="A day.",
    )

    tick_through("2026-03-13", "2026-03-18")

    assert mails() == [("03-10", "ahead", "ann"), ("03-16", "soon", "ann"), ("03-18", "today", "ann")]
    assert fates(run)[1] == ("ahead", "missed")


def test_run_that_comes_back_into_the_state_has_a_ladder_of_its_own(begin, officer):
    run = begin()
    tick_on("2026-03-17")
    services.advance(run, Chased.answer, actor=officer, now=at("2026-03-17", 11))
    services.advance(run, Chased.ask_again, actor=officer, now=at("2026-03-17", 12))

    tick_through("2026-03-18", "2026-03-27")

    assert mails() == [("03-17", "today", "ann"), ("03-24", "ahead", "ann"), ("03-27", "soon", "ann")]


def test_move_that_is_undone_repeats_no_reminder(begin, officer):
    run = begin()
    tick_on("2026-03-10")
    services.advance(run, Chased.answer, actor=officer, now=at("2026-03-10", 11))
    services.undo(run, reason="by-mistake", actor=officer, now=at("2026-03-10", 12), note="A slip.")

    tick_through("2026-03-10", "2026-03-13")

    assert mails() == [("03-10", "ahead", "ann"), ("03-13", "soon", "ann")]


def test_all_of_an_addressee_are_written_to_once_each(begin):
    begin("lead=ann lead=eve lead=ann")
    tick_on("2026-03-10")

    assert mails() == [("03-10", "ahead", "ann"), ("03-10", "ahead", "eve")]


def test_nobody_to_write_to_goes_up_to_the_next(begin):
    run = begin("second=bob")
    tick_on("2026-03-10")

    assert (mails(), fates(run)) == ([("03-10", "ahead", "bob")], [("ahead", "mailed")])


def test_nobody_at_all_is_asked_of_the_office_once(begin):
    run = begin("nobody")
    tick_through("2026-03-10", "2026-03-24")

    assert mails() == []
    assert asked(run) == [
        ("ahead", "Nobody can be written to: see who leads this now, and ring them."),
        ("look", "Look why they are late."),
    ]

    tick_on("2026-03-25")
    assert dict(asked(run)) == {"ahead": "Find out who is second.", "look": "Look why they are late."}


def test_person_gets_two_a_week_over_all_runs_and_the_rest_waits(begin):
    for _ in range(3):
        begin()
    tick_through("2026-03-03", "2026-03-19")

    days = [day for day, _, _ in mails()]
    assert days == ["03-10", "03-10", "03-17", "03-17"]
    assert Message.objects.filter(to_email="ann@waymark.example").count() == 4


def test_budget_is_by_person(begin):
    begin("lead=ann")
    begin("lead=ANN lead=eve")
    begin("lead=ann")
    begin("lead=ann lead=eve")
    tick_on("2026-03-10")

    assert sorted(to for _, _, to in mails()) == ["ANN", "ann", "eve", "eve"]


def test_budget_is_a_setting(begin, settings):
    settings.REMINDERS_A_WEEK = 1
    begin()
    begin()

    tick_on("2026-03-10", "2026-03-11")

    assert len(mails()) == 1


def test_waiting_rung_goes_on_the_next_day_on_which_it_may(begin, officer, settings):
    settings.REMINDERS_A_WEEK = 1
    first, second = begin(), begin(day="2026-03-10")  # due on the 17th, and on the 24th
    tick_through("2026-03-03", "2026-03-18")

    assert mails(run=first) == [("03-10", "ahead", "ann"), ("03-17", "today", "ann")]
    assert (mails(run=second), look_on(second)) == ([], dt.date(2026, 3, 19))
    services.advance(first, Chased.answer, actor=officer, now=at("2026-03-19"))
    tick_through("2026-03-19", "2026-03-24")
    assert mails(run=second) == [("03-24", "today", "ann")]


def test_ticks_of_the_same_day_do_nothing_more(begin):
    begin()
    for hour in (9, 10, 11, 23):
        tick(now=at("2026-03-10", hour))

    assert mails() == [("03-10", "ahead", "ann")]


def test_what_is_written_in_the_night_leaves_in_the_morning(begin):
    begin()
    tick(now=at("2026-03-10", 0))

    mail = Message.objects.get()
    assert timezone.localtime(mail.leaves_at).hour == 7
    assert tick(now=at("2026-03-10", 6)).released == 0
    assert tick(now=at("2026-03-10", 7)).released == 1


def test_stopped_post_holds_reminders(begin, officer):
    run = begin()
    stop = stop_mail(why="rest", words="Left in peace", by=officer, now=at("2026-03-09"), run=run)
    tick_on("2026-03-10")
    assert Message.objects.get().state == Message.HELD

    lift(stop, by=officer, now=at("2026-03-11"), send=True)
    assert Message.objects.get().state == Message.QUEUED


@pytest.mark.parametrize("act", ["answer", "pause", "extend"])
def test_reminder_that_waits_is_recalled_when_it_is_no_longer_right(begin, officer, act):
    run = begin()
    tick(now=at("2026-03-10", 0))
    words = {"reason": "illness", "actor": officer, "now": at("2026-03-10", 1), "note": "Ill."}
    if act == "answer":
        services.advance(run, Chased.answer, actor=officer, now=at("2026-03-10", 1))
    elif act == "pause":
        services.pause(run, **words)
    else:
        services.extend(run, to=dt.date(2026, 4, 1), **words)

    assert tick(now=at("2026-03-10", 2)).recalled == 1
    assert Message.objects.get().state == Message.RECALLED


def test_reminder_that_waits_and_is_right_stays(begin):
    begin()
    tick(now=at("2026-03-10", 0))

    assert tick(now=at("2026-03-10", 2)).recalled == 0


def test_prompt_of_a_rung_is_withdrawn_when_the_run_moves(begin, officer):
    run = begin()
    tick_on("2026-03-20")
    prompt(run, "other", words="Something else.", now=at("2026-03-20"))
    services.advance(run, Chased.answer, actor=officer, now=at("2026-03-23"))

    assert tick_on("2026-03-23").withdrawn == 1
    assert asked(run) == [("other", "Something else.")]


def test_prompt_that_is_open_is_renewed_not_doubled(begin):
    run = begin()
    for words in ("Ring.", "Ring again."):
        prompt(run, "ring", words=words, now=at("2026-03-10"))

    assert [one.words for one in Prompt.objects.all()] == ["Ring again."]


def test_rung_is_kept_once_by_the_database(begin):
    run = begin()
    rows = [
        ReminderSent(
            run=run, state=run.state, due_on=run.due_on, rung="a", fate="mailed", at=at("2026-03-10")
        )
        for _ in range(2)
    ]

    assert len({(row.run_id, row.rung) for row in rows}) == 1
    ReminderSent.objects.bulk_create(rows, ignore_conflicts=True)
    assert ReminderSent.objects.count() == 1


def test_ladder_of_the_trial_is_in_order():
    assert [rung.to for rung in LADDER if rung.template] == [LEADS] * 4 + [LADDER[5].to]
    assert {rung.template for rung in LADDER} == {MAIL, ""}
