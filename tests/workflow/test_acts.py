"""Acts in one form: judged without a trace, done by the same rules, taken back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.factories.people import OfficerFactory
from tests.trial.journeys import AREA_GIVEN, Trial
from workflow import services
from workflow.acts import ACTS, Judged, acts_for
from workflow.models import Run
from workflow.reasons import REASONS

WHY = {"reason": "other", "note": "Because."}


@pytest.fixture
def given(officer, now):
    return {"actor": officer, "now": now}


def fresh(run):
    return Run.objects.get(pk=run.pk)


def values(code, run):
    other = OfficerFactory().person
    return {
        "extend": {"to": "2026-05-01"},
        "pause": {"until": "2026-04-01"},
        "reassign": {"officer": str(other.pk)},
        "waive": {"guard": AREA_GIVEN.code},
    }.get(code, {})


CASES = {
    "extend": (("Due by", "24 March 2026", "1 May 2026"),),
    "pause": (("Paused", "no", "until 1 April 2026"),),
    "withdraw": (
        ("Step", "Draft", "Withdrawn"),
        ("Whose move", "Team", "Nobody"),
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_act_is_shown_first_and_leaves_no_trace(run, given, code):
    judged = ACTS[code].judge([run], values(code, run), **given)

    assert judged == {run.pk: Judged(shows=CASES[code])}
    assert fresh(run).seq == 1


@pytest.mark.parametrize("code", ["extend", "pause", "reassign", "withdraw", "reopen"])
def test_act_is_done_and_taken_back(start, given, code):
    runs = [start(), start()]
    if code == "reopen":
        services.advance_many(runs, Trial.withdraw, note="No.", **given)
    before = [(run.state, run.due_on, run.officer_id, run.paused_at) for run in map(fresh, runs)]
    act, batch = ACTS[code], uuid.uuid4()

    done = act.do(runs, values(code, runs[0]), **given, **WHY, batch=batch)

    assert set(done.records) == {run.pk for run in runs}
    assert {record.batch for record in done.records.values()} == {batch}
    changed = [(run.state, run.due_on, run.officer_id, run.paused_at) for run in map(fresh, runs)]
    assert all(was != now for was, now in zip(before, changed, strict=True))
    now_theirs = {"actor": fresh(runs[0]).officer, "now": given["now"]}
    back = act.undo([fresh(run) for run in runs], batch=batch, **now_theirs, **WHY)
    assert set(back.records) == {run.pk for run in runs}, back.refused
    assert [(run.state, run.due_on, run.officer_id, run.paused_at) for run in map(fresh, runs)] == before


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("extend", "Trial run has changed since it was given more time"),
        ("pause", "Trial run was paused anew since, so it stays paused."),
        ("withdraw", "Trial run has moved on since, so this step is not undone."),
        ("reassign", "Trial run was given to somebody else since"),
    ],
)
def test_act_is_not_taken_back_when_the_run_went_on(run, officer, now, code, sentence):
    given, batch = {"actor": officer, "now": now}, uuid.uuid4()
    ACTS[code].do([run], values(code, run), **given, **WHY, batch=batch)
    if code == "extend":
        services.extend(run, to=dt.date(2026, 6, 1), **WHY, **given)
    if code == "pause":
        services.resume(run, **given)
        services.pause(run, **WHY, **given)
    if code == "withdraw":
        services.reopen(run, **WHY, **given)
    if code == "reassign":
        Run.objects.filter(pk=run.pk).update(officer=officer)

    outcome = ACTS[code].undo([fresh(run)], batch=batch, **given, **WHY)

    assert [sentence in reason for reason in outcome.refused[run.pk].reasons] == [True]


def test_act_on_a_run_that_moved_on_since_it_was_shown_is_refused(run, lead, now, given):
    services.advance(run, Trial.submit, actor=lead, now=now)

    outcome = ACTS["withdraw"].do([run], {}, **given, **WHY, versions={run.pk: 1})

    assert "has moved on since you opened the page" in outcome.refused[run.pk].reasons[0]


def test_step_of_another_programme_is_refused_by_name(run, given):
    judged = ACTS["send_back_commitment"].judge([run], {}, **given)

    assert judged[run.pk].reasons == ("Trial run is in A trial, which has no step of that kind.",)


def test_step_that_cannot_be_undone_says_so_beforehand(run, given):
    assert ACTS["award"].final.startswith("“Release the award” cannot be undone.")
    assert ACTS["withdraw"].final == ""


def test_every_act_has_a_form_with_a_reason(db):
    for act in ACTS.values():
        form = act.form()
        assert {"reason", "note"} <= set(form.fields), act.code
        assert (act.undo is not None) or act.final, act.code
    assert len({reason.code for reason in REASONS}) == len(REASONS)


def test_acts_that_come_into_question(run, officer, now):
    def codes():
        return [act.code for act in acts_for(run)]

    assert codes() == ["extend", "pause", "undo", "reassign", "nudge"]
    services.pause(run, **WHY, actor=officer, now=now)
    assert codes() == ["resume", "undo", "reassign", "nudge"]
    services.advance(run, Trial.withdraw, actor=officer, now=now, note="No.")
    assert codes() == ["reopen", "undo", "reassign"]
