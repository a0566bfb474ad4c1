"""The outbox: every mail is a row before it is sent."""

from __future__ import annotations

import datetime as dt

from django.db import models

from workflow.models.runs import Run
from workflow.state import StateField, step


class Message(models.Model):
    """A mail to one person. Written in the transaction that causes it; sent by a worker.

    ``body`` never holds a secret: a personal link stands in it as a marker (``workflow.messages.secret_link``) and is
    made only at the moment of sending.
    """

    QUEUED, SENDING, SENT, FAILED = "queued", "sending", "sent", "failed"

    key = models.CharField(max_length=160, unique=True)
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="messages")
    template = models.CharField(max_length=80)
    to_email = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=120)
    state = StateField(default=QUEUED)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.template} to {self.to_email}"

    @step(field=state, source=QUEUED, target=SENDING)
    def begin_sending(self) -> None:
        """From here on the mail may have left: it is never sent a second time by itself."""

    @step(field=state, source=SENDING, target=SENT)
    def note_sent(self, *, sent_at: dt.datetime) -> None:
        self.sent_at = sent_at

    @step(field=state, source=[QUEUED, SENDING], target=FAILED)
    def note_failed(self) -> None:
        """A person looks at it."""
