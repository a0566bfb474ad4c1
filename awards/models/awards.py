"""Which award a subject holds, whoever decided it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from awards.models.applications import Application
from awards.models.people import Person
from awards.models.subjects import Subject
from workflow.models import Run, TransitionRecord


class Award(models.Model):
    """An award with its dates. Of a run here, or from before the office kept its journeys here (no run)."""

    OFFICE, AWARD_BODY = "office", "award_body"
    DECIDERS: ClassVar[list[tuple[str, str]]] = [(OFFICE, "The office"), (AWARD_BODY, "The award body")]

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="awards")
    run = models.OneToOneField(Run, null=True, blank=True, on_delete=models.PROTECT, related_name="award")
    journey_code = models.CharField(max_length=40)
    level_code = models.CharField(max_length=20)
    level = models.CharField(max_length=60)
    awarded_on = models.DateField()
    expires_on = models.DateField()
    decided_by = models.CharField(max_length=20, choices=DECIDERS)
    reference = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="award_expires_after_it_begins", condition=Q(expires_on__gt=F("awarded_on"))
            ),
            models.UniqueConstraint(
                fields=["subject", "journey_code", "awarded_on"], name="one_award_of_a_day"
            ),
        ]
        indexes = [models.Index(fields=["expires_on", "id"], name="award_by_expiry")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.level}, to {self.expires_on}"


class AwardBodyAct(models.Model):
    """Something that the award body did for an application, as its letter or its list says.

    ``record`` says so in the run's history: the move that it brought; of what moves nothing, such as an invoice, a remark.
    ``letter`` is the award body's own paper, kept as it came.
    """

    REGISTERED, INVOICED, PAID, RECEIVED = "registered", "invoiced", "paid", "received"
    ACCEPTED, ASKED, BEGAN, AWARDED, NO_LEVEL, CERTIFICATE = (
        "accepted",
        "asked",
        "began",
        "awarded",
        "no_level",
        "certificate",
    )
    KINDS: ClassVar[list[tuple[str, str]]] = [
        (REGISTERED, "Registered the school"),
        (INVOICED, "Sent the invoice"),
        (PAID, "Received the fee"),
        (RECEIVED, "Received a document"),
        (ACCEPTED, "Accepted the Statement of Commitment"),
        (ASKED, "Asked about a document"),
        (BEGAN, "Began the assessment"),
        (AWARDED, "Awarded a level"),
        (NO_LEVEL, "Decided on no level this time"),
        (CERTIFICATE, "Sent its certificate"),
    ]

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="award_body_acts")
    kind = models.CharField(max_length=20, choices=KINDS)
    happened_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True)
    level_code = models.CharField(max_length=20, blank=True)
    letter = models.FileField(upload_to="letters/%Y/", blank=True)
    letter_name = models.CharField(max_length=200, blank=True)
    letter_sha256 = models.CharField(max_length=64, blank=True)
    record = models.OneToOneField(
        TransitionRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="award_body_act"
    )
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    from_list = models.ForeignKey(
        "awards.Intake", null=True, blank=True, on_delete=models.PROTECT, related_name="acts"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind", "happened_on"], name="one_act_of_a_kind_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.application}"
