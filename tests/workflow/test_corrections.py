from __future__ import annotations

import datetime as dt

import pytest

from tests.trial.journeys import RANG, Trial
from tests.walking import walk_to
from workflow import services
from workflow.audit import breaches
from workflow.models import NumberSeries, Run
from workflow.presenters import events_of, path_of
from workflow.queries import spells
from workflow.refusals import NotReady, NotYours
from workflow.services import Arrival, what_correcting_changes

DAY = dt.timedelta(days=1)


@pytest.fixture
def submitted(start, lead, now):
    """Started on the 10th, submitted on the 20th, looked at on the 25th."""
    run = start()
    services.advance(run, Trial.submit, actor=lead, now=now + 10 * DAY)
    return run


@pytest.fixture
def later(now):
    return now + 15 * DAY


def fresh(run):
    return Run.objects.get(pk=run.pk)


def said(run):
    return list(run.records.select_related("actor", "note").order_by("seq"))


def correct(run, seq, to, officer, now, note="The letter says so."):
    return services.correct(run, seq, happened_at=to, actor=officer, now=now, note=note)


def test_corrected_move_moves_the_dates_that_hang_on_it(submitted, officer, now, later):
    record = correct(submitted, 2, now + 8 * DAY, officer, later)

    kept = fresh(submitted)
    assert (kept.entered_at, kept.slow_on, kept.due_on) == (
        now + 8 * DAY,
        dt.date(2026, 3, 28),
        dt.date(2026, 7, 17),
    )
    assert (kept.state, kept.started_at, kept.seq) == ("submitted", now, 3)
    assert (record.kind, record.source, record.target, record.note.text) == (
        *("corrected", "submitted", "submitted"),
        "The letter says so.",
    )
    assert record.detail == {
        "corrects": 2,
        "was": (now + 10 * DAY).isoformat(),
        "happened_at": (now + 8 * DAY).isoformat(),
    }
    assert submitted.entered_at == now + 8 * DAY
    assert list(breaches()) == []


def test_corrected_twice_the_last_counts(submitted, officer, now, later):
    correct(submitted, 2, now + 8 * DAY, officer, later)
    record = correct(submitted, 2, now + 6 * DAY, officer, later)

    assert fresh(submitted).entered_at == now + 6 * DAY
    assert record.detail["was"] == (now + 8 * DAY).isoformat()


def test_corrected_beginning_moves_when_it_began_and_nothing_else(submitted, officer, now, later):
    before = fresh(submitted)

    correct(submitted, 1, now - 3 * DAY, officer, later)

    kept = fresh(submitted)
    assert kept.started_at == now - 3 * DAY
    assert (kept.entered_at, kept.due_on, kept.slow_on) == (before.entered_at, before.due_on, before.slow_on)


def test_corrected_beginning_of_a_run_that_stands_there_moves_its_due_day(run, officer, now):
    correct(run, 1, now - 3 * DAY, officer, now)

    assert (fresh(run).started_at, fresh(run).entered_at, fresh(run).due_on) == (
        now - 3 * DAY,
        now - 3 * DAY,
        dt.date(2026, 3, 21),
    )


def test_corrected_end_moves_when_it_finished(run, officer, now, later):
    walk_to(run, Trial.done, now=later)

    with pytest.raises(NotReady, match="That is before the step before it, “Deciding” on 25 March 2026"):
        correct(run, 4, later - DAY, officer, later)
    for seq in (2, 3, 4):
        correct(run, seq, later - DAY, officer, later)

    assert fresh(run).finished_at == fresh(run).entered_at == later - DAY


def test_move_stays_before_the_one_that_follows(submitted, officer, now, later):
    with pytest.raises(NotReady, match="That is after the step that follows, “Submitted” on 20 March 2026"):
        correct(submitted, 1, now + 11 * DAY, officer, later)


def test_agreed_due_day_stands(submitted, officer, now, later):
    agreed = dt.date(2026, 12, 1)
    Run.objects.filter(pk=submitted.pk).update(due_on=agreed)

    correct(submitted, 2, now + 8 * DAY, officer, later)

    assert (fresh(submitted).due_on, fresh(submitted).slow_on) == (agreed, dt.date(2026, 3, 28))


