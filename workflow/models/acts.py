"""What the office does to journeys apart from moving them: more time asked for, and one act on many."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow.models.runs import Run, TransitionRecord
from workflow.state import StateField, step


class ExtensionRequest(models.Model):
    """Somebody asks for more time. Answered by a rule at once, or by the office.

    ``reason`` is a code of ``workflow.reasons``, ``words`` are theirs. ``asked_by`` None: asked by a personal link,
    without signing in, by ``asked_as``. ``by_rule``: no person answered.
    """

    OPEN, GRANTED, REFUSED, WITHDRAWN = "open", "granted", "refused", "withdrawn"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="extension_requests")
    due_on = models.DateField()  # the day that is due as they ask
    wanted_on = models.DateField()
    reason = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_as = models.CharField(max_length=254, blank=True)
    asked_at = models.DateTimeField()
    state = StateField(default=OPEN)
    answer = models.TextField(blank=True)
    by_rule = models.BooleanField(default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    record = models.OneToOneField(
        TransitionRecord, null=True, on_delete=models.PROTECT, related_name="extension_request"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=Q(state="open"), name="one_open_extension_request_a_run"
            ),
            models.CheckConstraint(
                name="granted_extension_has_its_record",
                condition=~Q(state="granted") | Q(record__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="extension_request_open", condition=Q(state="open"))
        ]

    def __str__(self) -> str:
        return f"more time for {self.run}, until {self.wanted_on}"

    @step(field=state, source=OPEN, target=GRANTED)
    def grant(self) -> None:
        """The time is given."""

    @step(field=state, source=OPEN, target=REFUSED)
    def refuse(self) -> None:
        """The day stays."""

    @step(field=state, source=OPEN, target=WITHDRAWN)
    def withdraw(self) -> None:
        """It is no longer wanted, or has become pointless."""


class BulkAct(models.Model):
    """One act on many journeys: previewed, confirmed, worked off in pieces, and undone where that can be.

    ``act`` is a code of ``workflow.acts``, ``values`` what its form was given, ``choice`` how the journeys were chosen
    (the filters of the list, as a query). ``batch`` stands in every record that it writes.
    """

    PREVIEWED, RUNNING, DONE, UNDOING, UNDONE = "previewed", "running", "done", "undoing", "undone"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.CharField(max_length=40)
    values: models.JSONField[Any, Any] = models.JSONField(default=dict)
    choice = models.TextField(blank=True)
    reason = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    state = StateField(default=PREVIEWED)
    batch = models.UUIDField(default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["by", "-made_at"], name="bulk_act_by_person")]

    def __str__(self) -> str:
        return f"{self.act} on many, {self.made_at:%d %B %Y}"

    @step(field=state, source=PREVIEWED, target=RUNNING)
    def confirm(self) -> None:
        """What was shown is done."""

    @step(field=state, source=RUNNING, target=DONE)
    def finish(self) -> None:
        """Every row has its result."""

    @step(field=state, source=DONE, target=UNDOING)
    def begin_undoing(self) -> None:
        """It is taken back, row by row."""

    @step(field=state, source=UNDOING, target=UNDONE)
    def finish_undoing(self) -> None:
        """What could be taken back was."""


class BulkRow(models.Model):
    """One journey of a bulk act. ``seq`` is the version that the preview saw; ``sentence`` says why it was refused."""

    WAITING, REFUSED, DONE, UNDONE, NOT_UNDONE = "waiting", "refused", "done", "undone", "not_undone"
    FATES: ClassVar[list[tuple[str, str]]] = [
        (WAITING, "Waiting"),
        (REFUSED, "Left as it is"),
        (DONE, "Done"),
        (UNDONE, "Taken back"),
        (NOT_UNDONE, "Could not be taken back"),
    ]

    bulk = models.ForeignKey(BulkAct, on_delete=models.PROTECT, related_name="rows")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    fate = models.CharField(max_length=12, choices=FATES, default=WAITING)
    sentence = models.TextField(blank=True)
    preview: models.JSONField[Any, Any] = models.JSONField(default=dict)  # what the person was shown of it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "run"], name="one_row_a_run_in_a_bulk_act")]
        indexes = [models.Index(fields=["bulk", "fate", "id"], name="bulk_row_by_fate")]

    def __str__(self) -> str:
        return f"run {self.run_id}: {self.fate}"
