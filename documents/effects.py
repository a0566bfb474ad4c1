"""What moves do to documents, for journeys to name."""

from __future__ import annotations

from collections.abc import Sequence

from documents import services
from documents.registry import all_forms, once_a_form
from documents.vocabulary import Form
from workflow.journey import Effect, Step, Transition


@once_a_form
def freeze(form: type[Form]) -> Effect:
    """Keep the document exactly as it is handed in, and lock it. Undone, it is open again; the copy is kept."""

    def do(steps: Sequence[Step]) -> None:
        services.freeze(form, steps)

    def undo(steps: Sequence[Step]) -> None:
        services.reopen(form, [step.run for step in steps])

    return Effect(f"freeze({form.code})", do, undo)


@once_a_form
def unlock(form: type[Form]) -> Effect:
    """Open the document again, for what the office asked about. Undone, it is locked again."""

    def do(steps: Sequence[Step]) -> None:
        services.unlock(form, steps)

    def undo(steps: Sequence[Step]) -> None:
        for step in steps[:1]:
            services.lock(form, [step.run for step in steps], now=step.now)

    return Effect(f"unlock({form.code})", do, undo)


def opened_by(transition: Transition) -> type[Form] | None:
    """The form that a move sends back, if it sends one back."""
    return next((form for form in all_forms() if unlock(form) in transition.effects), None)
