from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection

from tests.factories.people import PersonFactory
from tests.trial.journeys import RANG, Trial
from tests.trial.roles import LEAD, make_lead
from workflow import services
from workflow.audit import breaches
from workflow.history import lines_of
from workflow.journey import NOBODY, BroughtIn, Journey, Phase, State, Transition, WrongDeclaration
from workflow.models import Run, TransitionRecord
from workflow.presenters import events_of, here_since, path_of, standing_of, waiting_since
from workflow.queries import Spell, arrivals_of, spells
from workflow.refusals import NotReady, NotYours
from workflow.services import Arrival

ENTERED, BEGAN = dt.date(2025, 11, 3), dt.date(2025, 9, 8)


def midnight(day):
    return dt.datetime.combine(day, dt.time.min, tzinfo=dt.UTC)


@pytest.fixture
def arrive(officer, now):
    def one(state=Trial.submitted, started_on=BEGAN, entered_on=ENTERED, **more):
        arrival = Arrival(state, started_on, entered_on, **{"label": "Elm", "officer": officer, **more})
        (run,) = services.bring_in(Trial, [arrival], actor=officer, now=now)
        return run

    return one


def said(run):
    return list(run.records.select_related("actor", "note").order_by("seq"))


def test_arrival_stands_midway_by_one_record(arrive, officer, now):
    run = arrive(area="north", kind="x", note="From our list.")

    record = run.records.get()
    assert (record.kind, record.source, record.target, record.role) == (
        *("brought_in", "", "submitted"),
        "trial_officer",
    )
    assert (record.happened_at, record.recorded_at, record.note.text) == (
        midnight(ENTERED),
        now,
        "From our list.",
    )
    assert record.detail == {"history": "not held", "entered_on": "2025-11-03", "started_on": "2025-09-08"}
    assert (run.state, run.phase, run.waits_for, run.seq) == ("submitted", "deciding", "office", 1)
    assert (run.label, run.area, run.kind, run.officer) == ("Elm", "north", "x", officer)
    assert (run.started_at.date(), run.entered_at, run.entered_is_known) == (
        dt.date(2025, 9, 7),  # midnight of summer time
        midnight(ENTERED),
        True,
    )
    assert (run.due_on, run.slow_on) == (dt.date(2026, 4, 2), dt.date(2025, 11, 13))
    assert run.head_hash == record.hash
    assert list(breaches()) == []


def test_arrival_without_its_day_has_no_dates_by_rule(arrive, now):
    run = arrive(entered_on=None, started_on=None)

    assert (run.entered_at, run.started_at, run.entered_is_known) == (now, now, False)
    assert (run.due_on, run.slow_on) == (None, None)
    assert run.records.get().happened_at == now


def test_agreed_day_stands_instead_of_the_rules(arrive):
    agreed = dt.date(2026, 9, 1)

    assert arrive(due_on=agreed).due_on == arrive(entered_on=None, due_on=agreed).due_on == agreed
    assert (
        services.due_on_arrival(Trial, Arrival(Trial.submitted, None, None, due_on=agreed), calendars={})
        == agreed
    )


def test_due_day_is_known_before_anything_is_written():
    assert services.due_on_arrival(Trial, Arrival(Trial.submitted, None, ENTERED), calendars={}) == dt.date(
        2026, 4, 2
    )
    assert services.due_on_arrival(Trial, Arrival(Trial.submitted, None, None), calendars={}) is None
    assert services.due_on_arrival(Trial, Arrival(Trial.done, None, ENTERED), calendars={}) is None


def test_arrival_at_an_end_is_finished(arrive):
    assert arrive(Trial.done).finished_at == midnight(ENTERED)


def test_arrivals_come_back_in_their_order(officer, now):
    batch = uuid.uuid4()
    states = [Trial.done, Trial.draft, Trial.submitted]

    runs = services.bring_in(
        Trial,
        [Arrival(state, None, None, label=state.name, officer=officer) for state in states],
        actor=officer,
        now=now,
        batch=batch,
    )

    assert [run.label for run in runs] == [run.state for run in runs] == ["done", "draft", "submitted"]
    assert TransitionRecord.objects.filter(batch=batch).count() == 3


def test_no_arrivals_are_no_runs(officer, now):
    assert services.bring_in(Trial, [], actor=officer, now=now) == []


