"""Somebody asks the office, and answers when it asks back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from awards.journeys.enquiry import Enquiry
from awards.models import Application, Enquirer, Subject
from awards.papers.enquiry import ENQUIRY
from documents.services.at_once import hand_in_at_once
from workflow import messages
from workflow.models import Run, TransitionRecord
from workflow.services import advance, start

LINK_LASTS = dt.timedelta(days=60)


@transaction.atomic
def ask(answers: Mapping[str, Any], *, now: dt.datetime) -> Run:
    """Take an enquiry in and mail a receipt. Raises NotReady when the form lacks something."""
    name, email = answers["name"], answers["email"]
    run = start(Enquiry, actor=None, now=now, label=name, kind=Subject.ENQUIRER)
    subject = Subject.objects.create(kind=Subject.ENQUIRER, name=name)
    Enquirer.objects.create(subject=subject, email=email)
    Application.objects.create(run=run, subject=subject)
    hand_in_at_once(ENQUIRY, run=run, record=run.records.get(), answers=answers, now=now)
    messages.post(
        "awards/mails/enquiry_received.txt",
        to=email,
        key=f"enquiry_received:{run.pk}",
        context={"name": name, "run": run},
        now=now,
        run=run,
    )
    return run


def reply(run: Run, *, text: str, now: dt.datetime) -> TransitionRecord:
    """The person who asked answers our question, by the link in the mail. Raises what ``advance`` raises."""
    return advance(run, Enquiry.reply, actor=None, now=now, note=text, detail={"by": "personal link"})
