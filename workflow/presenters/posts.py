"""Stopped post in words."""

from __future__ import annotations

from workflow.models import MailStop
from workflow.presenters.days import short_day
from workflow.queries import Stopped


def scope_of(stopped: Stopped) -> str:
    """What a stop, or the stops of a batch, keep from leaving."""
    if stopped.number > 1:
        return f"Everything about {stopped.number} journeys"
    return _scope(stopped.stop)


def _scope(stop: MailStop) -> str:
    if stop.run:
        return f"Everything about {stop.run.label or 'a journey without a name'}"
    if stop.address:
        return f"Everything to {stop.address}"
    return f"Everything in the area {stop.area}" if stop.area else "All post"


def then_in_words(stop: MailStop) -> str:
    """What happens after the last day of a stop; empty where no day was agreed."""
    if stop.through is None:
        return ""
    return f"Through {short_day(stop.through)}, then {_THEN[stop.then]}"


_THEN = {"send": "sent", "merge": "sent as one email to each person", "drop": "dropped", "": "sent"}


def lifted_in_words(*, stops: int, sent: int, dropped: int, merged: int = 0) -> str:
    """What became of lifting, as one sentence."""
    if merged:
        return f"The post goes again. {_emails(merged)} went together, and {_emails(sent)} {_verb(sent)} on the way now."
    if sent:
        return f"The post goes again. {_emails(sent)} that waited {_verb(sent)} on the way now."
    if dropped:
        return f"The post goes again. {_emails(dropped)} that waited {'was' if dropped == 1 else 'were'} dropped."
    return "The post goes again. Nothing was waiting."


def _emails(number: int) -> str:
    return "1 email" if number == 1 else f"{number} emails"


def _verb(number: int) -> str:
    return "is" if number == 1 else "are"
