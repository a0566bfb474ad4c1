"""Mails of the trial journey."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.messages import Letter, post
from workflow.models import Job, Message
from workflow.queue import perform

HELLO = "trial/hello.txt"
HEAD = "head@waymark.example"


@pytest.fixture(autouse=True)
def _templates(settings):
    folder = Path(__file__).parents[2] / "trial" / "templates"
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]


def letter(key, *, to=HEAD, run=None, words="Hello."):
    return Letter(HELLO, to, key, {"name": "Elm", "words": words, "link": ""}, run)


@pytest.fixture
def mailed(db, now):
    def write(key="hello:1", *, to=HEAD, run=None, words="Hello.", **options):
        given = letter(key, to=to, run=run, words=words)
        return post(given.template, to=to, key=key, context=given.context, run=run, **{"now": now, **options})

    return write


def now_of(message):
    return Message.objects.get(pk=message.pk)


def work():
    """Everything that waits for a worker, and what comes of it."""
    while todo := list(Job.objects.filter(status="queued").order_by("pk")):
        for job in todo:
            perform(job.pk)
