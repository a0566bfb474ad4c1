"""The one door to django_fsm: state fields, their steps, and the row that every change of a small state leaves.

The state of a run is changed by ``workflow.services``. Rows that only have a small life of their own (a certificate,
an invoice, a message) declare their steps with ``step`` and take them through ``change``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db import models, transaction
from django_fsm import FSMField, TransitionNotAllowed
from django_fsm import transition as _transition


class StateField(FSMField):
    """A state by its name. Never editable in a form; changed only by a declared step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)


class WrongStep(Exception):
    """The step does not leave the state in which the row is."""


def step(field: Any, *, source: str | Sequence[str], target: str) -> Callable[[Any], Any]:
    """Declare that calling the decorated method moves ``field`` from one of the sources to the target."""
    sources = [source] if isinstance(source, str) else list(source)
    decorated: Callable[[Any], Any] = _transition(field=field, source=sources, target=target)
    return decorated


def take(row: models.Model, taken: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Take a step on a row in memory. Raises WrongStep when it does not leave the row's state."""
    try:
        taken(row, *args, **kwargs)
    except TransitionNotAllowed as error:
        raise WrongStep(f"{row} cannot '{taken.__name__}': it is {error.object.state}.") from error


def change_many(rows: Sequence[models.Model], taken: str, *, now: dt.datetime, actor: Any = None) -> None:
    """Take the named step on many rows of one model, locked by the caller, and write down each change: two statements.

    Raises WrongStep when one of the rows is elsewhere, and then nothing is written.
    """
    from workflow.models import StateChange  # noqa: PLC0415 - cycle: models declare their state fields by this module

    if not rows:
        return
    model: Any = type(rows[0])
    sources = [row.state for row in rows]  # type: ignore[attr-defined] # every row with steps has a state field
    for row in rows:
        take(row, getattr(model, taken))
    with transaction.atomic():
        model.objects.filter(pk__in=[row.pk for row in rows]).update(state=rows[0].state)  # type: ignore[attr-defined] # as above
        StateChange.objects.bulk_create(
            StateChange(
                kind=model._meta.label_lower,
                row_id=row.pk,
                step=taken,
                source=source,
                target=row.state,  # type: ignore[attr-defined] # as above
                actor=actor,
                at=now,
            )
            for row, source in zip(rows, sources, strict=True)
        )


def change(
    row: models.Model,
    taken: str,
    *,
    now: dt.datetime,
    actor: Any = None,
    fields: Sequence[str] = (),
    **arguments: Any,
) -> None:
    """Take the named step on a row locked by the caller, save it and write down the change.

    ``fields`` are the further fields that the step sets. Raises WrongStep when the step does not leave the
    row's state, and then nothing is written.
    """
    from workflow.models import StateChange  # noqa: PLC0415 - cycle: models declare their state fields by this module

    source = row.state  # type: ignore[attr-defined] # every row with steps has a state field
    with transaction.atomic():
        take(row, getattr(type(row), taken), **arguments)
        row.save(update_fields=["state", *fields])
        StateChange.objects.create(
            kind=row._meta.label_lower,
            row_id=row.pk,
            step=taken,
            source=source,
            target=row.state,  # type: ignore[attr-defined] # as above
            actor=actor,
            at=now,
        )
