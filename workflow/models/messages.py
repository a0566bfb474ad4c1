"""The outbox: every mail is a row before it is sent."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from workflow.models.runs import Run
from workflow.state import StateField, step


class Message(models.Model):
    """A mail to one person. Written in the transaction that causes it; sent by a worker.

    ``body`` never holds a secret: a personal link stands in it as a marker (``workflow.messages.secret_link``) and is
    made only at the moment of sending.
    """

    QUEUED, SENDING, SENT, FAILED = "queued", "sending", "sent", "failed"
    HELD, DROPPED, BOUNCED = "held", "dropped", "bounced"

    key = models.CharField(max_length=160, unique=True)
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="messages")
    template = models.CharField(max_length=80)
    to_email = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=120)
    state = StateField(
        default=QUEUED,
        choices=[
            (QUEUED, "Waiting to leave"),
            (SENDING, "Leaving"),
            (SENT, "Sent"),
            (FAILED, "May not have left"),
            (HELD, "Held: its post is stopped"),
            (DROPPED, "Held, then not sent"),
            (BOUNCED, "Came back"),
        ],
    )
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["run"], name="message_held", condition=Q(state="held"))]

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

    @step(field=state, source=QUEUED, target=HELD)
    def hold(self) -> None:
        """The post was stopped before it left."""

    @step(field=state, source=HELD, target=QUEUED)
    def release(self) -> None:
        """The stop was lifted, and what was held is sent."""

    @step(field=state, source=HELD, target=DROPPED)
    def drop(self) -> None:
        """The stop was lifted, and what was held is not sent any more."""

    @step(field=state, source=[SENT, SENDING, FAILED], target=BOUNCED)
    def note_bounced(self) -> None:
        """It came back: the address does not take mail."""
