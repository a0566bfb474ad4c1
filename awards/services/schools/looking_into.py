"""What a person does about something that the register newly says of a school."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from awards.models import Item, Person, Subject
from awards.register.changes import OF_THE_REGISTER
from workflow.models import Run
from workflow.refusals import Refused

NAME_TAKEN, NOTED = "name_taken", "noted"


class NotOpen(Refused):
    """Somebody has seen to it already, or it is of another kind."""


@transaction.atomic
def take_name(item: Item, *, by: Person, now: dt.datetime) -> Item:
    """Call the school by its new name from now on, in its journeys under way too. What has ended keeps the old one,
    and so do certificates. Raises NotOpen.
    """
    locked = _locked(item)
    if locked.kind != Item.RENAMED or locked.entry is None:
        raise NotOpen("Only a school that has a new name can be given it. Note what you did, and close this.")
    call(locked.subject, locked.entry.name)
    return _closed(locked, outcome=NAME_TAKEN, by=by, now=now, note=f"It was called {locked.was}.")


def call(subject: Subject, name: str) -> None:
    """Give a school its name, and its journeys under way."""
    runs = Run.objects.filter(application__subject=subject, finished_at=None)
    list(runs.select_for_update(of=("self",), no_key=True).order_by("pk"))
    runs.update(label=name)
    Subject.objects.filter(pk=subject.pk).update(name=name)


@transaction.atomic
def note_and_close(item: Item, *, note: str, by: Person, now: dt.datetime) -> Item:
    """Close an item with what was done about it. Raises NotOpen."""
    locked = _locked(item)
    if not note.strip():
        raise NotOpen(
            "Write in a few words what you found or did, so that the next person need not ask again."
        )
    return _closed(locked, outcome=NOTED, by=by, now=now, note=note.strip())


def _locked(item: Item) -> Item:
    locked = Item.objects.select_for_update(of=("self",)).select_related("subject", "entry").get(pk=item.pk)
    if locked.kind not in OF_THE_REGISTER:
        raise NotOpen("This is answered on a page of its own: “Who leads here?”.")
    if locked.closed_at is not None:
        raise NotOpen(
            "Somebody has seen to this already, or the register took it back. Look at the list again."
        )
    return locked


def _closed(item: Item, *, outcome: str, by: Person, now: dt.datetime, note: str) -> Item:
    item.closed_at, item.closed_by, item.outcome, item.note = now, by, outcome, note
    item.save(update_fields=["closed_at", "closed_by", "outcome", "note"])
    return item
