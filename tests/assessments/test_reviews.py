"""A review from its opening to the decision, through the services."""

from __future__ import annotations

import pytest
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from assessments import services
from assessments.guards import feedback_ready, level_decided, no_level_decided
from assessments.models import Assessment, Decision, Feedback, Review
from assessments.queries import decision_of, decisions_of
from assessments.services import Judgement
from tests.assessments.world import RUBRIC, Garden, World, whole
from workflow.journey import Step
from workflow.models import Incident, Run, StateChange, TransitionRecord
from workflow.refusals import NotReady, NotYours, Refused, facts_of
from workflow.services import advance


def open_tasks(review):
    tasks = Task.objects.filter(process=review.pk).exclude(status__in=[STATUS.DONE, STATUS.CANCELED])
    return sorted(task.flow_task.name for task in tasks)


def test_submitting_opens_a_review_that_waits_for_readers(world: World):
    review = world.submitted()

    assert open_tasks(review) == ["allocate"]
    assert (review.rubric, review.then, review.opened_at) == (RUBRIC, "record_decision", world.now)
    assert review.opened_by == TransitionRecord.objects.get(run=review.run, transition="submit")


def test_allocation_gives_each_of_two_readers_a_task_of_their_own(world: World):
    review, first, second = world.allocated()

    tasks = Task.objects.filter(process=review.pk, status=STATUS.ASSIGNED).order_by("pk")
    assert [task.owner for task in tasks] == world.readers[:2]
    assert (first.slot, second.slot) == (1, 2)
    assert open_tasks(review) == ["meet", "read_first", "read_second"] or open_tasks(review) == [
        "read_first",
        "read_second",
    ]


def test_readers_who_agree_decide_and_the_run_goes_on(world: World):
    review = world.decided("evergreen", "evergreen")

    decision = decision_of(review.run)
    assert (decision.level, decision.route, decision.decided_by) == ("evergreen", Decision.AGREED, None)
    assert review.run.state == "decided"
    record = TransitionRecord.objects.get(run=review.run, transition="record_decision")
    assert (record.actor, record.role) == (None, "system")
    assert (review.status, review.outcome, review.closed_by) == (PROCESS.DONE, Review.CONCLUDED, record)
    assert open_tasks(review) == []


def test_one_reader_alone_decides_nothing(world: World):
    review, first, _ = world.allocated()

    world.finish(first)

    review.run.refresh_from_db()
    assert review.run.state == "in_assessment"
    assert decision_of(review.run) is None


def test_readers_who_differ_wait_for_a_moderator(world: World):
    review = world.decided("green", "evergreen")
    assert (review.run.state, open_tasks(review)) == ("in_assessment", ["moderate"])

    services.moderate(
        review, level="evergreen", reason="The ponds.", person=world.moderator.person, now=world.now
    )

    review = Review.objects.select_related("run").get(pk=review.pk)
    decision = decision_of(review.run)
    assert (decision.level, decision.route, decision.reason) == (
        "evergreen",
        Decision.MODERATED,
        "The ponds.",
    )
    assert decision.decided_by == world.moderator.person
    assert (review.run.state, review.outcome) == ("decided", Review.CONCLUDED)


def test_office_may_moderate(world: World):
    review = world.decided("green", "below")

    decision = services.moderate(review, level="below", reason="Thin.", person=world.officer, now=world.now)

    assert decision.level == "below"


def test_moderator_gives_level_and_reason(world: World):
    review = world.decided("green", "evergreen")

    with pytest.raises(NotReady, match="Choose the level"):
        services.moderate(review, level="golden", reason="So.", person=world.officer, now=world.now)
    with pytest.raises(NotReady, match="Say why"):
        services.moderate(review, level="green", reason=" \n", person=world.officer, now=world.now)


def test_nobody_else_moderates(world: World):
    review = world.decided("green", "evergreen")

    for person in [world.writer, world.readers[0], world.readers[2]]:
        with pytest.raises(NotYours):
            services.moderate(review, level="green", reason="So.", person=person, now=world.now)