TOMORROW = dt.date(2026, 3, 11)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"state": Trial.deciding},
            "Elm cannot be brought in at “Deciding”. Choose one of “Draft”, “Submitted”",
        ),
        ({"entered_on": TOMORROW}, "Elm: “It came to this step” lies in the future."),
        ({"started_on": TOMORROW, "entered_on": None}, "Elm: “It began” lies in the future."),
        ({"entered_on": dt.date(2025, 9, 7)}, "Elm came to this step before it began."),
    ],
)
def test_arrival_that_cannot_be_is_refused_and_nothing_is_written(arrive, wrong, sentence):
    with pytest.raises(NotReady, match=sentence):
        arrive(**wrong)

    assert Run.objects.count() == TransitionRecord.objects.count() == 0


def test_all_that_is_wrong_is_told_and_none_comes_in(officer, now):
    wrong = [Arrival(Trial.deciding, None, None, label=name) for name in ("Ash", "Oak")]
    right = Arrival(Trial.draft, None, None, label="Elm", officer=officer)

    with pytest.raises(NotReady) as refusal:
        services.bring_in(Trial, [*wrong, right], actor=officer, now=now)

    assert [reason.split()[0] for reason in refusal.value.reasons] == ["Ash", "Oak"]
    assert Run.objects.count() == 0


def test_somebody_without_the_role_brings_nothing_in(arrive, officer):
    with pytest.raises(NotYours, match="Bringing in what is under way is for the officer to do."):
        arrive(officer=PersonFactory())

    assert Run.objects.count() == 0


def test_journey_that_brings_nothing_in_says_so(officer, now):
    class Closed(Trial):
        edition = "closed"
        brought_in = None

    with pytest.raises(NotReady, match="Nothing can be brought into A trial, closed"):
        services.bring_in(Closed, [Arrival(Closed.draft, None, None)], actor=officer, now=now)


def test_arrival_goes_on_as_any_other(arrive, officer, lead, now):
    run = arrive()

    services.advance(run, Trial.accept, actor=officer, now=now)

    assert list(run.records.order_by("seq").values_list("kind", "target")) == [
        ("brought_in", "submitted"),
        ("moved", "deciding"),
    ]
    assert list(breaches()) == []


def test_move_after_an_arrival_without_its_day_has_its_day(arrive, officer, now):
    run = arrive(entered_on=None)

    services.advance(run, Trial.accept, actor=officer, now=now)

    assert Run.objects.get(pk=run.pk).entered_is_known is True


def test_arrival_is_put_right_by_one_more_record(arrive, officer, now):
    run = arrive(due_on=dt.date(2026, 9, 1))
    services.annotate(run, RANG, actor=officer, now=now)

    record = services.bring_in_again(
        run, Arrival(Trial.sent_back, None, BEGAN, label="Other"), actor=officer, now=now
    )

    kept = Run.objects.get(pk=run.pk)
    assert (record.kind, record.source, record.target, record.seq) == (
        "brought_in",
        "submitted",
        "sent_back",
        3,
    )
    assert (kept.state, kept.started_at, kept.due_on, kept.label) == (
        "sent_back",
        kept.entered_at,
        None,
        "Elm",
    )
    assert arrivals_of([run]) == {run.pk: record}
    assert (run.state, run.seq) == ("sent_back", 3)
    assert list(breaches()) == []


def test_arrival_that_has_gone_on_is_not_put_right(arrive, officer, now):
    run = arrive()
    services.advance(run, Trial.record_visit, actor=officer, now=now)

    with pytest.raises(NotReady, match="Elm has its own history here since it was brought in"):
        services.bring_in_again(run, Arrival(Trial.draft, None, None), actor=officer, now=now)


def test_run_that_was_started_is_not_brought_in_again(run, officer, now):
    with pytest.raises(NotReady, match="has its own history here"):
        services.bring_in_again(run, Arrival(Trial.draft, None, None), actor=officer, now=now)


def test_only_the_declared_role_puts_an_arrival_right(arrive, lead, now):
    run = arrive()
    make_lead(lead, run)

    with pytest.raises(NotYours):
        services.bring_in_again(run, Arrival(Trial.draft, None, None), actor=lead, now=now)


# ------------------------------------------------------------------------------------------ in words


def test_path_of_an_arrival_shows_earlier_stops_as_done_without_days(arrive):
    run = arrive(started_on=None, entered_on=None)

    assert [(stop.label, stop.state, stop.date) for stop in path_of(run, said(run), inside=True)] == [
        ("Draft", "done", ""),
        ("Decision", "here", "since before 10 Mar 2026"),
        ("Done", "ahead", ""),
    ]


