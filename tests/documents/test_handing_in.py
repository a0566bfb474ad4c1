"""Handing in: the frozen copy says exactly what was written, for ever."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from documents import queries, services
from documents.effects import freeze, unlock
from documents.models import Document, Submission
from documents.presenters import submission_view
from documents.services import NotOpen
from documents.vocabulary import fingerprint
from tests.documents.world import WHOLE, Harvest, Orchard, Plan, reads
from tests.racing import race
from workflow.journey import Setting, Step
from workflow.models import Run
from workflow.refusals import NotReady
from workflow.services import advance, advance_many


def submission_of(document: Document) -> Submission:
    return queries.submissions_of(document.run)[0]


def values_in(submission: Submission) -> dict[str, object]:
    return {
        question["code"]: question["value"]
        for section in submission.content["sections"]
        for question in section["questions"]
        if question["value"]
    }


def test_the_copy_holds_what_was_written(world):
    document = world.submitted()

    submission = submission_of(document)

    assert values_in(submission) == WHOLE
    assert (submission.number, submission.submitted_by, submission.submitted_at) == (
        1,
        world.editor,
        world.now,
    )
    assert submission.form_version == Plan.version
    assert submission.record.transition == "submit"


def test_the_fingerprint_of_the_copy_can_be_worked_out_again(world):
    document = world.submitted()

    submission = submission_of(document)

    assert submission.sha256 == fingerprint(submission.content)


def test_the_copy_holds_the_signatures_under_the_text_that_was_signed(world):
    document = world.submitted()

    content = submission_of(document).content

    assert content["text_hash"] == reads(document)
    assert [(it["role"], it["name"], it["text_hash"]) for it in content["signatures"]] == [
        ("head", "Signer head", reads(document)),
        ("chair", "Signer chair", reads(document)),
    ]


def test_the_copy_is_never_changed(world):
    submission = submission_of(world.submitted())

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(sha256="0" * 64)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        submission.delete()


def test_a_hand_in_waits_for_answers_and_signatures(world):
    document = world.written(trees="", soil="")

    with pytest.raises(NotReady) as refused:
        world.hand_in(document)

    assert refused.value.reasons == [
        "Choose what the ground is like.",
        "Say how many trees.",
        "The head teacher has not yet signed the Orchard plan as it reads now.",
        "The chair of governors has not yet signed the Orchard plan as it reads now.",
    ]
    assert Submission.objects.count() == 0


def test_a_document_never_opened_lacks_everything_and_says_so_shortly(world):
    with pytest.raises(NotReady) as refused:
        advance(world.run(), Orchard.submit, actor=world.editor, now=world.now)

    assert refused.value.reasons[4] == "1 more point in the Orchard plan: see “Check your answers”."


def test_a_voided_signature_stops_the_hand_in(world):
    document = world.written()
    world.signed(document)
    world.save(document, trees="13")

    with pytest.raises(NotReady, match="has not yet signed"):
        world.hand_in(document)


def test_after_sending_back_the_text_can_be_changed_and_handed_in_again(world):
    document = world.submitted()
    world.send_back(document)

    world.save(document, trees="20")
    world.signed(document)
    world.hand_in(document)

    numbers = [it.number for it in queries.all_submissions_of(document)]
    assert numbers == [2, 1]
    assert values_in(submission_of(document))["trees"] == "20"
    assert values_in(queries.submission_of(document.run, Plan.code, 1))["trees"] == "12"


def test_what_was_sent_back_unchanged_keeps_its_signatures(world):
    document = world.submitted()
    world.send_back(document)

    world.hand_in(document)

    assert submission_of(document).number == 2


def test_a_run_without_a_document_hands_in_an_empty_one(world):
    run = world.run()

    advance(run, Orchard.submit_unread, actor=world.officer, now=world.now)

    [submission] = queries.submissions_of(run)
    assert values_in(submission) == {}
    assert submission.document.locked_at == world.now


def test_handing_in_can_be_undone_and_the_copy_stays(world):
    document = world.submitted()
    effect = freeze(Plan)
    step = type("Made", (), {"run": document.run, "now": world.now})()

    effect.undo([step])

    assert submission_of(document).number == 1
    document.refresh_from_db()
    assert document.locked_at is None
    unlock(Plan).undo([step])
    document.refresh_from_db()
    assert document.locked_at == world.now


def test_handing_in_many_costs_as_many_statements_as_two(world):
    """One alone has its paper drawn at once; of many, each is drawn when somebody asks."""
    counts = []
    for number in (2, 5):
        runs = [world.written(world.run()).run for _ in range(number)]
        with CaptureQueriesContext(connection) as queries_made:
            outcome = advance_many(runs, Orchard.submit_unread, actor=world.officer, now=world.now)
        assert len(outcome.records) == number
        counts.append(len(queries_made))

    assert counts[0] == counts[1]


def test_judging_many_costs_as_many_statements_as_one(world):
    counts = []
    for number in (1, 3):
        runs = [world.written(world.run()).run for _ in range(number)]
        with CaptureQueriesContext(connection) as queries_made:
            outcome = advance_many(runs, Orchard.submit, actor=world.editor, now=world.now)
        assert len(outcome.refused) == number
        counts.append(len(queries_made))

    assert counts[0] == counts[1]


def test_the_latest_copies_of_a_run_come_in_one_statement(world, django_assert_num_queries):
    document = world.submitted()
    world.send_back(document)
    world.hand_in(document)

    with django_assert_num_queries(1):
        [submission] = queries.submissions_of(document.run)
        view = submission_view(submission)

    assert view.number == 2


def test_a_copy_reads_from_itself_alone(world):
    view = submission_view(submission_of(world.submitted()))

    assert [section.title for section in view.sections] == ["Why", "How"]
    goal = view.sections[1].answers[1]
    assert [(part.label, part.words) for part in goal.parts] == [
        ("What will be different?", "Shade for every class."),
        ("What is it like now?", "No tree at all."),
    ]
    assert view.sections[0].answers[1].words == "Heavy clay"
    assert [(it.label, it.name) for it in view.signatures] == [
        ("Head teacher", "Signer head"),
        ("Chair of governors", "Signer chair"),
    ]
    assert view.meta == "Submitted 10 March 2026 by Edda Editor"


def test_a_form_of_a_later_step_cannot_be_written_before(world):
    document = world.submitted()

    with pytest.raises(NotOpen):
        world.document(document.run, Plan)


def test_a_save_beside_a_hand_in_never_slips_an_unsigned_text_into_the_copy(lasting_world):
    world = lasting_world
    for trial in range(15):
        document = world.written(world.run(f"Apple Lane School {trial}"))
        world.signed(document)

        saved, handed_in = race(
            lambda document=document: world.save(document, trees="13"),
            lambda document=document: world.hand_in(document),
        )

        if isinstance(handed_in, NotReady):
            assert queries.values_of(document)["trees"] == "13"
            assert queries.submissions_of(document.run) == []
        else:
            assert isinstance(saved, NotOpen)
            content = submission_of(document).content
            assert {it["text_hash"] for it in content["signatures"]} == {content["text_hash"]}
            assert len(content["signatures"]) == 2


def test_asking_for_a_signature_beside_a_hand_in_locks_nobody_out(lasting_world):
    world = lasting_world
    for trial in range(15):
        document = world.written(world.run(f"Apple Lane School {trial}"))

        outcomes = race(
            lambda document=document: world.asked(document),
            lambda document=document: advance(
                document.run, Orchard.submit_unread, actor=world.officer, now=world.now
            ),
        )

        assert not [it for it in outcomes if isinstance(it, OperationalError)]
        assert submission_of(document).number == 1


def test_the_copy_says_by_when_it_was_wanted(world):
    document = world.written()
    world.signed(document)
    Run.objects.filter(pk=document.run_id).update(due_on=world.now.date() - dt.timedelta(days=4))

    world.hand_in(document)

    submission = submission_of(document)
    assert submission.due_on == world.now.date() - dt.timedelta(days=4)
    assert submission.days_late == 4


def test_an_edition_may_take_nothing_late(world, monkeypatch):
    monkeypatch.setitem(Orchard.settings, "late_hand_in", Setting("refused", "a trial"))
    document = world.written()
    world.signed(document)
    Run.objects.filter(pk=document.run_id).update(due_on=world.now.date() - dt.timedelta(days=1))

    with pytest.raises(NotReady, match="was due on 9 March 2026, and nothing is taken after that day"):
        world.hand_in(document)
    assert Submission.objects.count() == 0

    Run.objects.filter(pk=document.run_id).update(due_on=world.now.date())
    world.hand_in(document)
    assert submission_of(document).days_late == 0


def test_what_one_move_hands_in_together_is_held_together_by_the_last(world):
    run = world.written().run
    step = Step(
        run,
        advance(run, Orchard.submit_unread, actor=world.officer, now=world.now),
        Orchard.submit_unread,
        world.officer,
        world.now,
    )

    [plan] = queries.submissions_of(run)
    [harvest] = services.freeze(Harvest, [step])

    assert harvest.content["beside"] == [
        {"form": "orchard-plan", "title": "Orchard plan", "number": 1, "sha256": plan.sha256}
    ]
    assert harvest.sha256 == fingerprint(harvest.content)
