from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from tests.trial.journeys import RANG, Trial
from tests.walking import walk_to
from workflow import services
from workflow.audit import breaches


@contextmanager
def behind_the_triggers():
    """As somebody with all rights on the database could do it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # what was written so far is judged now, not at the end
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def walked(run, lead, now):
    """A run with four records, the first of its moves with a note."""
    services.advance(run, Trial.submit, actor=lead, now=now, note="At last.")
    return walk_to(run, Trial.done, now=now)


def tamper(statement, *values):
    with behind_the_triggers() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def found():
    return [(breach.seq, breach.fault) for breach in breaches()]


def test_history_that_was_only_written_holds(walked, start):
    start()
    assert found() == []


def test_changed_record_is_found(walked):
    tamper("UPDATE workflow_transitionrecord SET role = 'office' WHERE run_id = %s AND seq = 3", walked.pk)

    assert found() == [(3, "its hash is not that of what it says and of the record before")]


def test_changed_time_is_found(walked):
    tamper(
        "UPDATE workflow_transitionrecord SET happened_at = happened_at - interval '1 microsecond' WHERE seq = 2"
    )

    assert found() == [(2, "its hash is not that of what it says and of the record before")]


def test_changed_record_with_its_hash_made_anew_is_found_in_the_next(walked):
    tamper(
        "UPDATE workflow_transitionrecord r SET role = 'office', hash = workflow_record_hash(p.hash, r.run_id, r.seq,"
        " r.kind, r.transition, r.source, r.target, r.actor_id, 'office', r.happened_at, r.recorded_at, r.detail,"
        " r.batch, r.note_digest) FROM workflow_transitionrecord p"
        " WHERE p.run_id = r.run_id AND p.seq = r.seq - 1 AND r.seq = 3"
    )

    assert found() == [(4, "its hash is not that of what it says and of the record before")]


def test_removed_record_is_found(walked):
    tamper("DELETE FROM workflow_transitionrecord WHERE seq = 3")

    assert found() == [
        (4, "a record before it is missing"),
        (4, "its hash is not that of what it says and of the record before"),
        (4, "it does not begin where the record before ended"),
    ]


def test_removed_last_record_is_found(walked):
    tamper("DELETE FROM workflow_transitionrecord WHERE seq = 4")

    assert found() == [
        (3, "the run is not in the state in which its last record left it"),
        (3, "the run does not count as many records as there are"),
        (3, "the run does not keep the hash of its last record"),
    ]


def test_removed_first_record_is_found(walked):
    tamper("DELETE FROM workflow_transitionrecord WHERE seq = 1")

    assert (2, "a record before it is missing") in found()


def test_run_without_any_record_is_found(run):
    tamper("DELETE FROM workflow_transitionrecord")

    assert found() == [(0, "it has no record")]


def test_run_in_another_state_is_found(walked):
    tamper("UPDATE workflow_run SET state = 'refused'")

    assert found() == [(4, "the run is not in the state in which its last record left it")]


def test_run_with_another_count_is_found(walked):
    tamper("UPDATE workflow_run SET seq = 9")

    assert found() == [(4, "the run does not count as many records as there are")]


def test_run_with_another_hash_is_found(walked):
    tamper("UPDATE workflow_run SET head_hash = sha256('other')")

    assert found() == [(4, "the run does not keep the hash of its last record")]


def test_rewritten_note_is_found(walked):
    tamper("UPDATE workflow_recordnote SET text = 'Never.'")

    assert found() == [(2, "its note is not the one that was written")]


def test_note_that_was_put_in_later_is_found(walked):
    tamper(
        "INSERT INTO workflow_recordnote (record_id, text, salt)"
        " SELECT id, 'Said later', sha256('salt') FROM workflow_transitionrecord WHERE seq = 3"
    )

    assert found() == [(3, "its note is not the one that was written")]


def test_erased_note_is_no_breach(walked):
    tamper("DELETE FROM workflow_recordnote")

    assert found() == []


def test_audit_command_tells_that_history_holds(walked):
    said = StringIO()

    call_command("audit", stdout=said)

    assert said.getvalue() == "1 runs, 4 records: history holds.\n"


def test_audit_command_tells_each_breach_and_fails(walked):
    tamper("UPDATE workflow_run SET seq = 9")
    said, summed_up = StringIO(), StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("audit", stdout=said, stderr=summed_up)

    assert end.value.code == 1
    assert said.getvalue() == (
        f"run {walked.pk} (Trial run), record 4: the run does not count as many records as there are\n"
    )
    assert summed_up.getvalue() == "1 breach in 1 runs and 4 records.\n"


REHASHED = """
    UPDATE workflow_transitionrecord r SET {change}, hash = workflow_record_hash(
        coalesce((SELECT p.hash FROM workflow_transitionrecord p WHERE p.run_id = r.run_id AND p.seq = r.seq - 1),
            decode(repeat('00', 32), 'hex')),
        r.run_id, r.seq, {kind}, r.transition, {source}, {target}, r.actor_id, r.role, r.happened_at, r.recorded_at,
        r.detail, r.batch, r.note_digest)
    WHERE r.run_id = %s AND r.seq = %s"""


def rewrite(run, seq, **changes):
    """A record written as somebody who knows how hashes are made might have written it from the start."""
    given = {"kind": "r.kind", "source": "r.source", "target": "r.target"}
    given |= {name: f"'{value}'" for name, value in changes.items()}
    change = ", ".join(f"{name} = {given[name]}" for name in changes)
    tamper(REHASHED.format(change=change, **given), run.pk, seq)
    tamper(
        "UPDATE workflow_run run SET head_hash = r.hash, state = r.target FROM workflow_transitionrecord r"
        " WHERE r.run_id = run.id AND r.seq = run.seq AND run.id = %s",
        run.pk,
    )


@pytest.fixture
def brought_in(officer, now):
    arrival = services.Arrival(Trial.submitted, None, None, label="Elm", officer=officer)
    (run,) = services.bring_in(Trial, [arrival], actor=officer, now=now)
    return run


def test_arrival_holds_with_all_that_may_follow(brought_in, officer, now):
    services.annotate(brought_in, RANG, actor=officer, now=now)
    services.bring_in_again(brought_in, services.Arrival(Trial.submitted, None, None), actor=officer, now=now)
    services.advance(brought_in, Trial.accept, actor=officer, now=now)
    services.correct(
        brought_in, 3, happened_at=now - dt.timedelta(days=3), actor=officer, now=now, note="A letter."
    )

    assert found() == []


def test_first_record_of_another_kind_is_found(run):
    rewrite(run, 1, kind="moved")

    assert found() == [(1, "it does not begin by starting or being brought in")]


def test_start_elsewhere_than_in_the_first_state_is_found(run):
    rewrite(run, 1, target="done")

    assert found() == [(1, "it does not start once, where its journey begins")]


def test_arrival_where_nothing_is_brought_in_is_found(brought_in):
    rewrite(brought_in, 1, target="deciding")

    assert found() == [(1, "it was brought into a state into which its journey brings nothing")]


def test_arrival_after_the_run_had_gone_on_is_found(run, lead, officer, now):
    services.advance(run, Trial.submit, actor=lead, now=now)
    rewrite(run, 2, kind="brought_in")

    assert found() == [(2, "it was brought in again after it had gone on")]


def test_remark_that_moves_is_refused_by_the_database(run, lead, now):
    services.advance(run, Trial.submit, actor=lead, now=now)

    with pytest.raises(IntegrityError, match="record_of_what_is_so_moves_nothing"), transaction.atomic():
        rewrite(run, 2, kind="noted")


WHY = {"reason": "other", "note": "Because."}
FORGED = (
    "UPDATE workflow_transitionrecord r SET {change}, hash = workflow_record_hash(p.hash, r.run_id, r.seq, {kind},"
    " r.transition, r.source, r.target, r.actor_id, r.role, r.happened_at, r.recorded_at, {detail}, r.batch, r.note_digest)"
    " FROM workflow_transitionrecord p WHERE p.run_id = r.run_id AND p.seq = r.seq - 1 AND r.seq = {seq}"
)


def forge(seq, *, kind="r.kind", detail="r.detail"):
    change = ", ".join(
        f"{name} = {value}" for name, value in (("kind", kind), ("detail", detail)) if value != f"r.{name}"
    )
    tamper(FORGED.format(change=change, kind=kind, detail=detail, seq=seq))


def test_history_with_every_act_holds(run, lead, officer, now):
    services.extend(run, to=now.date() + dt.timedelta(days=60), actor=officer, now=now, **WHY)
    services.pause(run, actor=officer, now=now, **WHY)
    services.resume(run, actor=officer, now=now)
    for _ in range(2):
        services.advance(run, Trial.submit, actor=lead, now=now)
        services.undo(run, actor=officer, now=now, **WHY)
    services.advance(run, Trial.withdraw, actor=officer, now=now, note="x")
    services.reopen(run, actor=officer, now=now, **WHY)
    services.undo(run, actor=officer, now=now, **WHY)
    services.undo(run, actor=officer, now=now, **WHY)

    assert found() == []


def test_undoing_of_what_is_not_the_last_step_is_found(run, lead, officer, now):
    services.advance(run, Trial.submit, actor=lead, now=now)
    services.undo(run, actor=officer, now=now, **WHY)

    forge(3, detail="'{\"undoes\": 1}'::jsonb")

    assert (3, "it undoes what is not the last step before it") in found()


def test_step_made_out_to_be_an_undoing_is_found(run, lead, officer, now):
    services.advance(run, Trial.submit, actor=lead, now=now)
    services.advance(run, Trial.send_back, actor=officer, now=now, note="x")

    forge(3, kind="'undone'")

    assert (3, "it undoes what is not the last step before it") in found()


def test_reopening_of_what_stays_closed_is_found(run, officer, now):
    services.advance(run, Trial.withdraw, actor=officer, now=now, note="x")
    services.reopen(run, actor=officer, now=now, **WHY)
    tamper("UPDATE workflow_transitionrecord SET target = 'done' WHERE seq = 2")
    tamper("UPDATE workflow_transitionrecord SET source = 'done' WHERE seq = 3")

    assert (3, "it was reopened from a state in which its journey stays closed") in found()
