"""The outbox: every mail is a row before it is sent."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from workflow.models.runs import Run
from workflow.state import StateField, step


class Message(models.Model):
    """A mail to one person. Written in the transaction that causes it; sent by a worker.

    ``body`` never holds a secret: a personal link stands in it as a marker (``workflow.messages.secret_link``) and is
    made only at the moment of sending.

    It may be recalled until ``leaves_at``; empty: it leaves as soon as a worker has it. ``attempts`` and ``fault`` tell of
    tries that the mail server refused. ``is_reminder``: it counts towards the most that a person gets of these.
    """

    QUEUED, SENDING, SENT, FAILED = "queued", "sending", "sent", "failed"
    HELD, DROPPED, BOUNCED, RECALLED = "held", "dropped", "bounced", "recalled"
    MERGED = "merged"

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
            (FAILED, "Not sent, or nobody knows"),
            (HELD, "Held: its post is stopped"),
            (DROPPED, "Held, then not sent"),
            (BOUNCED, "Came back"),
            (RECALLED, "Recalled before it left"),
            (MERGED, "Sent within another email"),
        ],
    )
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    leaves_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)
    is_reminder = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["run"], name="message_held", condition=Q(state="held")),
            models.Index(
                fields=["leaves_at"],
                name="message_to_leave",
                condition=Q(state="queued", leaves_at__isnull=False),
            ),
            models.Index(
                Lower("to_email"), "queued_at", name="reminder_by_address", condition=Q(is_reminder=True)
            ),
            models.Index(
                OpClass(Lower("to_email"), name="text_pattern_ops"), F("id").desc(), name="message_by_address"
            ),
            models.Index(F("state"), F("id").desc(), name="message_not_sent", condition=~Q(state="sent")),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.to_email}"

    @step(field=state, source=QUEUED, target=SENDING)
    def begin_sending(self) -> None:
        """From here on the mail may have left: it is never sent a second time by itself."""

    @step(field=state, source=SENDING, target=SENT)
    def note_sent(self, *, sent_at: dt.datetime) -> None:
        self.sent_at = sent_at

    @step(field=state, source=[QUEUED, SENDING], target=FAILED)
    def note_failed(self, *, attempts: int, fault: str) -> None:
        """A person looks at it."""
        self.attempts, self.fault = attempts, fault

    @step(field=state, source=SENDING, target=QUEUED)
    def put_back(self, *, attempts: int, fault: str, leaves_at: dt.datetime) -> None:
        """The mail server refused it for now: it has not left, and is tried again."""
        self.attempts, self.fault, self.leaves_at = attempts, fault, leaves_at

    @step(field=state, source=[FAILED, RECALLED, DROPPED], target=QUEUED)
    def send_again(self, *, attempts: int, fault: str, leaves_at: dt.datetime | None) -> None:
        """A person wants it sent after all."""
        self.attempts, self.fault, self.leaves_at = attempts, fault, leaves_at

    @step(field=state, source=QUEUED, target=HELD)
    def hold(self) -> None:
        """The post was stopped before it left."""

    @step(field=state, source=HELD, target=QUEUED)
    def release(self) -> None:
        """The stop was lifted, and what was held is sent."""

    @step(field=state, source=HELD, target=DROPPED)
    def drop(self) -> None:
        """The stop was lifted, and what was held is not sent any more."""

    @step(field=state, source=HELD, target=MERGED)
    def merge(self) -> None:
        """The stop was lifted, and its words went in one mail with others to the same person."""

    @step(field=state, source=[QUEUED, HELD], target=RECALLED)
    def recall(self, *, leaves_at: dt.datetime | None = None) -> None:
        """What it says is no longer so, and it had not left yet."""
        self.leaves_at = leaves_at

    @step(field=state, source=[SENT, SENDING, FAILED], target=BOUNCED)
    def note_bounced(self) -> None:
        """It came back: the address does not take mail."""


class Wording(models.Model):
    """The office's own words of a mail for an edition, instead of those in the file. Journey and edition empty: for all."""

    template = models.CharField(max_length=80)
    journey_code = models.CharField(max_length=40, blank=True)
    edition = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    edited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "journey_code", "edition"], name="one_wording_of_a_mail_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.journey_code} {self.edition}".strip()
