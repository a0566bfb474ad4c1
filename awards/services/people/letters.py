"""Mails about people: who asks whom, and for which school."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings

from awards.models import Application
from workflow import messages
from workflow.models import Message


def write(
    template: str, application: Application, *, to: str, key: str, now: dt.datetime, **words: Any
) -> Message:
    """Put a mail about an application into the outbox. ``template``: a file in templates/awards/mails."""
    return messages.post(
        f"awards/mails/{template}.txt",
        to=to,
        key=key,
        context={
            "run": application.run,
            "journey": application.run.journey,
            "school": application.subject.name,
            "office_email": settings.OFFICE_EMAIL,
            "office_telephone": settings.OFFICE_TELEPHONE,
            **words,
        },
        now=now,
        run=application.run,
    )