def test_path_of_an_arrival_shows_the_days_that_are_known(arrive):
    run = arrive()

    assert [(stop.state, stop.date) for stop in path_of(run, said(run))] == [
        ("done", "8 Sep 2025"),
        ("here", "by 2 Apr 2026"),
        ("ahead", ""),
    ]


def test_path_of_an_arrival_that_went_on_shows_when_it_left(arrive, officer, now):
    run = arrive(started_on=None, entered_on=None)
    for move in (Trial.accept, Trial.refuse):
        services.advance(run, move, actor=officer, now=now)

    assert [(stop.state, stop.date) for stop in path_of(run, said(run))] == [
        ("done", ""),
        ("done", "10 Mar 2026"),
        ("here", "10 Mar 2026"),
    ]


@pytest.mark.parametrize("inside", [True, False])
def test_history_of_an_arrival_says_that_earlier_history_is_not_held(arrive, inside):
    run = arrive(entered_on=None)

    (event,) = events_of(run, said(run), inside=inside)

    assert event.title == ("Submitted" if inside else "With us")
    assert (event.when, event.aside) == (
        "Before 10 March 2026, recorded 10 March 2026",
        "Brought in: earlier history not held.",
    )


def test_arrival_that_was_put_right_is_shown_outside_as_it_is_now(arrive, officer, now):
    run = arrive()
    services.bring_in_again(run, Arrival(Trial.sent_back, None, None), actor=officer, now=now)

    outside, inside = (events_of(run, said(run), inside=who) for who in (False, True))

    assert [event.title for event in outside] == ["Sent back"]
    assert [(event.title, event.aside) for event in inside] == [
        ("Sent back", "Brought in: earlier history not held."),
        ("Submitted", "Brought in; put right later."),
    ]


def test_waiting_is_said_without_a_day_that_nobody_knows(arrive, now):
    known, unknown = arrive(), arrive(entered_on=None)

    assert waiting_since(known, now=now) == "since 3 November 2025, 127 days"
    assert waiting_since(unknown, now=now) == "since before 10 March 2026"
    assert (here_since(known), here_since(unknown)) == ("3 Nov 2025", "before 10 Mar 2026")
    assert standing_of(unknown, said(unknown), inside=False).since_is_known is False


def test_line_of_an_arrival_is_known_or_not(arrive):
    assert [lines_of(said(run))[0].is_known for run in (arrive(), arrive(entered_on=None))] == [True, False]


def test_times_of_steps_leave_out_what_nobody_knows(arrive, start, officer, lead, now):
    usual, known, unknown = start(), arrive(), arrive(entered_on=None)
    services.advance(usual, Trial.submit, actor=lead, now=now + dt.timedelta(days=2))
    for run in (known, unknown):
        services.advance(run, Trial.accept, actor=officer, now=now)
    again = arrive(entered_on=None)
    services.bring_in_again(again, Arrival(Trial.draft, None, ENTERED), actor=officer, now=now)

    assert list(spells([Trial])) == [
        Spell(usual.pk, "draft", now, now + dt.timedelta(days=2)),
        Spell(usual.pk, "submitted", now + dt.timedelta(days=2), None),
        Spell(known.pk, "submitted", midnight(ENTERED), now),
        Spell(known.pk, "deciding", now, None),
        Spell(unknown.pk, "deciding", now, None),
        Spell(again.pk, "draft", midnight(ENTERED), None),
    ]


# ------------------------------------------------------------------------------------- as it is declared


@pytest.mark.parametrize(
    ("into", "sentence"),
    [
        (lambda begin, end: [], "runs are brought in, but into no state"),
        (lambda begin, end: [begin, begin], "brought_in names 'begin' more than once: name each once"),
        (
            lambda begin, end: [Trial.submitted],
            "runs are brought into a state that is not one of its own: submitted",
        ),
    ],
)
def test_bringing_in_that_cannot_work_is_refused(into, sentence):
    begin = State("Begin", Phase.JOINING, NOBODY, initial=True)
    end = State("End", Phase.ENDED, NOBODY, final=True)
    begin.__set_name__(Journey, "begin")
    parts = {"begin": begin, "end": end, "go": Transition("Go", begin, end, by=LEAD)}
    words = {"code": "x", "edition": "1", "title": "X", "brought_in": BroughtIn(into(begin, end), by=LEAD)}

    with pytest.raises(WrongDeclaration, match=sentence):
        type("Tried", (Journey,), parts | words)


def test_database_keeps_the_order_of_an_arrival_and_its_run(arrive):
    arrive()

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT count(*) FROM workflow_run")
        assert cursor.fetchone() == (1,)
