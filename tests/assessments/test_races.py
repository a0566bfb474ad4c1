"""Several hands at the same moment, on PostgreSQL."""

from __future__ import annotations

import pytest

from assessments import services
from assessments.models import Assessment, Decision, Review
from tests.assessments.world import Garden, World, whole
from tests.racing import race
from workflow.models import Incident, Run, TransitionRecord
from workflow.refusals import NotFromHere
from workflow.services import advance

TRIALS = 50


def ready_to_finish(assessment: Assessment, world: World, level: str = "green") -> None:
    services.save_marks(assessment, judgement=whole(level), person=assessment.assessor.person, now=world.now)


@pytest.mark.parametrize("levels", [("green", "green"), ("green", "evergreen")])
def test_readers_who_finish_in_the_same_second_meet_once(lasting_world: World, levels):
    world = lasting_world
    for _ in range(5):
        review, first, second = world.allocated()
        for assessment, level in zip([first, second], levels, strict=True):
            ready_to_finish(assessment, world, level)

        answers = race(
            lambda first=first: services.finish(first, person=world.readers[0], now=world.now),
            lambda second=second: services.finish(second, person=world.readers[1], now=world.now),
        )

        assert {type(answer) for answer in answers} == {Assessment}
        decisions = Decision.objects.filter(run=review.run).count()
        recorded = TransitionRecord.objects.filter(run=review.run, transition="record_decision").count()
        assert (decisions, recorded) == ((1, 1) if levels[0] == levels[1] else (0, 0))
    assert Incident.objects.count() == 0


def test_one_reader_who_finishes_twice_at_once_finishes_once(lasting_world: World):
    world = lasting_world
    _, first, _ = world.allocated()
    ready_to_finish(first, world)

    def finish():
        return services.finish(first, person=world.readers[0], now=world.now)

    answers = race(finish, finish)

    assert sorted(type(answer).__name__ for answer in answers) == ["Assessment", "NotThisStep"]


def test_two_officers_who_allocate_at_once_allocate_once(lasting_world: World):
    world = lasting_world
    review = world.submitted()

    def allocate(assessors):
        return lambda: services.allocate(review, assessors=assessors, by=world.officer, now=world.now)

    answers = race(allocate(world.assessors[:2]), allocate(world.assessors[1:]))

    assert sorted(type(answer).__name__ for answer in answers) == ["NotThisStep", "Review"]
    assert Assessment.objects.filter(review=review).count() == 2


def test_withdrawal_and_the_last_readers_decision_never_both_happen(lasting_world: World):
    world = lasting_world
    ends = []
    for _ in range(TRIALS):
        review, first, second = world.allocated()
        world.finish(first)
        ready_to_finish(second, world)

        answers = race(
            lambda second=second: services.finish(second, person=world.readers[1], now=world.now),
            lambda run=review.run: advance(run, Garden.withdraw, actor=world.writer, now=world.now),
        )

        run, review = Run.objects.get(pk=review.run_id), Review.objects.get(pk=review.pk)
        ends.append(run.state)
        standing = Decision.objects.filter(run=run, set_aside_at=None).count()
        if run.state == "withdrawn":
            assert isinstance(answers[0], services.ReviewIsOver)
            assert (review.outcome, standing) == (Review.ABANDONED, 0)
        else:
            assert isinstance(answers[1], NotFromHere)
            assert (run.state, review.outcome, standing) == ("decided", Review.CONCLUDED, 1)
    assert set(ends) <= {"withdrawn", "decided"}
    assert Incident.objects.count() == 0
