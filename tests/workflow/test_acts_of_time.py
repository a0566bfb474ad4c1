"""More time, pauses, and how they live with corrections and with the calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.trial.journeys import Trial
from tests.walking import walk_to
from workflow import services
from workflow.audit import breaches
from workflow.calendar import usual_terms
from workflow.deadlines import deadline_of, standing
from workflow.models import Run
from workflow.options import options_for
from workflow.presenters import events_of
from workflow.refusals import NotReady, NotYours, Paused
from workflow.scheduling import keep_terms

DAY = dt.timedelta(days=1)
WHY = {"reason": "illness", "note": "Flu, all of them."}
TERMS = usual_terms(2025)
LONGER = (*TERMS[:2], replace(TERMS[2], ends=dt.date(2026, 7, 21)))


def fresh(run):
    return Run.objects.get(pk=run.pk)


def told(run, *, inside=True):
    records = run.records.select_related("actor", "note").order_by("-seq")
    return [(event.title, event.note) for event in events_of(run, records, inside=inside)]


def day(month, number):
    return dt.date(2026, month, number)


@pytest.fixture
def submitted(run, lead, now):
    """Due on 17 July by the end of the next term, slow from 20 March."""
    services.advance(run, Trial.submit, actor=lead, now=now)
    return run


def test_more_time_is_written_down_and_moves_the_day(run, officer, now):
    record = services.extend(run, to=day(4, 30), actor=officer, now=now, **WHY)

    kept = fresh(run)
    assert (kept.due_on, kept.look_on, kept.state, kept.seq) == (day(4, 30), day(3, 10), "draft", 2)
    assert (record.kind, record.detail, record.note.text) == (
        "extended",
        {"was": "2026-03-24", "due_on": "2026-04-30", "stay": 1, "reason": "illness"},
        "Flu, all of them.",
    )
    assert run.due_on == day(4, 30)
    assert list(breaches()) == []


def test_agreed_day_stands_when_the_beginning_is_put_right(run, officer, now):
    services.extend(run, to=day(4, 30), actor=officer, now=now, **WHY)

    services.correct(run, 1, happened_at=now - 3 * DAY, actor=officer, now=now, note="Earlier.")

    assert fresh(run).due_on == day(4, 30)


def test_agreed_day_stands_when_the_calendar_changes_even_where_the_rule_would_say_the_same(
    submitted, officer, now
):
    Run.objects.filter(pk=submitted.pk).update(due_on=day(7, 10))
    services.extend(submitted, to=day(7, 17), actor=officer, now=now, **WHY)

    assert keep_terms("", LONGER, now=now) == []
    assert (fresh(submitted).due_on, standing(submitted).is_agreed) == (day(7, 17), True)


def test_agreed_day_ends_with_the_step(run, lead, officer, now):
    services.extend(run, to=day(4, 30), actor=officer, now=now, **WHY)

    services.advance(run, Trial.submit, actor=lead, now=now)

    assert (fresh(run).due_on, standing(run).is_agreed) == (day(7, 17), False)


@pytest.mark.parametrize(
    ("to", "words", "sentence"),
    [
        (day(3, 10), WHY, "The new day is not in the future."),
        (day(3, 24), WHY, "Trial run has time until 24 March 2026 already. Give a later day."),
        (day(4, 30), {"reason": "illness", "note": " "}, "Say why in a few words"),
        (day(4, 30), {"reason": "whim", "note": "x"}, "Choose the reason"),
    ],
)
def test_time_that_cannot_be_given_is_refused(run, officer, now, to, words, sentence):
    with pytest.raises(NotReady, match=sentence):
        services.extend(run, to=to, actor=officer, now=now, **words)

    assert fresh(run).seq == 1


def test_no_time_is_given_where_nothing_is_due(submitted, officer, now):
    services.advance(submitted, Trial.accept, actor=officer, now=now)

    with pytest.raises(NotReady, match="Nothing is due from Trial run at “Deciding”"):
        services.extend(submitted, to=day(9, 1), actor=officer, now=now, **WHY)


def test_acts_on_what_has_ended_are_refused(run, officer, now):
    services.advance(run, Trial.withdraw, actor=officer, now=now, note="No.")

    for act in (
        lambda: services.extend(run, to=day(9, 1), actor=officer, now=now, **WHY),
        lambda: services.pause(run, actor=officer, now=now, **WHY),
    ):
        with pytest.raises(NotReady, match="Trial run has come to its end, at “Withdrawn”."):
            act()


def test_acts_are_the_offices(run, lead, now):
    for act in (
        lambda who: services.extend(run, to=day(9, 1), actor=who, now=now, **WHY),
        lambda who: services.pause(run, actor=who, now=now, **WHY),
        lambda who: services.resume(run, actor=who, now=now),
        lambda who: services.undo(run, actor=who, now=now, **WHY),
        lambda who: services.reopen(run, actor=who, now=now, **WHY),
        lambda who: services.reassign(run, officer=None, actor=who, now=now),
    ):
        with pytest.raises(NotYours, match="This is for the office to do."):
            act(lead)


def test_pause_stops_the_clock_and_resuming_moves_all_days(submitted, officer, now):
    services.pause(submitted, actor=officer, now=now, until=day(4, 1), **WHY)

    kept = fresh(submitted)
    assert (kept.paused_at, kept.resumes_on, kept.look_on, kept.due_on) == (
        now,
        day(4, 1),
        day(4, 1),
        day(7, 17),
    )
    record = services.resume(submitted, actor=None, now=now + 22 * DAY)

    kept = fresh(submitted)
    assert (kept.paused_at, kept.resumes_on, kept.look_on) == (None, None, day(4, 1))
    assert (kept.due_on, kept.slow_on) == (day(8, 8), day(4, 11))
    assert (record.kind, record.role, record.detail) == (
        *("resumed", "system"),
        {"stay": 2, "paused_on": "2026-03-10", "days": 22, "due_on": "2026-08-08"},
    )
    assert deadline_of(submitted).day == day(8, 8)
    assert list(breaches()) == []


def test_pause_takes_an_agreed_day_along(run, officer, now):
    services.extend(run, to=day(4, 30), actor=officer, now=now, **WHY)
    services.pause(run, actor=officer, now=now, **WHY)

    services.resume(run, actor=officer, now=now + 10 * DAY)

    assert fresh(run).due_on == day(5, 10)


def test_pauses_add_up_and_stand_when_the_beginning_is_put_right(run, officer, now):
    for at in (0, 10):
        services.pause(run, actor=officer, now=now + at * DAY, **WHY)
        services.resume(run, actor=officer, now=now + (at + 5) * DAY)
    assert fresh(run).due_on == day(4, 3)

    services.correct(run, 1, happened_at=now - 3 * DAY, actor=officer, now=now + 20 * DAY, note="Earlier.")

    assert fresh(run).due_on == day(3, 31)


def test_a_pause_from_before_the_day_that_is_put_right_does_not_count(run, officer, now):
    services.pause(run, actor=officer, now=now, **WHY)
    services.resume(run, actor=officer, now=now + 10 * DAY)

    services.correct(run, 1, happened_at=now + 8 * DAY, actor=officer, now=now + 20 * DAY, note="Later.")

    assert fresh(run).due_on == day(4, 3)  # 18 March, a fortnight, and the two days of the pause since


def test_pauses_stand_when_the_calendar_changes(submitted, officer, now):
    services.pause(submitted, actor=officer, now=now, **WHY)
    services.resume(submitted, actor=officer, now=now + 10 * DAY)

    (shift,) = keep_terms("", LONGER, now=now + 20 * DAY)

    assert (shift.was, shift.becomes) == (day(7, 27), day(7, 31))
    assert fresh(submitted).look_on == day(3, 30)


def test_a_pause_goes_on_when_a_day_is_put_right(run, officer, now):
    services.pause(run, actor=officer, now=now, until=day(4, 1), **WHY)

    services.correct(run, 1, happened_at=now - 3 * DAY, actor=officer, now=now, note="Earlier.")

    kept = fresh(run)
    assert (kept.paused_at, kept.resumes_on, kept.look_on) == (now, day(4, 1), day(4, 1))


def test_while_paused_others_wait_and_the_office_may_note_facts_and_end_it(submitted, lead, officer, now):
    services.pause(submitted, actor=officer, now=now, until=day(4, 1), **WHY)

    with pytest.raises(Paused, match="is paused until 1 April 2026. Ask the office when you are ready"):
        services.advance(submitted, Trial.accept, actor=lead, now=now)
    with pytest.raises(Paused, match="“Accept” has to wait: .* Resume it first."):
        services.advance(submitted, Trial.accept, actor=officer, now=now)
    assert [option.transition.name for option in options_for([submitted], actor=lead)[submitted.pk]] == [
        "accept",
        "withdraw",
    ]
    services.advance(submitted, Trial.record_visit, actor=officer, now=now)
    services.pause(submitted, actor=officer, now=now, **WHY)
    services.advance(submitted, Trial.withdraw, actor=officer, now=now, note="They shut.")
    assert (fresh(submitted).state, fresh(submitted).paused_at) == ("withdrawn", None)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda run, given: services.pause(run, **WHY, **given), "Trial run is paused already."),
        (
            lambda run, given: services.extend(run, to=day(9, 1), **WHY, **given),
            "is paused, and its day waits",
        ),
        (lambda run, given: services.undo(run, **WHY, **given), "Trial run is paused. Resume it first."),
    ],
)
def test_acts_on_what_is_paused_are_refused(submitted, officer, now, act, sentence):
    services.pause(submitted, actor=officer, now=now, **WHY)

    with pytest.raises(NotReady, match=sentence):
        act(submitted, {"actor": officer, "now": now})


def test_pause_until_a_day_that_is_past_and_resuming_what_goes_on_are_refused(run, officer, now):
    with pytest.raises(NotReady, match="The day on which it goes on is not in the future."):
        services.pause(run, actor=officer, now=now, until=day(3, 10), **WHY)
    with pytest.raises(NotReady, match="Trial run is not paused"):
        services.resume(run, actor=officer, now=now)


def test_history_tells_of_time_and_pauses(run, officer, now):
    services.extend(run, to=day(4, 30), actor=officer, now=now, **WHY)
    services.pause(run, actor=officer, now=now, until=day(4, 1), **WHY)
    services.resume(run, actor=officer, now=now + 3 * DAY, note="Well again.")

    assert told(run) == [
        ("Goes on after 3 days, due by 3 May 2026", "Well again."),
        ("Paused until 1 April 2026", "Illness: Flu, all of them."),
        ("More time: due by 30 April 2026", "Illness: Flu, all of them."),
        ("Draft", ""),
    ]
    assert told(run, inside=False) == [
        ("Goes on: due by 3 May 2026", ""),
        ("Paused until 1 April 2026", ""),
        ("More time: due by 30 April 2026", ""),
        ("Draft", ""),
    ]


def test_many_are_as_one(start, officer, now):
    alone, several = start(), [start() for _ in range(3)]
    ended = walk_to(start(), Trial.withdrawn, now=now)

    services.extend(alone, to=day(4, 30), actor=officer, now=now, **WHY)
    outcome = services.extend_many([*several, ended], to=day(4, 30), actor=officer, now=now, **WHY)

    assert set(outcome.records) == {run.pk for run in several}
    assert outcome.refused[ended.pk].reasons == ["Trial run has come to its end, at “Withdrawn”."]
    assert {fresh(run).due_on for run in [alone, *several]} == {day(4, 30)}
    services.pause(alone, actor=officer, now=now, **WHY)
    services.pause_many(several, actor=officer, now=now, **WHY)
    services.resume(alone, actor=officer, now=now + 4 * DAY)
    services.resume_many(several, actor=officer, now=now + 4 * DAY)
    assert {fresh(run).due_on for run in [alone, *several]} == {day(5, 4)}
    assert list(breaches()) == []


def test_run_that_moved_on_since_the_preview_is_left(run, lead, officer, now):
    services.advance(run, Trial.submit, actor=lead, now=now)

    outcome = services.extend_many([run], to=day(9, 1), actor=officer, now=now, versions={run.pk: 1}, **WHY)

    assert "has moved on since you opened the page" in outcome.refused[run.pk].reasons[0]
