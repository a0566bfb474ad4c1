"""All workers are killed in the middle of a job, of each kind once: others come, and nothing is lost or done twice."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from pypdf import PdfReader

from awards.queries import released_feedback
from certificates import files
from certificates.models import Certificate
from tests.awards.world import World, entry_of, make_world
from tests.journeys.acting import letters
from tests.processes import Outside, wait_until, worker_running
from workflow.audit import breaches
from workflow.models import Incident, Job, Message, StateChange

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world(timezone.now())


@pytest.fixture
def patient(outside: Outside) -> Outside:
    """Workers to whom a job is given again soon: what was begun and never finished."""
    return replace(outside, job_timeout=5, job_retry=6)


@contextmanager
def rows_held(rows: models.QuerySet) -> Iterator[None]:
    """Whoever wants to write these rows waits until the block ends."""
    with transaction.atomic():
        list(rows.select_for_update().values_list("pk", flat=True))
        yield


def kill(cluster: subprocess.Popen[bytes]) -> None:
    """The power fails: no worker, guard or sentinel can say goodbye."""
    os.killpg(cluster.pid, signal.SIGKILL)
    cluster.wait(10)


def connected() -> set[int]:
    """Everybody else whom PostgreSQL serves now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {pid for (pid,) in cursor.fetchall()}


def begun(kind: str) -> Callable[[], bool]:
    return lambda: Job.objects.filter(key__startswith=kind, status=Job.QUEUED, attempts=1).exists()


def all_done() -> bool:
    return not Job.objects.exclude(status=Job.DONE).exists()


def stored() -> list[Path]:
    return list((Path(settings.MEDIA_ROOT) / "certificates").rglob("*.pdf"))


@pytest.mark.parametrize("moment", ["while it is drawn", "when the file lies there"])
def test_certificate_whose_worker_is_killed_is_drawn_by_another_and_there_is_one(
    world, patient, settings, tmp_path, moment
):
    settings.MEDIA_ROOT = tmp_path / "media"
    walk = world.walk("awarded", entry=entry_of("Quagga Lane School"))
    certificate = Certificate.objects.get()
    before = connected()
    with worker_running(patient) as cluster:
        wait_until(begun("certificate:"), "a worker to begin the certificate")
        if moment == "when the file lies there":
            with rows_held(Job.objects.filter(key__startswith="certificate:")):
                wait_until(stored, "the file")
                kill(cluster)
        else:
            kill(cluster)
    wait_until(lambda: connected() <= before, "the end of the killed workers")
    certificate.refresh_from_db()
    assert (certificate.state, certificate.sha256) == (Certificate.QUEUED, "")
    assert len(stored()) == (moment == "when the file lies there")

    with worker_running(patient):
        wait_until(all_done, "other workers to do what was left")

    certificate = Certificate.objects.get()
    assert (certificate.state, certificate.run) == (Certificate.ISSUED, walk.run)
    assert stored() == [files.path_of(certificate.sha256)]
    assert "Quagga Lane School" in " ".join(PdfReader(stored()[0]).pages[0].extract_text().split())
    job = Job.objects.get(key=f"certificate:{certificate.pk}")
    assert (job.attempts, job.status) == (2, Job.DONE)
    assert StateChange.objects.filter(step="note_stored").count() == 1
    assert released_feedback(walk.run)
    then_every_mail_left_once_or_a_person_is_asked(patient)
    assert list(breaches()) == []


@pytest.mark.parametrize("moment", ["before it leaves", "with the mail in hand", "after it left"])
def test_mail_whose_worker_is_killed_is_sent_once_or_asked_about_and_never_twice(world, patient, moment):
    hold = patient.folder / "hold"
    world.enquiry()
    message = Message.objects.get()
    before = connected()
    with worker_running(patient) as cluster:
        hold.touch()
        if moment == "before it leaves":
            with rows_held(Message.objects.all()):
                wait_until(begun("mail:"), "a worker to begin the mail")
                kill(cluster)
        else:
            wait_until(lambda: list(patient.folder.glob("sending.*")), "a worker to take the mail in hand")
            if moment == "with the mail in hand":
                kill(cluster)
            else:
                with rows_held(Job.objects.all()):
                    hold.unlink()
                    wait_until(lambda: letters(patient), "the mail to leave")
                    kill(cluster)
    wait_until(lambda: connected() <= before, "the end of the killed workers")
    hold.unlink(missing_ok=True)
    message.refresh_from_db()
    was = {"before it leaves": Message.QUEUED}.get(moment, Message.SENDING)
    assert message.state == was

    with worker_running(patient):
        wait_until(all_done, "other workers to look at the mail")

    message.refresh_from_db()
    expected = {
        "before it leaves": (Message.SENT, 1, 0),
        "with the mail in hand": (Message.FAILED, 0, 1),
        "after it left": (Message.FAILED, 1, 1),
    }
    assert (message.state, len(letters(patient)), Incident.objects.count()) == expected[moment]
    assert Job.objects.get().attempts == 2


def then_every_mail_left_once_or_a_person_is_asked(outside: Outside) -> None:
    sent = [(to, title) for to, title, _ in letters(outside)]
    assert len(sent) == len(set(sent))
    in_doubt = Message.objects.filter(state=Message.FAILED).count()
    assert Incident.objects.filter(key__startswith="mail:").count() == in_doubt
    assert Message.objects.exclude(state__in=[Message.SENT, Message.FAILED]).count() == 0
    assert Message.objects.filter(state=Message.SENT).count() <= len(sent)
