"""Issues certificates: the number and the row at once, the PDF by a worker soon after."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from certificates import files, queries
from certificates.models import Certificate
from certificates.numbering import new_number
from certificates.words import Words
from workflow.models import Run
from workflow.numbers import next_number
from workflow.queue import Once, enqueue, task
from workflow.state import change

CERTIFICATE = "certificate"


@transaction.atomic
def issue(
    run: Run, *, words: Words, actor: Any, now: dt.datetime, template: str = CERTIFICATE
) -> Certificate:
    """Give the run its certificate: take the next number, write the row, have a worker draw the PDF.

    All of it is part of the caller's transaction: undone with it, it leaves no gap and no job. A run that has a current
    certificate keeps it: asked twice, the same is answered, whatever the words. ``actor`` None is Waymark itself.
    """
    Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if current := queries.current_certificate(run):
        return current
    year = timezone.localdate(now).year
    serial = next_number(f"certificate-{year}")
    number = new_number(year, serial)
    certificate = Certificate.objects.create(
        run=run,
        number=number,
        year=year,
        serial=serial,
        template=template,
        words=_printed(words, number).as_json(),
        queued_at=now,
        queued_by=actor,
    )
    enqueue(render_certificate, certificate.pk, key=f"certificate:{certificate.pk}", now=now)
    return certificate


@task
def render_certificate(once: Once, certificate_id: int) -> None:
    """Draw the certificate, store the file, then mark it issued. Safe to run twice or to be stopped anywhere."""
    from certificates.rendering import draw  # noqa: PLC0415 - slow import: WeasyPrint, wanted by workers alone

    certificate = Certificate.objects.get(pk=certificate_id)
    if certificate.state == Certificate.QUEUED:
        stored = files.keep(draw(certificate.says, number=certificate.number, template=certificate.template))
        with once.finishing():
            store(certificate, stored, now=timezone.now())
    else:
        with once.finishing():
            pass


@transaction.atomic
def store(certificate: Certificate, stored: files.Stored, *, now: dt.datetime) -> Certificate:
    """Note that the certificate's PDF is kept. One that was ended while it was drawn stays as it is."""
    locked = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if locked.state == Certificate.QUEUED:
        change(
            locked,
            "note_stored",
            now=now,
            fields=["sha256", "size", "issued_at"],
            sha256=stored.sha256,
            size=stored.size,
            at=now,
        )
    return locked


def _printed(words: Words, number: str) -> Words:
    return replace(
        words,
        office=words.office or settings.OFFICE_NAME,
        sample=words.sample or settings.IS_DEMO,
        check_address=settings.PUBLIC_ADDRESS + reverse("certificates:check", args=[number]),
    )
