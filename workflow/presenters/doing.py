"""What there is to do on a run: its tasks, and the moves that a person may make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from workflow.journey import Task, Transition
from workflow.models import Run
from workflow.options import Option
from workflow.queries import open_waivers
from workflow.refusals import facts_of


@dataclass(frozen=True)
class TaskLine:
    """A line of the task list. ``state``: done, todo or later."""

    title: str
    href: str
    status: str
    state: str
    hint: str = ""
    by_office: bool = False


@dataclass(frozen=True)
class Move:
    """A button: where it leads, what it says, and what it still needs."""

    label: str
    href: str
    hint: str
    danger: bool
    reasons: tuple[str, ...]


def tasks_of(run: Run, *, inside: bool) -> list[TaskLine]:
    """What there is to do in the run's state, with what is done of it, and what is waived."""
    tasks = [task for task in run.declared_state.tasks if inside or not task.by_office]
    facts = facts_of([run], [task.done for task in tasks])[run.pk]
    undone = {task for task in tasks if task.done.reasons(facts)}
    can_be_waived = any(task.done.waivable for task in undone)
    waived = open_waivers([run]).get(run.pk, set()) if can_be_waived else set()
    lines = []
    for task in tasks:
        is_waived = task in undone and task.done.code in waived
        is_done = task not in undone or is_waived
        lines.append(
            TaskLine(
                title=task.label,
                href=reverse(task.page, args=[run.public_id, *task.arguments]),
                status="Not needed this time" if is_waived else "Completed" if is_done else _not_yet(task),
                state="done" if is_done else "optional" if task.optional else "todo",
                by_office=task.by_office,
            )
        )
    return lines


def _not_yet(task: Task) -> str:
    return "If you like" if task.optional else "Not yet done"


def moves_of(run: Run, options: Sequence[Option]) -> list[Move]:
    """The buttons of a person, open ones first in declared order, those that end the journey last."""
    moves = [
        Move(
            label=option.transition.label,
            href=_href(run, option.transition),
            hint=option.transition.hint,
            danger=option.transition.danger,
            reasons=option.reasons,
        )
        for option in options
    ]
    return sorted(moves, key=lambda move: (move.danger, bool(move.reasons)))


def _href(run: Run, transition: Transition) -> str:
    if transition.page:
        return reverse(transition.page, args=[run.public_id])
    return reverse("workflow:take", args=[run.public_id, transition.name])


def waive_href(run: Run) -> str:
    """Where the office lets the run pass a condition; empty where no move from here has one that may be waived."""
    guards = [guard for move in run.journey.leaving(run.state) for guard in move.guards]
    if not any(guard.waivable for guard in guards):
        return ""
    return reverse("workflow:waive", args=[run.public_id])