def test_moderator_who_read_it_cannot_decide_it(world: World):
    review = services.allocate(
        world.submitted(), assessors=[world.assessors[0], world.moderator], by=world.officer, now=world.now
    )
    for assessment, level in zip(review.assessments.order_by("slot"), ["green", "evergreen"], strict=True):
        world.finish(assessment, level)

    with pytest.raises(NotYours):
        services.moderate(review, level="green", reason="Mine.", person=world.moderator.person, now=world.now)


def test_moderating_before_both_are_done_is_refused(world: World):
    review, first, _ = world.allocated()
    world.finish(first)

    with pytest.raises(services.NotThisStep):
        services.moderate(review, level="green", reason="So.", person=world.officer, now=world.now)


@pytest.mark.parametrize("chosen", [[], [0], [0, 0], [0, 1, 2]])
def test_allocation_wants_two_readers_who_differ(world: World, chosen):
    assessors = [world.assessors[number] for number in chosen]

    with pytest.raises(services.WrongReaders, match="two readers"):
        services.allocate(world.submitted(), assessors=assessors, by=world.officer, now=world.now)


def test_allocation_refuses_who_no_longer_assesses_or_wrote_it(world: World):
    review = world.submitted()
    gone = world.assessors[2]
    gone.is_active = False
    gone.save()
    with pytest.raises(services.WrongReaders, match="does not assess any more"):
        services.allocate(review, assessors=[world.assessors[0], gone], by=world.officer, now=world.now)

    writer = type(gone).objects.create(person=world.writer, since=world.now.date())
    with pytest.raises(services.WrongReaders, match="works on this submission"):
        services.allocate(review, assessors=[world.assessors[0], writer], by=world.officer, now=world.now)


def test_allocation_is_for_the_office_and_happens_once(world: World):
    review = world.submitted()
    with pytest.raises(NotYours):
        services.allocate(review, assessors=world.assessors[:2], by=world.readers[0], now=world.now)

    services.allocate(review, assessors=world.assessors[:2], by=world.officer, now=world.now)
    with pytest.raises(services.NotThisStep):
        services.allocate(review, assessors=world.assessors[1:], by=world.officer, now=world.now)


def test_marks_are_kept_as_a_draft_and_can_be_changed(world: World):
    _, first, _ = world.allocated()
    person = world.readers[0]
    services.save_marks(
        first, judgement=Judgement({"beds": ("green", "")}, reason="Not yet."), person=person, now=world.now
    )
    services.save_marks(
        first, judgement=Judgement({"beds": ("below", "Bare.")}, "below"), person=person, now=world.now
    )

    first.refresh_from_db()
    assert (first.level, first.reason, first.state) == ("below", "", Assessment.OPEN)
    assert {mark.criterion: (mark.level, mark.reason) for mark in first.marks.all()} == {
        "beds": ("below", "Bare."),
        "trees": ("", ""),
        "ponds": ("", ""),
    }


def test_marks_that_are_no_level_or_no_criterion_are_not_kept(world: World):
    _, first, _ = world.allocated()
    odd = Judgement({"beds": ("golden", "Odd."), "roof": ("green", "Odd.")}, "golden", "a\x00b\u202ec")

    services.save_marks(first, judgement=odd, person=world.readers[0], now=world.now)

    first.refresh_from_db()
    assert (first.level, first.reason) == ("", "abc")
    assert {mark.criterion for mark in first.marks.all()} == {"trees", "ponds"}


def test_finishing_names_what_is_missing(world: World):
    _, first, _ = world.allocated()
    draft = Judgement({"beds": ("green", "Full."), "trees": ("green", "")}, "", "Fine.")
    services.save_marks(first, judgement=draft, person=world.readers[0], now=world.now)

    with pytest.raises(services.MarksIncomplete) as refused:
        services.finish(first, person=world.readers[0], now=world.now)

    assert refused.value.missing == {
        "trees": "Say why you chose this level for “Trees”.",
        "ponds": "Choose a level for “Ponds” and say why.",
        "": "Choose a level for the submission as a whole.",
    }


