"""Runs of journeys and their history."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from workflow.journey import MAX_NAME, Journey, Phase, State
from workflow.registry import get_journey
from workflow.state import StateField

_HAS_ITS_RECORD = """
    IF NOT EXISTS (
        SELECT 1 FROM workflow_transitionrecord record
        WHERE record.run_id = NEW.id AND record.seq = NEW.seq AND record.hash = NEW.head_hash
          AND record.target = NEW.state AND {before}
    ) THEN
        RAISE EXCEPTION 'Run % changed without a record of it', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


def _open_by(*fields: str, name: str) -> models.Index:
    return models.Index(fields=[*fields, "id"], name=name, condition=Q(finished_at=None))


class Run(models.Model):
    """One subject on its way through a journey.

    ``seq`` counts the records and is the version that a page sends back. ``label``, ``area``, ``kind`` and
    ``officer`` are words of the caller: indexed here, never read. ``entered_at`` is when the present state was entered
    in the world, ``recorded_at`` when the last record was written. Where ``entered_is_known`` is false, the run was
    brought in without that day, and ``entered_at`` is when it was brought in: the state was entered before.
    ``look_on`` is the next day on which the clock looks at it; empty: never. While ``paused_at`` is set the clock stands
    still, until ``resumes_on`` where a day was agreed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    journey_code = models.CharField(max_length=MAX_NAME)
    edition = models.CharField(max_length=MAX_NAME)
    state = StateField()
    phase = models.CharField(max_length=20, choices=[(phase.value, phase.value.title()) for phase in Phase])
    waits_for = models.CharField(max_length=20)
    seq = models.PositiveIntegerField(default=0)
    head_hash = models.BinaryField(max_length=32)
    entered_at = models.DateTimeField()
    entered_is_known = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    started_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    slow_on = models.DateField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    look_on = models.DateField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    resumes_on = models.DateField(null=True, blank=True)

    label = models.CharField(max_length=250, blank=True)
    area = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="run_open_by_due",
                condition=Q(finished_at=None, due_on__isnull=False),
            ),
            _open_by("entered_at", name="run_open_by_entered"),
            _open_by("waits_for", "entered_at", name="run_open_by_move"),
            _open_by("area", "entered_at", name="run_open_by_area"),
            _open_by("area", "state", "entered_at", name="run_open_by_area_and_state"),
            _open_by("officer", "entered_at", name="run_open_by_officer"),
            _open_by("journey_code", "entered_at", name="run_open_by_programme"),
            _open_by("journey_code", "edition", "entered_at", name="run_open_by_edition"),
            _open_by("journey_code", "state", "entered_at", name="run_open_by_step"),
            _open_by("phase", "entered_at", name="run_open_by_phase"),
            _open_by("kind", "entered_at", name="run_open_by_kind"),
            models.Index(
                fields=["entered_at", "id"],
                name="run_open_paused",
                condition=Q(finished_at=None, paused_at__isnull=False),
            ),
            models.Index(fields=["entered_at", "id"], name="run_by_entered"),
            models.Index(fields=["journey_code", "edition", "state"], name="run_by_state"),
            GinIndex(OpClass(Upper("label"), name="gin_trgm_ops"), name="run_by_label"),
            models.Index(
                fields=["look_on", "id"],
                name="run_for_the_clock",
                condition=Q(finished_at=None, look_on__isnull=False),
            ),
            models.Index(
                fields=["slow_on", "id"],
                name="run_open_by_slow",
                condition=Q(finished_at=None, slow_on__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="run_starts_with_a_record",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=_HAS_ITS_RECORD.format(before="record.source = ''"),
            ),
            pgtrigger.Trigger(
                name="run_moves_with_a_record",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("state", "seq", "head_hash"),  # type: ignore[no-untyped-call] # half typed
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state"))
                | pgtrigger.Q(old__seq__df=pgtrigger.F("new__seq"))
                | pgtrigger.Q(old__head_hash__df=pgtrigger.F("new__head_hash")),
                func=_HAS_ITS_RECORD.format(before="record.source = OLD.state AND NEW.seq = OLD.seq + 1"),
            ),
            pgtrigger.Protect(name="run_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.journey_code} {self.label or self.pk}"

    @property
    def journey(self) -> type[Journey]:
        return get_journey(self.journey_code, self.edition)

    @property
    def declared_state(self) -> State:
        return self.journey.states[self.state]


class TransitionRecord(models.Model):
    """One line of a run's history: codes, ids and times; no names, no free text. Never changed.

    ``happened_at`` is when it was so in the world, ``recorded_at`` when it was written down. ``hash`` is computed by
    PostgreSQL over the record before and this one. Records of the kinds in ``MOVES`` bring the run to their target; the
    others leave it where it is. How records read after corrections: ``workflow.history``.
    """

    STARTED, BROUGHT_IN, MOVED = "started", "brought_in", "moved"
    UNDONE, REOPENED = "undone", "reopened"
    NOTED, CORRECTED, WAIVED = "noted", "corrected", "waived"
    EXTENDED, PAUSED, RESUMED = "extended", "paused", "resumed"
    MOVES = (STARTED, BROUGHT_IN, MOVED, UNDONE, REOPENED)
    STAYS = (NOTED, CORRECTED, WAIVED, EXTENDED, PAUSED, RESUMED)

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="records", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    transition = models.CharField(max_length=MAX_NAME, blank=True)
    source = models.CharField(max_length=MAX_NAME, blank=True)
    target = models.CharField(max_length=MAX_NAME)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    role = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    detail = models.JSONField(default=dict)
    batch = models.UUIDField(null=True)
    note_digest = models.BinaryField(max_length=32, null=True)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "seq"], name="one_record_for_each_place_in_a_run"),
            models.CheckConstraint(
                name="record_of_what_is_so_moves_nothing",
                condition=~Q(kind__in=["noted", "corrected", "waived", "extended", "paused", "resumed"])
                | Q(source=models.F("target")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="record_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.seq} {self.transition or self.kind}"


class RecordNote(models.Model):
    """The words that go with a record. Apart, so that they can be erased and the chain still holds."""

    record = models.OneToOneField(
        TransitionRecord, on_delete=models.PROTECT, related_name="note", primary_key=True
    )
    text = models.TextField()
    salt = models.BinaryField(max_length=16)

    class Meta:
        triggers = [pgtrigger.Protect(name="note_is_never_rewritten", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"Note on record {self.record_id}"