@pytest.mark.parametrize("agreed", [None, dt.date(2026, 9, 1)])
def test_arrival_without_its_day_is_given_one(officer, now, later, agreed):
    (run,) = services.bring_in(
        Trial, [Arrival(Trial.submitted, None, None, due_on=agreed, officer=officer)], actor=officer, now=now
    )

    record = correct(run, 1, now - 30 * DAY, officer, later)

    kept = fresh(run)
    assert (kept.entered_is_known, kept.entered_at, kept.started_at) == (
        True,
        now - 30 * DAY,
        now - 30 * DAY,
    )
    assert (kept.due_on, kept.slow_on) == (agreed or dt.date(2026, 7, 17), dt.date(2026, 2, 18))
    assert record.detail["was"] is None
    (spell,) = spells([Trial])
    assert spell.entered_at == now - 30 * DAY
    assert list(breaches()) == []


def test_arrival_is_not_corrected_to_before_it_began(officer, now):
    arrival = Arrival(Trial.submitted, dt.date(2026, 2, 2), dt.date(2026, 3, 2), officer=officer)
    (run,) = services.bring_in(Trial, [arrival], actor=officer, now=now)

    with pytest.raises(NotReady, match="before the day on which it began"):
        correct(run, 1, now - 60 * DAY, officer, now)


def test_day_of_a_remark_is_corrected_and_moves_nothing(run, officer, now):
    services.annotate(run, RANG, actor=officer, now=now)
    before = fresh(run)

    correct(run, 2, now - 5 * DAY, officer, now)

    assert (fresh(run).entered_at, fresh(run).started_at) == (before.entered_at, before.started_at)
    titles = [(event.title, event.when) for event in events_of(run, said(run), inside=True)]
    assert ("Somebody rang", "5 March 2026, put right from 10 March 2026") in titles


@pytest.mark.parametrize(
    ("seq", "days", "note", "sentence"),
    [
        (2, 8, "  ", "Say why the day is put right"),
        (2, 16, "x", "lies in the future"),
        (2, 10, "x", "That is the day which it says already"),
        (3, 8, "x", "There is no step of that number"),
        (9, 8, "x", "There is no step of that number"),
    ],
)
def test_correction_that_cannot_be_is_refused(submitted, officer, now, later, seq, days, note, sentence):
    if seq == 3:
        correct(submitted, 1, now - DAY, officer, later)
    before = fresh(submitted).seq

    with pytest.raises(NotReady, match=sentence):
        correct(submitted, seq, now + days * DAY, officer, later, note)

    assert fresh(submitted).seq == before


def test_only_the_office_puts_days_right(submitted, lead, now, later):
    for somebody in (lead, None):
        with pytest.raises(NotYours, match="put right by the office"):
            correct(submitted, 2, now + 8 * DAY, somebody, later)


def test_effects_follow_the_corrected_day(submitted, officer, now, later):
    correct(submitted, 2, now + 8 * DAY, officer, later)

    assert NumberSeries.objects.get(code=f"corrected {submitted.pk}").last == 20260318


def test_effect_may_refuse_and_then_nothing_is_changed(submitted, officer, now, later):
    sunday = now + 5 * DAY
    with pytest.raises(NotReady, match="Nobody is here on a Sunday."):
        correct(submitted, 2, sunday, officer, later)

    assert (fresh(submitted).seq, fresh(submitted).entered_at) == (2, now + 10 * DAY)


def test_changes_are_known_before_anything_is_written(submitted, now, later):
    changes = what_correcting_changes(submitted, 2, happened_at=now + 8 * DAY, now=later)

    assert (changes.before.slow_on, changes.after.slow_on) == (dt.date(2026, 3, 30), dt.date(2026, 3, 28))
    assert fresh(submitted).seq == 2


def test_history_and_path_show_the_right_day_and_the_one_before(submitted, officer, lead, now, later):
    services.advance(submitted, Trial.accept, actor=officer, now=later)
    correct(submitted, 2, now + 8 * DAY, officer, later)
    correct(submitted, 1, now - 2 * DAY, officer, later)

    inside, outside = (events_of(submitted, said(submitted), inside=who) for who in (True, False))

    assert [(event.title, event.aside) for event in inside[:2]] == [
        ("Day put right: Draft", "10 March 2026 became 8 March 2026."),
        ("Day put right: Submitted", "20 March 2026 became 18 March 2026."),
    ]
    assert [(event.title, event.when, event.note) for event in outside] == [
        ("Deciding", "25 March 2026, 10:00", ""),
        ("With us", "18 March 2026, put right from 20 March 2026", ""),
        ("Draft", "8 March 2026, put right from 10 March 2026", ""),
    ]
    assert [stop.date for stop in path_of(submitted, said(submitted))] == [
        "8 Mar 2026",
        "since 25 Mar 2026",
        "",
    ]
