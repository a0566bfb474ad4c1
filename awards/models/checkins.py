"""How it goes, asked once a term of whoever leads a school's journey."""

from __future__ import annotations

from django.db import models

from awards.models.applications import Contact
from workflow.models import Respite, Run


class CheckIn(models.Model):
    """The question of one term to one lead, and the answer, empty until there is one.

    ``term``: the academic year by its first half and the term's name, such as "2025-autumn". ``answered_at``: the first
    answer; it may be changed for a week from then. ``respite``: the rest of reminders that the answer brought.
    """

    ON_TRACK, BEHIND, SOMEONE_ELSE, HELP, MUST_STOP = (
        "on-track",
        "behind",
        "someone-else",
        "help",
        "must-stop",
    )
    ANSWERS = (
        (ON_TRACK, "We are on track"),
        (BEHIND, "We are behind"),
        (SOMEONE_ELSE, "Somebody else leads this now"),
        (HELP, "We would like help"),
        (MUST_STOP, "We have to stop"),
    )

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="check_ins", db_index=False)
    term = models.CharField(max_length=20)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="check_ins")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=20, choices=ANSWERS, blank=True)
    words = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    respite = models.ForeignKey(Respite, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "term"], name="one_question_a_run_and_term")]

    def __str__(self) -> str:
        return f"{self.term} of run {self.run_id}: {self.answer or 'no answer'}"
