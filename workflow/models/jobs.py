"""Work outside the request, and what went wrong with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow.models.runs import Run


class Job(models.Model):
    """One piece of work for a worker, done once. ``key`` says what it is for and is unique."""

    QUEUED, DONE, FAILED = "queued", "done", "failed"

    key = models.CharField(max_length=120, unique=True)
    task = models.CharField(max_length=120)
    arguments = models.JSONField(default=list)
    status = models.CharField(
        max_length=10,
        default=QUEUED,
        choices=[(QUEUED, "Waiting or running"), (DONE, "Done"), (FAILED, "Failed")],
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="job_done_has_its_time",
                condition=Q(status="done", done_at__isnull=False) | (~Q(status="done") & Q(done_at=None)),
            )
        ]
        indexes = [models.Index(fields=["queued_at"], name="job_waiting", condition=Q(status="queued"))]

    def __str__(self) -> str:
        return self.key


class Incident(models.Model):
    """Something that needs a person: a failed job, a move that was refused where nobody was looking.

    Closed when it is mended. At most one is open for a key. ``owner`` is who sees to it.
    """

    key = models.CharField(max_length=160)
    summary = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.CASCADE, related_name="incidents")
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="incidents")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="one_open_incident_for_each_key", condition=Q(closed_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.summary