def test_finished_assessment_is_recorded_and_stands(world: World):
    _, first, _ = world.allocated()
    world.finish(first)

    for again in [
        lambda: services.finish(first, person=world.readers[0], now=world.now),
        lambda: services.save_marks(first, judgement=whole("below"), person=world.readers[0], now=world.now),
    ]:
        with pytest.raises(services.NotThisStep, match="You have finished"):
            again()
    change = StateChange.objects.get(kind="assessments.assessment", row_id=first.pk)
    assert (change.step, change.source, change.target, change.actor) == (
        "finish",
        "open",
        "done",
        world.readers[0],
    )


def test_only_its_reader_marks(world: World):
    _, first, _ = world.allocated()

    for person in [world.readers[1], world.officer, world.moderator.person]:
        with pytest.raises(NotYours):
            services.save_marks(first, judgement=whole(), person=person, now=world.now)
        with pytest.raises(NotYours):
            services.finish(first, person=person, now=world.now)


def test_reader_who_no_longer_assesses_cannot_go_on(world: World):
    _, first, _ = world.allocated()
    world.assessors[0].is_active = False
    world.assessors[0].save()

    with pytest.raises(NotYours):
        services.save_marks(first, judgement=whole(), person=world.readers[0], now=world.now)


def test_withdrawal_calls_the_review_off_and_keeps_what_was_marked(world: World):
    review, first, second = world.allocated()
    world.finish(first)
    services.save_marks(second, judgement=whole("below"), person=world.readers[1], now=world.now)

    record = advance(review.run, Garden.withdraw, actor=world.writer, now=world.now)

    review = Review.objects.get(pk=review.pk)
    assert (review.outcome, review.closed_by, review.status) == (Review.ABANDONED, record, PROCESS.CANCELED)
    assert open_tasks(review) == []
    states = list(review.assessments.order_by("slot").values_list("state", flat=True))
    assert states == [Assessment.DONE, Assessment.SET_ASIDE]
    assert second.marks.count() == 3
    with pytest.raises(services.ReviewIsOver):
        services.finish(second, person=world.readers[1], now=world.now)
    with pytest.raises(services.ReviewIsOver):
        services.save_marks(second, judgement=whole(), person=world.readers[1], now=world.now)
    with pytest.raises(services.ReviewIsOver):
        services.moderate(review, level="green", reason="So.", person=world.officer, now=world.now)


def test_calling_off_can_be_undone_by_a_new_review(world: World):
    review, *_ = world.allocated()
    run = Run.objects.get(pk=review.run_id)
    record = advance(review.run, Garden.withdraw, actor=world.writer, now=world.now)

    # ``run`` stands where the engine's undo will put it again.
    (anew,) = services.resume_reviews([Step(run, record, None, world.officer, world.now)])

    assert (anew.rubric_code, anew.then, open_tasks(anew)) == ("garden", "record_decision", ["allocate"])


def test_calling_off_where_no_review_was_has_nothing_to_undo(world: World):
    run = world.planted()
    record = advance(run, Garden.withdraw, actor=world.writer, now=world.now)

    assert services.resume_reviews([Step(run, record, None, world.officer, world.now)]) == []


def test_decision_that_the_run_refuses_stays_and_an_incident_says_why(world: World):
    review, first, second = world.allocated()
    world.finish(first)
    advance(review.run, Garden.rest, actor=world.officer, now=world.now)

    world.finish(second)

    review.run.refresh_from_db()
    assert review.run.state == "resting"
    assert open_tasks(review) == ["conclude"]
    assert decision_of(review.run).level == "green"
    incident = Incident.objects.get(run=review.run)
    assert incident.closed_at is None
    assert incident.summary == f"The decision for {review.run.label} is made but not recorded"
    assert "Resting" in incident.detail


