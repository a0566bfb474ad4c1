"""What the words of a reminder may use: given by whoever knows the run, for many reminders at once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.journey import Recipient, Rung
from workflow.messages import Letter
from workflow.models import Run


@dataclass(frozen=True)
class Occasion:
    """One reminder to one person. ``on``: the day on which it goes."""

    run: Run
    rung: Rung
    recipient: Recipient
    due_on: dt.date
    on: dt.date


Provider = Callable[[Sequence[Occasion]], Sequence[Mapping[str, Any]]]
_providers: list[Provider] = []


def register_words(provider: Provider) -> Provider:
    """Have a function give the fields of reminders, in the order of the occasions, in a fixed number of queries.

    Every mail has ``label``, ``name``, ``due_on``, ``asks`` and ``is_late`` besides.
    """
    if provider not in _providers:
        _providers.append(provider)
    return provider


def letters_for(occasions: Sequence[Occasion]) -> list[Letter]:
    """The mails, in the order given."""
    contexts = [_usual(one) for one in occasions]
    for provider in _providers if occasions else ():
        for context, given in zip(contexts, provider(occasions), strict=True):
            context.update(given)
    return [
        Letter(one.rung.template, one.recipient.email, _key(one), context, one.run)
        for one, context in zip(occasions, contexts, strict=True)
    ]


def key_of_all(run: Run) -> str:
    """How the keys of the reminders begin that are right for a run as it stands."""
    return f"reminder:{run.pk}:{run.state}:{run.due_on}:"


def _key(one: Occasion) -> str:
    person = hashlib.sha256(one.recipient.email.lower().encode()).hexdigest()[:12]
    return f"{key_of_all(one.run)}{one.rung.code}:{person}"


def _usual(one: Occasion) -> dict[str, Any]:
    return {
        "label": one.run.label,
        "name": one.recipient.name,
        "due_on": one.due_on,
        "asks": one.run.declared_state.asks,
        "is_late": one.due_on < one.on,
    }
