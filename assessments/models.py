"""How submissions are judged: readers, reviews, marks, decisions and feedback."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from viewflow.workflow.models import Process

from assessments.rubric import Rubric, get_rubric
from workflow.journey import MAX_NAME
from workflow.models import Run, TransitionRecord
from workflow.state import StateField, step


class Assessor(models.Model):
    """Somebody who may be asked to read. A moderator may also decide where two readers differ."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessor")
    is_moderator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    since = models.DateField()

    def __str__(self) -> str:
        return str(self.person)


class Review(Process):
    """The work of several hands on one run, from allocation to the decision. A process of viewflow's.

    ``then``: the name of the transition that the decision takes. ``opened_by`` and ``closed_by``: the run's records
    with which it began and ended. At most one review of a run is open.
    """

    CONCLUDED, ABANDONED = "concluded", "abandoned"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="reviews")
    rubric_code = models.CharField(max_length=MAX_NAME)
    then = models.CharField(max_length=MAX_NAME)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(TransitionRecord, on_delete=models.PROTECT, related_name="+")
    allocated_at = models.DateTimeField(null=True)
    allocated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(TransitionRecord, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(CONCLUDED, "Concluded"), (ABANDONED, "Called off")]
    )

    class Meta:
        ordering: ClassVar[list[str]] = []
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=Q(closed_at=None), name="one_open_review_of_a_run"
            ),
            models.CheckConstraint(
                name="review_ends_with_an_outcome",
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | Q(closed_at__isnull=False, closed_by__isnull=False, outcome__in=["concluded", "abandoned"]),
            ),
            models.CheckConstraint(
                name="allocation_has_its_officer",
                condition=Q(allocated_at=None, allocated_by=None)
                | Q(allocated_at__isnull=False, allocated_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Review {self.pk} of run {self.run_id}"

    @property
    def rubric(self) -> Rubric:
        return get_rubric(self.rubric_code)


class Assessment(models.Model):
    """One reader's judgement. ``level`` and ``reason`` are of the whole; those by criterion are marks.

    While it is open it is a draft and may lack anything. Nobody but its reader sees it before both are done.
    """

    OPEN, DONE, SET_ASIDE = "open", "done", "set_aside"
    SLOTS: ClassVar[list[tuple[int, str]]] = [(1, "First reader"), (2, "Second reader")]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="assessments", db_index=False)
    assessor = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="assessments")
    slot = models.PositiveSmallIntegerField(choices=SLOTS)
    state = StateField(default=OPEN)
    level = models.CharField(max_length=MAX_NAME, blank=True)
    reason = models.TextField(blank=True)
    saved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "slot"], name="one_assessment_in_a_slot"),
            models.UniqueConstraint(fields=["review", "assessor"], name="readers_of_a_review_differ"),
            models.CheckConstraint(name="two_slots_in_a_review", condition=Q(slot__in=[1, 2])),
            models.CheckConstraint(
                name="finished_assessment_is_whole",
                condition=Q(state="done", done_at__isnull=False) & ~Q(level="") & ~Q(reason="")
                | ~Q(state="done") & Q(done_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Assessment {self.slot} of review {self.review_id}"

    @step(field=state, source=OPEN, target=DONE)
    def finish(self, *, done_at: dt.datetime) -> None:
        self.done_at = done_at

    @step(field=state, source=OPEN, target=SET_ASIDE)
    def set_aside(self) -> None:
        """The review was called off; what was written is kept."""


class CriterionMark(models.Model):
    """What a reader gives for one criterion. In a draft either part may still be empty."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="marks", db_index=False)
    criterion = models.CharField(max_length=MAX_NAME)
    level = models.CharField(max_length=MAX_NAME, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_mark_for_a_criterion"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"


class Decision(models.Model):
    """What a review came to. At most one stands for a run; one that no longer counts is set aside and kept."""

    AGREED, MODERATED = "agreed", "moderated"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="decision")
    level = models.CharField(max_length=MAX_NAME)
    route = models.CharField(
        max_length=20, choices=[(AGREED, "Both readers agreed"), (MODERATED, "A moderator decided")]
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=Q(set_aside_at=None), name="one_standing_decision_of_a_run"
            ),
            models.CheckConstraint(
                name="moderator_says_who_and_why",
                condition=Q(route="agreed", decided_by=None)
                | Q(route="moderated", decided_by__isnull=False) & ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["run", "id"], name="decision_by_run")]

    def __str__(self) -> str:
        return f"{self.level} for run {self.run_id}"


class Feedback(models.Model):
    """What the school is told beside the level. Written by the office before the outcome is released."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="feedback")
    text = models.TextField()
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    edited_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [models.CheckConstraint(name="feedback_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"Feedback on decision {self.decision_id}"
