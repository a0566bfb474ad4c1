"""Lists that people at the office keep under a name."""

from __future__ import annotations

import datetime as dt

from django.http import QueryDict

from awards.models import Person
from workflow.models import SavedView
from workflow.refusals import Refused

LONGEST_NAME = 80


class CannotKeep(Refused):
    """The name is missing, too long or taken."""


def keep_view(person: Person, *, name: str, query: str, shared: bool, now: dt.datetime) -> SavedView:
    """Keep a list, as its address says it. One of the same name is kept anew. Raises CannotKeep."""
    view, _ = SavedView.objects.update_or_create(
        person=person,
        name=_named(name),
        defaults={"query": essence(query), "shared": shared, "saved_at": now},
    )
    return view


def change_view(view: SavedView, *, name: str, shared: bool) -> SavedView:
    """Give a list another name, or share it or no longer. Raises CannotKeep when the name is another's."""
    name = _named(name)
    if SavedView.objects.filter(person=view.person_id, name=name).exclude(pk=view.pk).exists():
        raise CannotKeep(f"You have another list called “{name}”. Choose another name.")
    SavedView.objects.filter(pk=view.pk).update(name=name, shared=shared)
    view.name, view.shared = name, shared
    return view


def drop_view(view: SavedView) -> None:
    """Keep a list no longer. The journeys on it stay as they are."""
    SavedView.objects.filter(pk=view.pk).delete()


def essence(query: str) -> str:
    """A query without its place in the list and without what was left empty."""
    words = QueryDict(query, mutable=True)
    words.pop("after", None)
    for key in [key for key, value in words.items() if not value]:
        del words[key]
    return words.urlencode()


def _named(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not name:
        raise CannotKeep("Give the list a name, so that you find it again.")
    if len(name) > LONGEST_NAME:
        raise CannotKeep(f"Give the list a shorter name: {LONGEST_NAME} letters at most.")
    return name
