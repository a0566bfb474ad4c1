"""Tables that somebody hands in: looked at first, taken in as a whole."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from awards.models.people import Person
from workflow.state import StateField, step


class Intake(models.Model):
    """A spreadsheet or list on its way in. ``rows`` are its cells as text; nothing is taken in before it is confirmed.

    ``choices`` are a person's answers to lines in doubt, by line number. ``examined`` is what the preview showed when it
    was confirmed (its digest): what is taken in is what was seen.
    ``outcome`` counts what came of it.
    """

    JOURNEYS, AWARD_BODY_LIST, BANK = "journeys", "award_body_list", "bank"
    KINDS: ClassVar[list[tuple[str, str]]] = [
        (JOURNEYS, "Schools already under way"),
        (AWARD_BODY_LIST, "List from the award body"),
        (BANK, "Bank statement"),
    ]
    READ, CONFIRMED, DONE, DROPPED, FAILED = "read", "confirmed", "done", "dropped", "failed"

    kind = models.CharField(max_length=20, choices=KINDS)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows: models.JSONField[Any, Any] = models.JSONField()
    choices: models.JSONField[Any, Any] = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    state = StateField(default=READ)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    examined = models.CharField(max_length=64, blank=True)
    outcome: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["kind", "-uploaded_at"], name="intake_by_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"

    @step(field=state, source=READ, target=CONFIRMED)
    def confirm(self, *, confirmed_by: Person | None, examined: str) -> None:
        self.confirmed_by, self.examined = confirmed_by, examined

    @step(field=state, source=CONFIRMED, target=DONE)
    def finish(self, *, outcome: dict[str, Any]) -> None:
        self.outcome = outcome

    @step(field=state, source=CONFIRMED, target=FAILED)
    def fail(self, *, outcome: dict[str, Any]) -> None:
        """Nothing of it was taken in; ``outcome`` says why."""
        self.outcome = outcome

    @step(field=state, source=FAILED, target=READ)
    def look_again(self) -> None:
        """It is looked at once more, as things are now."""

    @step(field=state, source=READ, target=DROPPED)
    def drop(self) -> None:
        """Somebody looked, and did not want it."""
