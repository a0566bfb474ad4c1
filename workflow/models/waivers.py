"""Conditions that the office let a run pass, once each."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from workflow.models.runs import Run, TransitionRecord

_IS_WRITTEN_DOWN = """
    IF NEW.used_by_id IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM workflow_transitionrecord record
        WHERE record.id = NEW.record_id AND record.run_id = NEW.run_id AND record.kind = 'waived'
          AND record.detail->>'guard' = NEW.guard_code
    ) THEN
        RAISE EXCEPTION 'A waiver on run % has no record of it', NEW.run_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""
_IS_USED_ONCE = """
    IF OLD.used_by_id IS NOT NULL OR (NEW.run_id, NEW.guard_code, NEW.record_id) IS DISTINCT FROM
        (OLD.run_id, OLD.guard_code, OLD.record_id)
    THEN
        RAISE EXCEPTION 'A waiver on run % is used once and never changed', OLD.run_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM workflow_transitionrecord record
        WHERE record.id = NEW.used_by_id AND record.run_id = NEW.run_id AND record.kind = 'moved'
          AND record.detail->'waived' ? NEW.guard_code
    ) THEN
        RAISE EXCEPTION 'A waiver on run % was used by no move of it', NEW.run_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class Waiver(models.Model):
    """A guard that a run may pass once without meeting it. Why stands in the note of its ``record``.

    ``used_by`` is the move that needed it. At most one that is not used yet for a run and a guard.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="waivers")
    guard_code = models.CharField(max_length=80)
    record = models.OneToOneField(TransitionRecord, on_delete=models.PROTECT, related_name="waiver")
    used_by = models.ForeignKey(
        TransitionRecord, null=True, on_delete=models.PROTECT, related_name="used_waivers"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "guard_code"], name="one_open_waiver_for_each_guard", condition=Q(used_by=None)
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="waiver_is_written_down",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_IS_WRITTEN_DOWN,
            ),
            pgtrigger.Trigger(
                name="waiver_is_used_once",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_IS_USED_ONCE,
            ),
            pgtrigger.Protect(name="waiver_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.guard_code} on run {self.run_id}"
