"""What the office's lists need beside the runs themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from workflow.models.runs import Run


class Activity(models.Model):
    """When somebody outside the office last did something on a run: signed in, saved, wrote, rang. Apart from the run,
    so that a save never touches it.
    """

    run = models.OneToOneField(Run, on_delete=models.PROTECT, primary_key=True, related_name="activity")
    last_at = models.DateTimeField()
    what = models.CharField(max_length=40)

    class Meta:
        verbose_name_plural = "activity"
        indexes = [models.Index(fields=["last_at", "run"], name="activity_by_time")]

    def __str__(self) -> str:
        return f"run {self.run_id}: {self.what} at {self.last_at}"


class StepPace(models.Model):
    """How long runs stay in a state: days by which half and nine in ten had left it, unfinished spells counted
    (Kaplan and Meier). ``p90_days`` empty: fewer than nine in ten have left it so far.
    """

    journey_code = models.CharField(max_length=40)
    edition = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    spells = models.PositiveIntegerField()
    open_spells = models.PositiveIntegerField()
    median_days = models.PositiveIntegerField(null=True)
    p90_days = models.PositiveIntegerField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["journey_code", "edition", "state"], name="one_pace_a_state_of_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.journey_code} {self.edition} {self.state}: {self.p90_days} days"


class SavedView(models.Model):
    """A list of the office's, as its filters say it, under a name. ``shared``: all of the office see it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.TextField()
    shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_view_of_a_name_a_person")]

    def __str__(self) -> str:
        return self.name
