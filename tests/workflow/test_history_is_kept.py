"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from tests.trial.journeys import Trial
from workflow import services
from workflow.models import Message, RecordNote, Run, StateChange, TransitionRecord
from workflow.state import WrongStep, change


@contextmanager
def refused(words, *, kind=DatabaseError):
    """The act is refused, at the latest when it would be committed."""
    with pytest.raises(kind, match=words), transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_record_is_never_changed(run):
    with refused("Cannot update or delete"):
        TransitionRecord.objects.filter(run=run).update(role="office")


def test_record_is_never_deleted(run):
    with refused("Cannot update or delete"):
        TransitionRecord.objects.filter(run=run)._raw_delete("default")


def test_run_is_never_deleted(run):
    with refused("Cannot delete"):
        Run.objects.filter(pk=run.pk)._raw_delete("default")


def test_note_is_never_rewritten(run, lead, now):
    services.advance(run, Trial.withdraw, actor=lead, now=now, note="No time.")

    with refused("Cannot update"):
        RecordNote.objects.update(text="We did not like it.")


def test_note_may_be_erased(run, lead, now):
    services.advance(run, Trial.withdraw, actor=lead, now=now, note="No time.")

    RecordNote.objects.all().delete()

    assert run.records.get(seq=2).note_digest is not None


@pytest.mark.parametrize(
    "changes", [{"state": "done"}, {"seq": 2}, {"head_hash": b"x" * 32}, {"state": "done", "seq": 2}]
)
def test_run_does_not_change_without_a_record(run, changes):
    with refused("without a record", kind=IntegrityError):
        Run.objects.filter(pk=run.pk).update(**changes)


def test_run_saved_in_another_state_is_refused(run):
    run.state = "done"
    with refused("without a record", kind=IntegrityError):
        run.save()


def test_run_does_not_begin_without_a_record(db, now):
    with refused("without a record", kind=IntegrityError):
        Run.objects.create(
            journey_code="trial",
            edition="1",
            state="done",
            phase="achieved",
            waits_for="nobody",
            seq=1,
            head_hash=b"x" * 32,
            entered_at=now,
            recorded_at=now,
            started_at=now,
        )


def test_run_does_not_go_back_to_an_earlier_record(run, lead, now):
    first = run.records.get()
    services.advance(run, Trial.submit, actor=lead, now=now)

    with refused("without a record", kind=IntegrityError):
        Run.objects.filter(pk=run.pk).update(state="draft", seq=1, head_hash=first.hash)


def test_several_moves_in_one_transaction_pass(run, lead, officer, now):
    with transaction.atomic():
        services.advance(run, Trial.submit, actor=lead, now=now)
        services.advance(run, Trial.accept, actor=officer, now=now)
        services.advance(run, Trial.decide, actor=None, now=now)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert Run.objects.get(pk=run.pk).state == "done"


def test_words_of_the_caller_may_change_without_a_record(run):
    Run.objects.filter(pk=run.pk).update(label="A new name", area="south")

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    run.refresh_from_db(fields=["label", "area", "seq"])
    assert (run.label, run.area, run.seq) == ("A new name", "south", 1)


def message(now):
    return Message.objects.create(
        key="one",
        template="x",
        to_email="a@waymark.example",
        subject="x",
        body="x",
        message_id="<1>",
        queued_at=now,
    )


def test_small_state_leaves_a_row_for_each_change(db, now, officer):
    row = message(now)

    change(row, "begin_sending", now=now, actor=officer)
    change(row, "note_sent", now=now, fields=["sent_at"], sent_at=timezone.now())

    kept = Message.objects.get(pk=row.pk)
    assert (kept.state, kept.sent_at) == ("sent", row.sent_at)
    assert list(
        StateChange.objects.order_by("pk").values_list("kind", "row_id", "step", "source", "target")
    ) == [
        ("workflow.message", row.pk, "begin_sending", "queued", "sending"),
        ("workflow.message", row.pk, "note_sent", "sending", "sent"),
    ]


def test_small_state_refuses_a_step_from_elsewhere(db, now):
    row = message(now)

    with pytest.raises(WrongStep, match="cannot 'note_sent': it is queued"):
        change(row, "note_sent", now=now, sent_at=now)

    assert (Message.objects.get(pk=row.pk).state, StateChange.objects.count()) == ("queued", 0)


def test_change_of_a_small_state_is_never_rewritten(db, now):
    change(message(now), "begin_sending", now=now)

    with refused("Cannot update or delete"):
        StateChange.objects.update(target="sent")
