"""One act on many journeys: shown without a trace, done once in pieces, refused by name, taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.people import OfficerFactory, PersonFactory
from tests.trial.journeys import AREA_GIVEN, Trial
from tests.trial.roles import make_lead
from tests.workflow.bulk.working import WHY, done, fates, fresh, sentences, shown, work_off
from workflow import services
from workflow.acts import ACTS
from workflow.bulk import (
    CannotTakeBack,
    NothingChosen,
    NothingToDo,
    NotYoursToConfirm,
    TooMany,
    acts_for_many,
    begin_taking_back,
    changes_shown,
    choosing,
    confirm,
    counts_of,
    mails_shown,
    show_first,
)
from workflow.journey import Effect
from workflow.messages import post
from workflow.models import BulkAct, BulkRow, Job, MailStop, Message, Run, TransitionRecord
from workflow.refusals import NotReady

DAY = dt.timedelta(days=1)


def take_back(bulk, officer):
    begin_taking_back(bulk, by=officer, now=timezone.now(), reason="by-mistake", note="Wrong list.")
    work_off()
    return BulkAct.objects.get(pk=bulk.pk)


def test_preview_counts_what_changes_and_names_who_stays(start, officer, now):
    runs = [start(label=f"Run {place}") for place in range(4)]
    services.pause(runs[1], actor=officer, now=now, **WHY)
    to = runs[0].due_on + 30 * DAY

    bulk = shown(runs, "extend", officer, to=to.isoformat())

    assert (counts_of(bulk).waiting, counts_of(bulk).refused) == (3, 1)
    assert sentences(bulk) == [
        "Run 1 is paused, and its day waits with it. Resume it first, then give it more time."
    ]
    assert changes_shown(bulk) == [("Due by", f"{to.day} {to:%B %Y}", 3)]
    assert [fresh(run).seq for run in runs] == [1, 2, 1, 1]
    assert (bulk.state, Job.objects.count()) == ("previewed", 0)


def test_what_was_shown_is_done_in_pieces_under_one_batch(start, officer, by_threes):
    runs = [start() for _ in range(7)]
    to = runs[0].due_on + 30 * DAY
    bulk = shown(runs, "extend", officer, to=to.isoformat())

    confirm(bulk, by=officer, now=timezone.now())
    pieces = work_off()

    bulk.refresh_from_db()
    assert (bulk.state, pieces, fates(bulk)) == ("done", 3, ["done"] * 7)
    assert {fresh(run).due_on for run in runs} == {to}
    assert TransitionRecord.objects.filter(batch=bulk.batch).count() == 7


def test_confirming_twice_does_it_once(start, officer):
    runs = [start(), start()]
    bulk = shown(runs, "pause", officer, until="")

    for _ in range(2):
        confirm(bulk, by=officer, now=timezone.now())
    work_off()
    confirm(bulk, by=officer, now=timezone.now())

    assert (Job.objects.filter(key__startswith="bulk:").count(), [fresh(run).seq for run in runs]) == (
        1,
        [2, 2],
    )


def test_run_that_moved_on_since_the_preview_is_refused_by_name(start, officer, lead, now):
    runs = [start(label="Quick one"), start(label="Slow one")]
    bulk = shown(runs, "withdraw", officer)
    services.advance(runs[0], Trial.submit, actor=lead, now=now)

    confirm(bulk, by=officer, now=timezone.now())
    work_off()

    assert fates(bulk) == ["refused", "done"]
    assert sentences(bulk)[0].startswith("Quick one has moved on since you opened the page")
    assert [fresh(run).state for run in runs] == ["submitted", "withdrawn"]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("extend", {"to": "2090-05-01"}),
        ("pause", {"until": ""}),
        ("withdraw", {}),
        ("reassign", {"officer": "?"}),
    ],
)
def test_act_on_many_is_taken_back_as_a_whole(start, officer, by_threes, code, values):
    runs = [start() for _ in range(4)]
    other = officer if code != "reassign" else _another()
    before = [_place(run) for run in runs]

    bulk = done(
        runs, code, officer, **{name: value.replace("?", str(other.pk)) for name, value in values.items()}
    )
    assert [_place(run) != was for run, was in zip(runs, before, strict=True)] == [True] * 4
    bulk = take_back(bulk, other)

    assert (bulk.state, fates(bulk)) == ("undone", ["undone"] * 4)
    assert [_place(run) for run in runs] == before


def _another():
    return OfficerFactory().person


def _place(run):
    run = fresh(run)
    return run.state, run.due_on, run.officer_id, run.paused_at


def test_what_went_on_since_is_not_taken_back_and_named(start, officer):
    runs = [start(label="Stays"), start(label="Back")]
    bulk = done(runs, "withdraw", officer)
    services.reopen(runs[0], actor=officer, now=timezone.now(), **WHY)

    bulk = take_back(bulk, officer)

    assert fates(bulk) == ["not_undone", "undone"]
    assert sentences(bulk, BulkRow.NOT_UNDONE) == ["Stays has moved on since, so this step is not undone."]


def test_effect_that_fails_for_one_leaves_only_that_one(start, officer, effects_of):
    runs = [start(label=f"Run {place}") for place in range(3)]

    def undo(steps):
        if any(step.run.pk == runs[1].pk for step in steps):
            raise NotReady("The box of Run 1 is locked.")

    effects_of(Trial.withdraw, Effect("box", lambda steps: None, undo=undo))
    bulk = done(runs, "withdraw", officer)

    bulk = take_back(bulk, officer)

    assert fates(bulk) == ["undone", "not_undone", "undone"]
    assert sentences(bulk, BulkRow.NOT_UNDONE) == ["The box of Run 1 is locked."]
    assert [fresh(run).state for run in runs] == ["draft", "withdrawn", "draft"]


def test_effect_that_would_fail_is_named_in_the_preview(start, officer, effects_of):
    runs = [start(label="Whole"), start(label="Broken")]

    def fail(steps):
        if any(step.run.pk == runs[1].pk for step in steps):
            raise ZeroDivisionError

    effects_of(Trial.withdraw, Effect("fail", fail, final="It stays."))

    bulk = shown(runs, "withdraw", officer)

    assert fates(bulk) == ["waiting", "refused"]
    assert sentences(bulk)[0].startswith("Something went wrong on our side with Broken")
    assert [fresh(run).state for run in runs] == ["draft", "draft"]


def test_preview_says_how_many_mails_would_go_and_how_many_wait(start, officer, effects_of, now):
    runs = [start(), start(), start()]
    MailStop.objects.create(run=runs[0], why="office", since=now)

    def write(steps):
        for step in steps:
            post(
                "trial/hello.txt",
                to=f"team{step.run.pk}@people.example",
                key=f"hello:{step.run.pk}",
                context={"name": "Ada", "words": "Hello.", "link": "", "office": ""},
                now=step.now,
                run=step.run,
            )

    effects_of(Trial.send_back, Effect("write", write, final="It has left."))
    lead_submits(runs, now)

    bulk = shown(runs, "send_back", officer)

    assert (mails_shown(bulk), Message.objects.count()) == ((3, 1), 0)
    assert {fresh(run).state for run in runs} == {"submitted"}


def lead_submits(runs, now):
    lead = PersonFactory()
    make_lead(lead, *runs)
    services.advance_many(runs, Trial.submit, actor=lead, now=now)


def test_final_act_is_not_taken_back_and_says_so(start, officer, now):
    runs = [start(), start()]
    services.pause_many(runs, actor=officer, now=now, **WHY)
    bulk = done(runs, "resume", officer)

    with pytest.raises(CannotTakeBack, match="What was resumed is not set back"):
        take_back(bulk, officer)

    assert fates(bulk) == ["done", "done"]


def test_officer_who_left_acts_on_nothing(start, officer):
    runs = [start(), start()]
    bulk = shown(runs, "pause", officer, until="")
    confirm(bulk, by=officer, now=timezone.now())
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)

    work_off()

    assert fates(bulk) == ["refused", "refused"]
    assert sentences(bulk)[0] == services.FOR_THE_OFFICE


def test_list_that_is_empty_or_too_long_is_refused(start, officer, now, monkeypatch):
    given = {"values": {"until": ""}, "by": officer, "now": now, **WHY}
    with pytest.raises(NothingChosen):
        show_first(Run.objects.none(), act=ACTS["pause"], **given)
    monkeypatch.setattr(choosing, "MOST", 1)
    runs = [start(), start()]
    with pytest.raises(TooMany, match="more than 1 journeys"):
        shown(runs, "pause", officer, until="")

    assert BulkAct.objects.count() == 0


def test_preview_is_confirmed_only_by_who_saw_it_and_only_when_there_is_something_to_do(start, officer):
    run = start()
    bulk = shown([run], "pause", officer, until="")
    with pytest.raises(NotYoursToConfirm):
        confirm(bulk, by=_another(), now=timezone.now())
    nothing = shown([run], "resume", officer)
    with pytest.raises(NothingToDo):
        confirm(nothing, by=officer, now=timezone.now())


def test_old_previews_that_nobody_confirmed_are_forgotten(start, officer, now):
    runs = [start()]
    old, kept = shown(runs, "pause", officer, until=""), done(runs, "pause", officer, until="")
    BulkAct.objects.update(made_at=now - 3 * DAY)

    new = shown(runs, "resume", officer)

    assert set(BulkAct.objects.values_list("pk", flat=True)) == {kept.pk, new.pk}
    assert BulkRow.objects.filter(bulk=old.pk).count() == 0


def test_steps_are_offered_where_one_of_the_journeys_stands(start, officer, now):
    start()
    codes = [act.code for act in acts_for_many(Run.objects.all())]

    assert {"extend", "pause", "resume", "undo", "reassign", "waive", "nudge", "withdraw"} <= set(codes)
    assert {"send_back", "award"} & set(codes) == set()


def test_waiver_for_many_is_kept(start, officer):
    runs = [start(area=""), start()]

    bulk = done(runs, "waive", officer, guard=AREA_GIVEN.code)

    assert fates(bulk) == ["done", "refused"]


@pytest.mark.parametrize("number", [2, 12])
def test_number_of_statements_of_a_preview_and_of_a_piece_does_not_grow(start, officer, number):
    runs = [start() for _ in range(number)]

    with CaptureQueriesContext(connection) as showing:
        bulk = shown(runs, "extend", officer, to="2090-01-01")
    confirm(bulk, by=officer, now=timezone.now())
    with CaptureQueriesContext(connection) as working:
        work_off()

    assert len(showing) <= 12
    assert len(working) <= 36
