"""What the register newly says of schools that matter to the office now becomes an item for a person.

They matter while they have a live journey or an award that has not run out. An item that is open is brought up to date,
never doubled; what goes back to how it was closes by itself, and says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format

from awards.models import Application, Award, Item, RegisterEntry, SchoolUrn
from awards.register.eligibility import CLOSED, OPEN_BUT_CLOSING
from awards.register.successors import Successors, successors_of_many
from awards.services.people.leading import ask_who_leads
from workflow.models import Run

WENT_BACK, WENT_ON = "went_back", "went_on"
NOBODY_NAMED, NO_TRUST = "Nobody named", "No trust"
MOSTLY_WHOLE = 0.9
"""A file with fewer than this part of the rows of the one before says nothing of the schools that it lacks."""

OF_THE_REGISTER = (
    Item.CLOSING,
    Item.CLOSED,
    Item.SUCCESSOR,
    Item.GONE,
    Item.RENAMED,
    Item.NEW_TRUST,
    Item.NEW_TYPE,
    Item.NEW_HEAD,
)
_LONGEST = 300


@dataclass(frozen=True)
class Before:
    """What was so before a file came: the entries of the schools that matter, and how many rows the last file had."""

    entries: Mapping[int, RegisterEntry] = field(default_factory=dict)
    rows: int = 0
    last_file: dt.date | None = None


def before_import(*, now: dt.datetime) -> Before:
    """To be asked before a file is landed, and given to ``note_changes`` afterwards."""
    last = RegisterEntry.objects.aggregate(on=Max("last_seen_on"))["on"]
    rows = RegisterEntry.objects.filter(last_seen_on=last).count() if last else 0
    return Before(_entries_that_matter(now=now), rows, last)


def note_changes(
    *, seen_on: dt.date, now: dt.datetime, before: Before | None = None, rows: int = 0
) -> list[Item]:
    """Open, update and close items by what the register says now; the new ones come back.

    ``before``: what was so before the file was landed; ``rows``: how many it had. Without them (links alone) only what
    can be seen from now is looked at. A fixed number of statements, and a few for each new head of a live journey.
    """
    entries = _entries_that_matter(now=now)
    open_items = {(item.subject_id, item.kind): item for item in _open_items()}
    seen_to = _seen_to(entries)
    lacking = _lacking(entries, before, seen_on=seen_on, rows=rows) | _lacking_still(entries, open_items)
    changed: list[Item] = []
    new: list[Item] = []
    for told in _told(entries, before, lacking):
        item = open_items.get((told.subject, told.kind))
        if item:
            changed += _brought_up_to_date(item, told, now=now)
        elif told.is_news(is_seen_to=(told.subject, told.kind, told.entry.pk, told.word) in seen_to):
            new.append(told.item(opened_at=now))
    Item.objects.bulk_create(new)
    Item.objects.bulk_update(changed, ["now", "closed_at", "outcome", "note"])
    _ask_who_leads_under(new, now=now)
    return new


_CHANGING = (Item.RENAMED, Item.NEW_TRUST, Item.NEW_TYPE, Item.NEW_HEAD)


@dataclass(frozen=True)
class _Told:
    """What the register says of a school under one kind of item; ``past``: what it said before, None for not known."""

    subject: int
    entry: RegisterEntry
    kind: str
    word: str
    past: str | None
    has_closed: bool

    def is_news(self, *, is_seen_to: bool) -> bool:
        is_change = self.past is not None and self.past != self.word
        if self.kind in _CHANGING:
            return is_change
        return bool(self.word) and (is_change or not is_seen_to)

    @property
    def is_nothing(self) -> bool:
        return not self.word and self.kind not in _CHANGING

    def item(self, *, opened_at: dt.datetime) -> Item:
        was = self.past or "" if self.kind in _CHANGING else ""
        return Item(
            kind=self.kind,
            subject_id=self.subject,
            entry=self.entry,
            was=was,
            now=self.word,
            opened_at=opened_at,
        )


def _told(entries: Mapping[int, RegisterEntry], before: Before | None, lacking: set[int]) -> Iterator[_Told]:
    successors = successors_of_many(entry.pk for entry in entries.values())
    for subject, entry in entries.items():
        was = before.entries.get(subject) if before else None
        past = _words(was) if was and was.pk == entry.pk else {}
        words = _words(entry)
        words[Item.GONE] = _gone_words(entry) if entry.pk in lacking else ""
        words[Item.SUCCESSOR] = successor_words(successors[entry.pk]) if entry.pk in successors else ""
        for kind, word in words.items():
            yield _Told(subject, entry, kind, word[:_LONGEST], _cut(past.get(kind)), bool(words[Item.CLOSED]))


def _cut(word: str | None) -> str | None:
    return None if word is None else word[:_LONGEST]


def _words(entry: RegisterEntry) -> dict[str, str]:
    """What an entry says under each kind of item; empty where it says nothing."""
    status = entry.status_code.lstrip("0")
    return {
        Item.RENAMED: entry.name,
        Item.NEW_TRUST: entry.trust_name or NO_TRUST,
        Item.NEW_TYPE: entry.type_name,
        Item.NEW_HEAD: head_of(entry) or NOBODY_NAMED,
        Item.CLOSING: _on("To close", entry.closed_on) if status == OPEN_BUT_CLOSING else "",
        Item.CLOSED: _on("Closed", entry.closed_on) if status == CLOSED else "",
    }


def head_of(entry: RegisterEntry) -> str:
    """The head teacher as the register names them, "Mrs Frances Okoro"; empty for none."""
    return " ".join(part for part in (entry.head_title, entry.head_first_name, entry.head_last_name) if part)


def _gone_words(entry: RegisterEntry) -> str:
    return _on("Last in the file", entry.last_seen_on)


def successor_words(successors: Successors) -> str:
    """The schools that go on, or why the register's links do not say."""
    if ends := successors.ends:
        return "; ".join(f"{end.name} ({end.urn})" for end, _ in ends)
    if successors.circles:
        return "The register’s links go round in a circle"
    return "; ".join(
        f"{way.stages[-1].name} ({way.stages[-1].urn}), not open or not in our copy of the register"
        for way in successors.ways
    )


