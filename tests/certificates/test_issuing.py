from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from certificates import files, queries
from certificates.models import Certificate
from certificates.services import issue, store
from certificates.words import Words
from tests.certificates.conftest import job_of
from tests.processes import wait_until
from tests.racing import race
from workflow.models import Incident, Job, NumberSeries, Run, StateChange
from workflow.queue import perform, retry
from workflow.state import WrongStep, change


def test_certificate_has_its_number_and_words_at_once(queued, now):
    assert queued.state == Certificate.QUEUED
    assert (queued.year, queued.serial) == (2026, 1)
    assert queued.number[:15] == "WM-2026-000001-"
    assert queued.says.recipient == "Elm Park Primary School"
    assert queued.says.office == "Arts Connect"
    assert queued.says.check_address == f"http://localhost:8000/check/{queued.number}"
    assert queued.sha256 == ""


def test_certificate_of_a_demonstration_says_sample(run, words, now, settings):
    settings.IS_DEMO = True

    assert issue(run, words=words, actor=None, now=now).says.sample is True


def test_certificate_asked_for_twice_is_one(run, words, now, queued):
    again = issue(run, words=replace(words, recipient="Another name"), actor=None, now=now)

    assert again == queued
    assert again.says.recipient == "Elm Park Primary School"
    assert Job.objects.count() == 1
    assert NumberSeries.objects.get(code="certificate-2026").last == 1


def test_certificate_is_drawn_stored_and_marked(issued):
    assert issued.state == Certificate.ISSUED
    assert files.path_of(issued.sha256).stat().st_size == issued.size
    assert files.path_of(issued.sha256).read_bytes()[:5] == b"%PDF-"
    assert job_of(issued).status == Job.DONE
    steps = StateChange.objects.filter(kind="certificates.certificate", row_id=issued.pk)
    assert list(steps.values_list("step", "source", "target")) == [("note_stored", "queued", "issued")]


def test_certificate_whose_job_runs_again_stays_as_it_is(issued):
    Job.objects.filter(pk=job_of(issued).pk).update(status=Job.QUEUED, done_at=None)

    perform(job_of(issued).pk)

    assert Certificate.objects.get(pk=issued.pk).issued_at == issued.issued_at
    assert job_of(issued).status == Job.DONE
    assert StateChange.objects.filter(row_id=issued.pk).count() == 1


def test_certificate_withdrawn_while_it_was_drawn_stays_withdrawn(queued, now):
    change(queued, "withdraw", now=now, fields=["ended_at", "ended_because"], at=now, because="A mistake.")

    perform(job_of(queued).pk)
    store(queued, files.Stored("0" * 64, 1), now=now)

    assert Certificate.objects.get(pk=queued.pk).state == Certificate.WITHDRAWN
    assert Certificate.objects.get(pk=queued.pk).sha256 == ""
    assert job_of(queued).status == Job.DONE


def test_certificate_that_cannot_be_drawn_becomes_an_incident_that_retry_mends(queued, no_fonts):
    with pytest.raises(Exception, match=r"SourceSerif4-.*\.ttf is not in"):
        perform(job_of(queued).pk)
    incident = Incident.objects.get(job=job_of(queued))
    assert incident.summary == "Render certificate failed"
    assert incident.closed_at is None
    assert Certificate.objects.get(pk=queued.pk).state == Certificate.QUEUED

    no_fonts()
    retry(job_of(queued))
    perform(job_of(queued).pk)

    assert Certificate.objects.get(pk=queued.pk).state == Certificate.ISSUED
    incident.refresh_from_db()
    assert incident.closed_at is not None


def test_certificate_that_cannot_be_stored_becomes_an_incident(queued, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("not a folder")

    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        perform(job_of(queued).pk)

    assert Incident.objects.get().job == job_of(queued)
    assert Certificate.objects.get(pk=queued.pk).state == Certificate.QUEUED


def test_numbers_have_no_gap_where_an_issue_was_undone(start: Callable[[], Run], words, now):
    first, undone, second = start(), start(), start()
    issue(first, words=words, actor=None, now=now)
    with transaction.atomic():
        issue(undone, words=words, actor=None, now=now)
        transaction.set_rollback(True)
    issue(second, words=words, actor=None, now=now)

    assert list(Certificate.objects.order_by("pk").values_list("serial", flat=True)) == [1, 2]
    assert Job.objects.count() == 2


def test_numbers_begin_anew_with_the_year(start: Callable[[], Run], words, now):
    issue(start(), words=words, actor=None, now=now)

    assert (
        issue(start(), words=words, actor=None, now=now.replace(year=2027)).number[:15] == "WM-2027-000001-"
    )


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_once_get_one_certificate(run, words, now):
    found = race(*[lambda: issue(run, words=words, actor=None, now=now)] * 2)

    assert len(set(found)) == 1
    assert Certificate.objects.count() == 1
    assert NumberSeries.objects.get(code="certificate-2026").last == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_certificate_is_made_by_a_worker(worker, queued):
    wait_until(lambda: Certificate.objects.get(pk=queued.pk).sha256, "the certificate")

    issued = Certificate.objects.get(pk=queued.pk)
    assert hashlib.sha256(files.path_of(issued.sha256).read_bytes()).hexdigest() == issued.sha256


@pytest.mark.django_db(transaction=True)
def test_many_who_issue_at_once_leave_no_gap(start: Callable[[], Run], words, now):
    runs = [start() for _ in range(6)]

    race(*[lambda run=run: issue(run, words=words, actor=None, now=now) for run in runs])

    assert sorted(Certificate.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_second_current_certificate_is_refused_by_the_database(queued):
    with pytest.raises(IntegrityError, match="one_current_certificate_a_run"), transaction.atomic():
        Certificate.objects.create(
            run=queued.run,
            number="x",
            year=2026,
            serial=99,
            template="x",
            words={},
            queued_at=queued.queued_at,
        )


@pytest.mark.parametrize("column", ["number", "words", "serial", "template"])
def test_certificate_is_never_rewritten(queued, column):
    value = {"number": "other", "words": {}, "serial": 7, "template": "other"}[column]

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Certificate.objects.filter(pk=queued.pk).update(**{column: value})


def test_certificate_keeps_its_file(issued):
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Certificate.objects.filter(pk=issued.pk).update(sha256="0" * 64)


def test_certificate_is_never_deleted(queued):
    with (
        pytest.raises(ProgrammingError, match="Cannot delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM certificates_certificate WHERE id = %s", [queued.pk])


def test_certificate_that_was_withdrawn_cannot_be_replaced(queued, now):
    change(queued, "withdraw", now=now, fields=["ended_at", "ended_because"], at=now, because="A mistake.")

    with pytest.raises(WrongStep):
        change(
            queued, "supersede", now=now, fields=["ended_at", "ended_because"], at=now, because="A new name."
        )


def test_certificates_of_many_runs_take_one_query(
    start: Callable[[], Run], words: Words, now, django_assert_num_queries
):
    runs = [start() for _ in range(3)]
    made = [issue(run, words=words, actor=None, now=now) for run in runs[:2]]

    with django_assert_num_queries(1):
        found = queries.certificates_of(runs)

    assert found == {runs[0].pk: [made[0]], runs[1].pk: [made[1]]}


def test_current_certificate_is_the_one_that_stands(queued, now):
    assert queries.current_certificate(queued.run) == queued

    change(queued, "supersede", now=now, fields=["ended_at", "ended_because"], at=now, because="A new name.")

    assert queries.current_certificate(queued.run) is None