def test_held_up_decision_is_recorded_when_the_run_goes_on(world: World):
    review, first, second = world.allocated()
    advance(review.run, Garden.rest, actor=world.officer, now=world.now)
    world.finish(first)
    world.finish(second)
    assert services.conclude_again(review, person=world.officer, now=world.now) is False
    assert Incident.objects.filter(closed_at=None).count() == 1

    advance(review.run, Garden.go_on, actor=world.officer, now=world.now)
    assert services.conclude_again(review, person=world.officer, now=world.now) is True

    review.run.refresh_from_db()
    assert review.run.state == "decided"
    assert Incident.objects.filter(closed_at=None).count() == 0
    with pytest.raises(services.ReviewIsOver):
        services.conclude_again(review, person=world.officer, now=world.now)


def test_withdrawal_sets_aside_a_decision_that_was_held_up(world: World):
    review, first, second = world.allocated()
    advance(review.run, Garden.rest, actor=world.officer, now=world.now)
    world.finish(first)
    world.finish(second)

    advance(review.run, Garden.withdraw, actor=world.writer, now=world.now)

    assert decision_of(review.run) is None
    assert Incident.objects.filter(closed_at=None).count() == 0
    assert Review.objects.get(pk=review.pk).outcome == Review.ABANDONED


def test_only_the_office_tries_again(world: World):
    review, *_ = world.allocated()

    with pytest.raises(NotYours):
        services.conclude_again(review, person=world.readers[0], now=world.now)
    with pytest.raises(services.NotThisStep):
        services.conclude_again(review, person=world.officer, now=world.now)


def test_feedback_is_edited_by_the_office_until_the_outcome_is_released(world: World):
    review = world.decided()
    decision = decision_of(review.run)
    with pytest.raises(NotYours):
        services.write_feedback(decision, text="Well done.", person=world.readers[0], now=world.now)
    with pytest.raises(NotReady, match="Write the feedback"):
        services.write_feedback(decision, text="  ", person=world.officer, now=world.now)

    services.write_feedback(decision, text="Well done.", person=world.officer, now=world.now)
    services.write_feedback(decision, text="Very well done.", person=world.officer, now=world.now)
    assert Feedback.objects.get(decision=decision).text == "Very well done."

    advance(review.run, Garden.release, actor=world.officer, now=world.now)
    with pytest.raises(services.FeedbackIsReleased):
        services.write_feedback(decision, text="Changed.", person=world.officer, now=world.now)


def reasons(run, guard):
    return list(guard.reasons(facts_of([run], [guard])[run.pk]))


def test_guards_tell_an_award_from_none_and_want_feedback(world: World):
    waiting = world.submitted().run
    award = world.decided().run
    none = world.decided("below", "below").run

    assert reasons(award, level_decided) == []
    assert reasons(award, no_level_decided) == ["A level was decided: release the award instead."]
    assert reasons(none, no_level_decided) == []
    assert reasons(none, level_decided) == [
        "No level was decided this time, so there is no award to release."
    ]
    assert reasons(waiting, level_decided) == ["The assessment has not come to a decision yet."]
    assert reasons(waiting, no_level_decided) == ["The assessment has not come to a decision yet."]
    assert reasons(award, feedback_ready) == ["Edit and save the feedback before you release the outcome."]
    services.write_feedback(decision_of(award), text="Well done.", person=world.officer, now=world.now)
    assert reasons(award, feedback_ready) == []


def test_release_waits_for_level_and_feedback(world: World):
    run = world.decided().run
    with pytest.raises(Refused, match="Edit and save the feedback"):
        advance(run, Garden.release, actor=world.officer, now=world.now)

    services.write_feedback(decision_of(run), text="Well done.", person=world.officer, now=world.now)
    advance(run, Garden.release, actor=world.officer, now=world.now)

    assert run.state == "awarded"


def test_facts_of_three_runs_cost_as_many_queries_as_of_one(world: World, django_assert_num_queries):
    runs = [world.decided().run for _ in range(3)]
    guards = [level_decided, no_level_decided, feedback_ready]

    for some in (runs[:1], runs):
        with django_assert_num_queries(2):
            facts_of(some, guards)
        with django_assert_num_queries(1):
            decisions_of(some)
