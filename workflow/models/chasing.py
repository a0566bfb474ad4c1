"""What the clock said, to whom, and what keeps it quiet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow.models.runs import Run


class ReminderSent(models.Model):
    """A rung of a reminder ladder that was taken for a run and a due date, so that it is never taken twice.

    ``fate``: mailed; prompted (an officer is asked to act); missed (a later rung was due by then too, or there was nobody to
    write to).
    """

    MAILED, PROMPTED, MISSED = "mailed", "prompted", "missed"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="reminders", db_index=False)
    state = models.CharField(max_length=40)
    due_on = models.DateField()
    rung = models.CharField(max_length=40)
    fate = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "reminders sent"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "state", "due_on", "rung"], name="one_reminder_a_rung_and_due_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rung} for run {self.run_id}, due {self.due_on}"


class Prompt(models.Model):
    """Something that the clock or an answer from outside asks of the office: to ring, to look, to answer.

    ``code`` says what, ``words`` say it. At most one is open for a run and a code. Shown to the office only.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="prompts")
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    href = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "code"], condition=Q(done_at=None), name="one_open_prompt_of_a_code_a_run"
            )
        ]
        indexes = [models.Index(fields=["made_at"], name="prompt_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return self.words


class Respite(models.Model):
    """Reminders about a run rest through a day: somebody rang, asked for time, or pressed "not now".

    ``why`` is a code. Other mail goes as ever.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="respites", db_index=False)
    through = models.DateField()
    why = models.CharField(max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["run", "-through"], name="respite_by_run")]

    def __str__(self) -> str:
        return f"run {self.run_id} rests through {self.through}"