def _brought_up_to_date(item: Item, told: _Told, *, now: dt.datetime) -> list[Item]:
    """The item, if anything of it changed."""
    if item.kind == Item.CLOSING and told.has_closed:
        return [_closed(item, WENT_ON, "It has closed since.", now=now)]
    if told.is_nothing or (item.kind in _CHANGING and told.word == item.was):
        return [_closed(item, WENT_BACK, "The register says again what it said before.", now=now)]
    if item.now == told.word:
        return []
    item.now = told.word
    return [item]


def _closed(item: Item, outcome: str, note: str, *, now: dt.datetime) -> Item:
    item.closed_at, item.outcome, item.note = now, outcome, note
    return item


def _entries_that_matter(*, now: dt.datetime) -> dict[int, RegisterEntry]:
    """By subject, the present entry of each school with a live journey or an award that has not run out."""
    of_school = Application.objects.filter(subject=OuterRef("school_id"), run__finished_at=None)
    held = Award.objects.filter(subject=OuterRef("school_id"), expires_on__gte=timezone.localdate(now))
    urns = (
        SchoolUrn.objects.filter(Q(until=None) & (Exists(of_school) | Exists(held)))
        .select_related("entry")
        .order_by("school_id")
    )
    return {urn.school_id: urn.entry for urn in urns}


def _lacking(
    entries: Mapping[int, RegisterEntry], before: Before | None, *, seen_on: dt.date, rows: int
) -> set[int]:
    """URNs that the file of the day lacks. A far smaller file, an older one, or one without the school's area at all
    says nothing.
    """
    if before is None or rows < before.rows * MOSTLY_WHOLE or (before.last_file or seen_on) > seen_on:
        return set()
    unseen = [entry for entry in entries.values() if entry.last_seen_on < seen_on]
    covered = set(
        RegisterEntry.objects.filter(area__in={entry.area_id for entry in unseen}, last_seen_on=seen_on)
        .values_list("area", flat=True)
        .distinct()
    )
    return {entry.pk for entry in unseen if entry.area_id is None or entry.area_id in covered}


def _lacking_still(
    entries: Mapping[int, RegisterEntry], open_items: Mapping[tuple[int, str], Item]
) -> set[int]:
    """What an earlier file lacked is lacking until it is seen again."""
    return {
        entry.pk
        for subject, entry in entries.items()
        if (item := open_items.get((subject, Item.GONE))) and item.now == _gone_words(entry)
    }


def _open_items() -> list[Item]:
    return list(
        Item.objects.select_for_update(of=("self",))
        .filter(kind__in=OF_THE_REGISTER, closed_at=None)
        .order_by("pk")
    )


def _seen_to(entries: Mapping[int, RegisterEntry]) -> set[tuple[int, str, int | None, str]]:
    """What a person has looked into already."""
    closed = Item.objects.filter(
        kind__in=OF_THE_REGISTER, subject__in=entries, closed_by__isnull=False, run=None
    )
    return set(closed.values_list("subject_id", "kind", "entry_id", "now"))


def _ask_who_leads_under(new: Iterable[Item], *, now: dt.datetime) -> None:
    """A new head is a reason to ask who leads the school's journeys."""
    heads = {item.subject_id: item.now for item in new if item.kind == Item.NEW_HEAD}
    runs = Run.objects.filter(application__subject__in=heads, finished_at=None).select_related("application")
    for run in runs.order_by("pk") if heads else ():
        head = heads[run.application.subject_id]
        ask_who_leads(run, why=f"By the register the school has a new head: {head}.", now=now)


def _on(what: str, day: dt.date | None) -> str:
    return f"{what} on {date_format(day, 'j F Y')}" if day else what
