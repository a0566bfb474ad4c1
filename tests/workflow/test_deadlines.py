"""Due dates of runs: the calendar of their area, the anchors of their history, and at what cost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.trial.journeys import Trial
from tests.trial.roles import LEAD, make_lead, make_officer
from tests.trial.timed import FromAcceptance, FromHandingIn
from workflow import services
from workflow.calendar import usual_terms
from workflow.deadlines import Entered, anchors_in, deadline_of, deadlines, reason_of
from workflow.due import Due
from workflow.journey import WrongDeclaration
from workflow.models import Run, Term


def at(day: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(10)))


@pytest.fixture
def begun(lead, officer):
    def begin(journey=FromHandingIn, day="2026-03-03", area="north"):
        run = services.start(journey, actor=None, now=at(day), label="Timed", area=area)
        make_lead(lead, run)
        make_officer(officer, run)
        return run

    return begin


@pytest.fixture
def act(lead, officer):
    def moved(run, move, day):
        actor = lead if LEAD in move.roles else officer
        services.advance(run, move, actor=actor, now=at(day))
        return run

    return moved


def statements(do):
    with CaptureQueriesContext(connection) as asked:
        do()
    return [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def test_dates_follow_the_journey(begun, act):
    run = begun()
    due = [run.due_on]
    for move, day in [
        (FromHandingIn.attend, "2026-03-03"),
        (FromHandingIn.submit, "2026-07-10"),
        (FromHandingIn.ask, "2026-07-14"),
        (FromHandingIn.submit, "2026-09-07"),
        (FromHandingIn.accept, "2026-10-05"),
        (FromHandingIn.report, "2027-05-03"),
        (FromHandingIn.decide, "2027-06-01"),
    ]:
        due.append(act(run, move, day).due_on)

    assert [f"{day:%Y-%m-%d}" for day in due] == [
        "2026-07-17",  # registered in spring: by the end of summer
        "2026-07-17",  # attended in spring
        "2026-09-01",  # ten working days, in the holidays: the first day of term
        "2026-07-17",  # asked back: still one term after the day
        "2026-09-21",
        "2028-09-07",  # two years after the last handing in
        "2027-07-12",  # all published days are past: seventy days
        "2027-07-31",
    ]


def test_delivery_counts_from_acceptance_where_the_edition_says_so(begun, act):
    run = act(begun(FromAcceptance), FromAcceptance.submit, "2026-03-10")

    assert act(run, FromAcceptance.accept, "2026-04-20").due_on == dt.date(2028, 4, 20)


def test_delivery_counts_from_handing_in_where_the_edition_says_so(begun, act):
    run = begun()
    for move, day in [("attend", "2026-03-03"), ("submit", "2026-03-10"), ("accept", "2026-04-20")]:
        act(run, FromHandingIn.transitions[move], day)

    assert run.due_on == dt.date(2028, 3, 10)
    found = deadline_of(run)
    assert (found.anchor, found.anchored_on) == ("submitted", dt.date(2026, 3, 10))
    assert (
        FromHandingIn.delivering.due.reason(found.anchor, found.anchored_on)
        == "your promise was handed in on 10 March 2026"
    )


def test_reason_of_a_run_is_said_where_its_date_is_the_rules(begun, act):
    run = act(begun(), FromHandingIn.attend, "2026-03-03")
    assert reason_of(run) == "the day was on 3 March 2026"

    run.due_on = dt.date(2026, 9, 30)
    assert reason_of(run) is None


def test_reason_in_the_anchors_own_words():
    assert (
        Due(terms=1, anchor="attended").reason("attended", dt.date(2026, 3, 3))
        == "the day was on 3 March 2026"
    )
    assert (
        Due(terms=1, anchor="attended").reason("entered", dt.date(2026, 3, 3))
        == "this step began on 3 March 2026"
    )
    assert Due(days=1, anchor="paid").reason("paid", dt.date(2026, 3, 3)) == "it was paid on 3 March 2026"


def test_anchor_that_was_corrected_counts_as_corrected(begun, act, officer):
    run = begun()
    for move, day in [("attend", "2026-03-03"), ("submit", "2026-03-10"), ("accept", "2026-04-20")]:
        act(run, FromHandingIn.transitions[move], day)
    now = at("2026-04-21")
    services.correct(run, 3, happened_at=at("2026-03-06"), actor=officer, now=now, note="The letter says so.")

    assert run.due_on == dt.date(2028, 3, 6)
    assert deadline_of(run).day == dt.date(2028, 3, 6)


def test_agreed_date_stands_when_an_anchor_is_corrected(begun, act, officer):
    run = begun()
    for move, day in [("attend", "2026-03-03"), ("submit", "2026-03-10"), ("accept", "2026-04-20")]:
        act(run, FromHandingIn.transitions[move], day)
    Run.objects.filter(pk=run.pk).update(due_on=dt.date(2028, 9, 1))
    services.correct(
        run, 3, happened_at=at("2026-03-06"), actor=officer, now=at("2026-04-21"), note="The letter says so."
    )

    assert run.due_on == dt.date(2028, 9, 1)


def test_anchor_that_is_not_known_gives_way_to_entering(begun):
    run = begun()
    entered = Entered(run.pk, FromHandingIn, FromHandingIn.delivering, dt.date(2026, 5, 1), "north")

    (found,) = deadlines([entered])

    assert (found.day, found.anchor) == (dt.date(2028, 5, 1), "entered")


def test_nothing_is_due_by_rule_where_no_day_is_known(begun):
    run = begun()
    states = [FromHandingIn.registered, FromHandingIn.closing, FromHandingIn.done]

    found = deadlines([Entered(run.pk, FromHandingIn, state, None) for state in states])

    assert [one.day if one else None for one in found] == [None, dt.date(2027, 7, 31), None]


def test_anchors_that_the_caller_knows_are_not_read(begun, django_assert_num_queries):
    run = begun()
    moves = [
        ("attend", dt.date(2026, 3, 3)),
        ("submit", dt.date(2026, 3, 10)),
        ("submit", dt.date(2026, 4, 1)),
    ]
    anchors = anchors_in(FromHandingIn, moves)
    entered = Entered(run.pk, FromHandingIn, FromHandingIn.delivering, dt.date(2026, 5, 1), anchors=anchors)

    with django_assert_num_queries(0):
        (found,) = deadlines([entered])
    assert anchors == {"attended": dt.date(2026, 3, 3), "submitted": dt.date(2026, 4, 1)}
    assert found.day == dt.date(2028, 4, 1)


def test_runs_have_the_calendar_of_their_area(begun):
    Term.objects.bulk_create(
        Term(area="south", **{**vars(term), "ends": term.ends - dt.timedelta(days=1)})
        for term in usual_terms(2025)
    )

    assert [begun(area=area).due_on for area in ("north", "south")] == [
        dt.date(2026, 7, 17),
        dt.date(2026, 7, 16),
    ]


def test_many_runs_cost_as_many_queries_as_one(begun, act, officer):
    def asked(number):
        runs = [
            act(
                act(begun(area=f"a{n % 7}"), FromHandingIn.attend, "2026-03-03"),
                FromHandingIn.submit,
                "2026-03-10",
            )
            for n in range(number)
        ]
        return len(
            statements(
                lambda: services.advance_many(runs, FromHandingIn.ask, actor=officer, now=at("2026-03-11"))
            )
        )

    # lock, roles, calendars, anchors, move
    assert asked(8) == asked(1) == 5


def test_move_to_a_state_without_a_calendar_asks_for_none(run, lead, officer, now):
    services.advance(run, Trial.submit, actor=lead, now=now)

    assert len(statements(lambda: services.advance(run, Trial.accept, actor=officer, now=now))) == 3


def test_pause_lengthens_all_but_a_day_for_all(begun):
    run = begun()
    states = [FromHandingIn.registered, FromHandingIn.closing]
    day = dt.date(2026, 3, 3)

    found = deadlines([Entered(run.pk, FromHandingIn, state, day, paused_days=10) for state in states])

    assert [one.day for one in found] == [dt.date(2026, 7, 27), dt.date(2027, 7, 31)]


def test_anchor_that_no_transition_sets_is_refused():
    with pytest.raises(WrongDeclaration, match="'registered' is due from 'paid', which no transition sets"):

        class Wrong(FromAcceptance):
            registered = type(FromAcceptance.registered)(
                "Registered",
                FromAcceptance.registered.phase,
                FromAcceptance.registered.waits_for,
                initial=True,
                asks="Come.",
                due=Due(days=3, anchor="paid"),
            )


def test_entering_is_no_anchor_of_a_transitions_own():
    with pytest.raises(WrongDeclaration, match="'finish' sets 'entered', which every state is"):

        class Wrong(FromAcceptance):
            finish = type(FromAcceptance.finish)(
                "Finish",
                FromAcceptance.delivering,
                FromAcceptance.done,
                anchors="entered",
                by=FromAcceptance.finish.by,
            )
