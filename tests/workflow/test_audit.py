from __future__ import annotations

from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.trial.journeys import Trial
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
