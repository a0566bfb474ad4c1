"""The tables of the baselines and of the races. They exist in the benchmarks' database only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_fsm import FSMField, transition
from joeflow.models import Workflow
from joeflow.tasks import UpdateView

from bench.steps import STATES, STEPS, may_go_on
from workflow.models import Run


class Readiness(models.Model):
    """What our guard asks about a run: a row of another table, as guards' facts are."""

    run = models.OneToOneField(Run, primary_key=True, on_delete=models.CASCADE, related_name="+")
    is_ready = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.run} {'ready' if self.is_ready else 'not ready'}"


class _Stateful(models.Model):
    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk} at {self.state}"  # type: ignore[attr-defined] # each kind keeps its state in its own way


class Row(_Stateful):
    """A row with a state, as most applications keep it."""

    state = models.CharField(max_length=40, default=STATES[0])
    entered_at = models.DateTimeField()
    is_ready = models.BooleanField(default=True)


class _History(models.Model):
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.source} to {self.target}"


class RowHistory(_History):
    """One row for each move of a Row."""

    row = models.ForeignKey(Row, on_delete=models.CASCADE, related_name="history")


def _with_every_step(field: Any, method: Any) -> Any:
    for source, target in STEPS:
        method = transition(
            field=field, source=source, target=target, conditions=[may_go_on], permission="bench.change_row"
        )(method)
    return method


def _nothing_of_its_own(row: models.Model) -> None:
    """What a transition of django-fsm-2 does beyond the change of state."""


class MachineRow(_Stateful):
    """The same with the state in a protected field of django-fsm-2."""

    state = FSMField(default=STATES[0], protected=True, max_length=40)
    entered_at = models.DateTimeField()
    is_ready = models.BooleanField(default=True)

    go_on = _with_every_step(state, _nothing_of_its_own)


class MachineRowHistory(_History):
    """One row for each move of a MachineRow."""

    row = models.ForeignKey(MachineRow, on_delete=models.CASCADE, related_name="history")


class EightTasks(Workflow):
    """Nine human tasks of joeflow, each after the other: eight are done."""

    is_ready = models.BooleanField(default=True)

    task_0 = UpdateView(fields=["is_ready"])
    task_1 = UpdateView(fields=["is_ready"])
    task_2 = UpdateView(fields=["is_ready"])
    task_3 = UpdateView(fields=["is_ready"])
    task_4 = UpdateView(fields=["is_ready"])
    task_5 = UpdateView(fields=["is_ready"])
    task_6 = UpdateView(fields=["is_ready"])
    task_7 = UpdateView(fields=["is_ready"])
    task_8 = UpdateView(fields=["is_ready"])

    edges: ClassVar[list[tuple[UpdateView, UpdateView]]] = [
        (task_0, task_1),
        (task_1, task_2),
        (task_2, task_3),
        (task_3, task_4),
        (task_4, task_5),
        (task_5, task_6),
        (task_6, task_7),
        (task_7, task_8),
    ]
