"""The last step taken back, and what had ended opened again."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories.people import PersonFactory
from tests.trial.journeys import Trial
from tests.walking import walk_to
from workflow import services
from workflow.audit import breaches
from workflow.deadlines import deadline_of
from workflow.history import last_move
from workflow.journey import Effect, Guard
from workflow.models import Run
from workflow.presenters import events_of, path_of
from workflow.queries import line_of, spells
from workflow.refusals import NotReady
from workflow.services import Arrival

DAY = dt.timedelta(days=1)
WHY = {"reason": "by-mistake", "note": "The wrong button."}


@pytest.fixture
def submitted(start, lead, now):
    run = start()
    services.advance(run, Trial.submit, actor=lead, now=now + 10 * DAY)
    return run


@pytest.fixture
def later(now):
    return now + 15 * DAY


def fresh(run):
    return Run.objects.get(pk=run.pk)


def said(run):
    return list(run.records.select_related("actor", "note").order_by("-seq"))


def told(run, *, inside=True):
    return [(event.title, event.note) for event in events_of(run, said(run), inside=inside)]


def test_undone_step_is_a_record_and_the_run_stands_as_it_stood(start, lead, officer, now, later):
    run = start()
    before = fresh(run)
    services.advance(run, Trial.submit, actor=lead, now=now + 10 * DAY)

    record = services.undo(run, actor=officer, now=later, **WHY)

    kept = fresh(run)
    assert (record.kind, record.source, record.target, record.detail) == (
        *("undone", "submitted", "draft"),
        {"undoes": 2, "reason": "by-mistake"},
    )
    assert (kept.state, kept.seq, kept.phase, kept.waits_for) == ("draft", 3, before.phase, before.waits_for)
    assert (kept.entered_at, kept.due_on, kept.slow_on) == (before.entered_at, before.due_on, before.slow_on)
    assert (kept.look_on, run.state) == (dt.date(2026, 3, 25), "draft")
    assert list(breaches()) == []


def test_undone_step_counts_nowhere(submitted, officer, later, now):
    services.undo(submitted, actor=officer, now=later, **WHY)

    (spell,) = spells([Trial])
    assert (spell.state, spell.entered_at, spell.left_at) == ("draft", now, None)
    assert last_move(said(submitted)).seq == 1
    assert line_of(submitted, 2) is None
    assert [stop.date for stop in path_of(submitted, said(submitted))] == ["10 Mar 2026", "", ""]


def test_steps_are_undone_one_after_the_other(submitted, lead, officer, later):
    services.advance(submitted, Trial.send_back, actor=officer, now=later, note="More.")
    services.advance(submitted, Trial.submit, actor=lead, now=later)

    for state in ("sent_back", "submitted", "draft"):
        services.undo(submitted, actor=officer, now=later, **WHY)
        assert fresh(submitted).state == state
    with pytest.raises(NotReady, match="Trial run stands where it began here"):
        services.undo(submitted, actor=officer, now=later, **WHY)
    services.advance(submitted, Trial.submit, actor=lead, now=later)
    assert list(breaches()) == []


def test_what_was_agreed_before_the_step_stands_again(start, lead, officer, now):
    run = start()
    services.pause(run, actor=officer, now=now, **WHY)
    services.resume(run, actor=officer, now=now + 2 * DAY)
    services.extend(run, to=dt.date(2026, 4, 30), actor=officer, now=now + 2 * DAY, **WHY)
    services.advance(run, Trial.submit, actor=lead, now=now + 3 * DAY)

    services.undo(run, actor=officer, now=now + 4 * DAY, **WHY)

    assert fresh(run).due_on == dt.date(2026, 4, 30)


def test_pause_that_a_step_ended_is_on_again(run, officer, now):
    services.pause(run, actor=officer, now=now, until=dt.date(2026, 4, 1), **WHY)
    services.advance(run, Trial.withdraw, actor=officer, now=now + DAY, note="They shut.")

    services.undo(run, actor=officer, now=now + 2 * DAY, **WHY)

    kept = fresh(run)
    assert (kept.state, kept.paused_at, kept.resumes_on, kept.look_on) == (
        *("draft", now),
        dt.date(2026, 4, 1),
        dt.date(2026, 4, 1),
    )


def test_undone_end_goes_on(run, officer, now):
    services.advance(run, Trial.withdraw, actor=officer, now=now, note="No.")

    services.undo(run, actor=officer, now=now + DAY, **WHY)

    assert (fresh(run).state, fresh(run).finished_at) == ("draft", None)


def test_effects_are_undone_the_last_one_first(run, lead, officer, now, effects_of):
    undone = []
    effects_of(
        Trial.submit,
        *(
            Effect(name, lambda steps: None, undo=lambda steps, name=name: undone.append((name, steps)))
            for name in ("first", "second")
        ),
    )
    record = services.advance(run, Trial.submit, actor=lead, now=now)

    services.undo(run, actor=officer, now=now + DAY, **WHY)

    assert [name for name, _ in undone] == ["second", "first"]
    (step,) = undone[0][1]
    assert (step.record, step.transition, step.actor, step.run.state, step.note) == (
        *(record, Trial.submit, officer),
        *("draft", "The wrong button."),
    )


def test_effect_that_cannot_be_undone_refuses(run, lead, officer, now, effects_of):
    effects_of(Trial.submit, Effect("told", lambda steps: None, final="They have been told."))
    services.advance(run, Trial.submit, actor=lead, now=now)

    with pytest.raises(NotReady, match="“Submit” cannot be undone. They have been told."):
        services.undo(run, actor=officer, now=now, **WHY)

    assert fresh(run).state == "submitted"


def test_step_that_followed_by_itself_is_not_undone(run, officer, now):
    walk_to(run, Trial.done, now=now)

    with pytest.raises(NotReady, match="“Decide” followed by itself from work that was finished"):
        services.undo(run, actor=officer, now=now, **WHY)


def test_arrival_is_not_undone(officer, now):
    (run,) = services.bring_in(
        Trial, [Arrival(Trial.submitted, None, None, officer=officer)], actor=officer, now=now
    )

    with pytest.raises(NotReady, match="stands where it began here, so there is no step to undo"):
        services.undo(run, actor=officer, now=now, **WHY)


def test_step_of_a_page_that_does_more_is_not_undone_from_here(run, lead, officer, now):
    services.advance(run, Trial.submit, actor=lead, now=now)
    object.__setattr__(Trial.submit, "page", "awards:days")
    try:
        with pytest.raises(NotReady, match="“Submit” wrote down more than the step"):
            services.undo(run, actor=officer, now=now, **WHY)
    finally:
        object.__setattr__(Trial.submit, "page", "")


def test_waymark_itself_undoes_and_reopens_nothing(submitted, later):
    for act in (services.undo, services.reopen):
        with pytest.raises(Exception, match="This is for the office to do."):
            act(submitted, actor=None, now=later, **WHY)


@pytest.mark.parametrize("act", [services.undo, services.reopen])
@pytest.mark.parametrize(
    ("words", "sentence"),
    [({"reason": "", "note": "x"}, "Choose the reason"), ({"reason": "other", "note": ""}, "Say why")],
)
def test_acts_need_a_reason_and_words(submitted, officer, later, act, words, sentence):
    if act is services.reopen:
        services.advance(submitted, Trial.withdraw, actor=officer, now=later, note="No.")

    with pytest.raises(NotReady, match=sentence):
        act(submitted, actor=officer, now=later, **words)


def test_reopened_run_goes_on_where_it_was_and_its_time_counts_anew(submitted, officer, now, later):
    services.advance(submitted, Trial.withdraw, actor=officer, now=later, note="No.")

    record = services.reopen(submitted, actor=officer, now=later + 40 * DAY, **WHY)

    kept = fresh(submitted)
    assert (record.kind, record.source, record.target) == ("reopened", "withdrawn", "submitted")
    assert (kept.state, kept.finished_at, kept.entered_at) == ("submitted", None, later + 40 * DAY)
    assert (kept.due_on, kept.started_at) == (dt.date(2026, 12, 18), now)  # it was July before
    assert [(spell.state, spell.left_at) for spell in spells([Trial])] == [
        ("draft", now + 10 * DAY),
        ("submitted", later),
        ("withdrawn", later + 40 * DAY),
        ("submitted", None),
    ]
    assert deadline_of(submitted).day == dt.date(2026, 12, 18)
    assert list(breaches()) == []


def test_reopening_is_undone_like_a_step(run, officer, now):
    services.advance(run, Trial.withdraw, actor=officer, now=now, note="No.")
    services.reopen(run, actor=officer, now=now + DAY, **WHY)

    services.undo(run, actor=officer, now=now + 2 * DAY, **WHY)

    assert (fresh(run).state, fresh(run).finished_at, fresh(run).look_on) == ("withdrawn", now, None)
    assert list(breaches()) == []


def test_reopening_that_cannot_be_is_refused(run, start, officer, now):
    with pytest.raises(NotReady, match="Trial run has not ended: it is at “Draft”"):
        services.reopen(run, actor=officer, now=now, **WHY)
    walk_to(run, Trial.done, now=now)
    with pytest.raises(NotReady, match="Trial run ended at “Done”, and that stays."):
        services.reopen(run, actor=officer, now=now, **WHY)


def test_end_at_which_a_run_was_brought_in_has_nothing_before_it(officer, now, monkeypatch):
    monkeypatch.setattr(Trial, "reopens", (Trial.done,))
    (run,) = services.bring_in(
        Trial, [Arrival(Trial.done, None, None, officer=officer)], actor=officer, now=now
    )

    with pytest.raises(NotReady, match="already when it was brought in, so there is no step to go back to"):
        services.reopen(run, actor=officer, now=now, **WHY)


def test_journey_may_keep_an_end_from_living_again(run, officer, now, monkeypatch):
    monkeypatch.setattr(Trial, "lives_again", (Guard("one", (), lambda facts: ["There is another one."]),))
    services.advance(run, Trial.withdraw, actor=officer, now=now, note="No.")

    for act in (services.undo, services.reopen):
        with pytest.raises(NotReady, match="There is another one."):
            act(run, actor=officer, now=now, **WHY)


def test_history_tells_of_undone_and_reopened(submitted, officer, later):
    services.undo(submitted, actor=officer, now=later, **WHY)
    services.advance(submitted, Trial.withdraw, actor=officer, now=later, note="No.")
    services.reopen(submitted, actor=officer, now=later, **WHY)

    assert told(submitted) == [
        ("Opened again: Draft", "Something was done by mistake: The wrong button."),
        ("Withdrawn", "No."),
        ("Undone: Submit. At “Draft” again", "Something was done by mistake: The wrong button."),
        ("Submitted, undone later", ""),
        ("Draft", ""),
    ]
    assert told(submitted, inside=False) == [
        ("Opened again: Draft", ""),
        ("Withdrawn", ""),
        ("We put it back to “Draft”", ""),
        ("Draft", ""),
    ]


def test_many_are_as_one(start, lead, officer, now):
    alone, several = start(), [start() for _ in range(3)]
    for run in [alone, *several]:
        services.advance(run, Trial.submit, actor=lead, now=now)
    new = start()

    services.undo(alone, actor=officer, now=now, **WHY)
    outcome = services.undo_many([*several, new], actor=officer, now=now, **WHY)

    assert set(outcome.records) == {run.pk for run in several}
    assert list(outcome.refused) == [new.pk]
    assert {fresh(run).state for run in [alone, *several]} == {"draft"}


def test_run_is_given_to_another_officer(run, officer, now):
    other = PersonFactory(name="Otto Other")

    record = services.reassign(run, officer=other, actor=officer, now=now, note="On leave.")

    assert (fresh(run).officer, run.officer) == (other, other)
    assert record.detail == {"about": "reassigned", "was": officer.pk, "officer": other.pk}
    assert told(run)[0] == ("Another officer looks after it", "On leave.")
    assert told(run, inside=False) == [("Draft", "")]


def test_run_is_not_given_to_whom_it_is_with(run, officer, now):
    with pytest.raises(NotReady, match="Trial run is with Olga Officer already."):
        services.reassign(run, officer=officer, actor=officer, now=now)
