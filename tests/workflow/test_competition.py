"""Several at once, on real connections: exactly one wins, the others are told, and nobody waits for ever."""

from __future__ import annotations

from threading import Event

import pytest
from django.db import connection, transaction

from tests.racing import race
from tests.trial.journeys import Trial
from tests.walking import walk_to
from workflow import services
from workflow.audit import breaches
from workflow.models import Incident, Run, TransitionRecord
from workflow.numbers import next_number
from workflow.refusals import NotFromHere, Stale

ROUNDS = 60
pytestmark = pytest.mark.django_db(transaction=True)


def kinds(answers):
    return sorted(type(answer).__name__ for answer in answers)


def test_two_callers_of_one_transition_move_it_once(start, lead, now):
    for _ in range(ROUNDS):
        run = start()
        answers = race(
            *[lambda run=run: services.advance(Run.objects.get(pk=run.pk), Trial.submit, actor=lead, now=now)]
            * 2
        )
        assert kinds(answers) == ["NotFromHere", "TransitionRecord"]

    assert TransitionRecord.objects.filter(transition="submit").count() == ROUNDS
    assert list(breaches()) == []


def test_two_callers_with_the_version_they_saw_move_it_once(start, officer, now):
    for _ in range(20):
        run = walk_to(start(), Trial.submitted, now=now)
        Run.objects.filter(pk=run.pk).update(officer=officer)
        seen = run.seq
        answers = race(
            *[
                lambda run=run, seen=seen: services.advance(
                    Run.objects.get(pk=run.pk), Trial.record_visit, actor=officer, now=now, version=seen
                )
            ]
            * 2
        )
        assert kinds(answers) == ["Stale", "TransitionRecord"]


def test_two_ways_out_of_one_state_end_in_one(start, lead, officer, now):
    for _ in range(ROUNDS):
        run = start()
        answers = race(
            lambda run=run: services.advance(Run.objects.get(pk=run.pk), Trial.submit, actor=lead, now=now),
            lambda run=run: services.advance(
                Run.objects.get(pk=run.pk), Trial.withdraw, actor=officer, now=now, note="Closed."
            ),
        )
        # withdrawing may come after submitting, never the other way round
        assert kinds(answers) in (["NotFromHere", "TransitionRecord"], ["TransitionRecord"] * 2)
        assert Run.objects.get(pk=run.pk).state == "withdrawn"

    assert list(breaches()) == []


def test_bulk_against_single_moves_each_run_once(start, lead, now):
    for _ in range(20):
        runs = [start() for _ in range(6)]

        def together(runs=runs):
            return services.advance_many(runs, Trial.submit, actor=lead, now=now)

        def alone(runs=runs):
            return services.advance(Run.objects.get(pk=runs[3].pk), Trial.submit, actor=lead, now=now)

        def backwards(runs=runs):
            return services.advance_many(runs[::-1], Trial.submit, actor=lead, now=now)

        answers = race(together, alone, backwards)

        wins = [
            *[pk for outcome in (answers[0], answers[2]) for pk in outcome.records],
            *([runs[3].pk] if isinstance(answers[1], TransitionRecord) else []),
        ]
        assert isinstance(answers[1], TransitionRecord | NotFromHere)
        assert sorted(wins) == sorted(run.pk for run in runs)
    assert not any(isinstance(answer, Stale) for answer in answers)
    assert list(breaches()) == []


def test_writing_about_a_run_does_not_wait_for_its_move(run, lead, now):
    moved, written = Event(), Event()

    def move():
        with transaction.atomic():
            services.advance(Run.objects.get(pk=run.pk), Trial.submit, actor=lead, now=now)
            moved.set()
            return written.wait(5)

    def write():
        moved.wait(5)
        Incident.objects.create(key="seen", summary="Seen", run=run, opened_at=now)
        written.set()

    assert race(move, write) == [True, None]


def test_numbers_taken_at_once_have_no_gaps(db):
    def take():
        with transaction.atomic():
            return next_number("race")

    assert sorted(race(*[take] * 8)) == list(range(1, 9))


def test_move_waits_for_the_one_before_it(start, lead, now):
    """The second caller sees what the first one left, not what was there when it asked."""
    run = start()

    def slow():
        with transaction.atomic():
            record = services.advance(Run.objects.get(pk=run.pk), Trial.submit, actor=lead, now=now)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.2)")
            return record

    answers = race(slow, lambda: services.advance(run, Trial.withdraw, actor=lead, now=now, note="Why not."))

    assert kinds(answers) in (["TransitionRecord"] * 2, ["NotFromHere", "TransitionRecord"])
    assert list(breaches()) == []
