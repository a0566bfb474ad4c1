"""Which school a line of a table is about: by URN, by a code of our own, or by name and postcode. Set by set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.db import connection, transaction

from awards.intakes.values import UnreadableValue, read_urn
from awards.models import RegisterEntry, RegisterLink, School, SchoolUrn
from awards.register.eligibility import CLOSED
from awards.register.names import plain_words, searchable, spaced_postcode
from workflow.presenters import day as day_in_words

_ALIKE, _CLEARLY_ALIKE, _APART = 0.55, 0.8, 0.1  # of 1; how much better than the next the best must be
_NEAREST = 5  # candidates shown
_MOST_GUESSES = 1_000  # names without URN or postcode that are looked up


@dataclass(frozen=True)
class Asked:
    """What a line says of its school; empty where it says nothing."""

    urn: str = ""
    name: str = ""
    postcode: str = ""
    local_code: str = ""


@dataclass(frozen=True)
class Match:
    """The school that is meant. ``doubt`` is empty where that is sure, otherwise a sentence for a person.

    ``entry`` is the register's (None for a setting without URN), ``school`` ours (None before its first journey), and
    ``candidates`` are the entries to choose from, the likeliest first. Nothing found: neither, with the doubt.
    """

    entry: RegisterEntry | None = None
    school: School | None = None
    candidates: tuple[RegisterEntry, ...] = ()
    doubt: str = ""

    @property
    def is_sure(self) -> bool:
        return not self.doubt


def match_schools(asked: Sequence[Asked]) -> list[Match]:
    """Find the schools of many lines, in their order, in a number of queries that does not grow with theirs.

    In doubt are: a URN whose name in the register is another, a closed school (its successors are named), several schools
    that would fit, and one that is only nearly called so. Two lines for one school are the caller's to find.
    """
    known = _Known.of(asked)
    return [_match(line, known) for line in asked]


def entry_label(entry: RegisterEntry) -> str:
    """A school so that a person knows it from others of its name."""
    place = ", ".join(part for part in (entry.town, entry.postcode) if part)
    return f"{entry.name}, {place} (URN {entry.urn})" if place else f"{entry.name} (URN {entry.urn})"


@dataclass
class _Known:
    """All that the lines may need, read once."""

    entries: dict[int, RegisterEntry] = field(default_factory=dict)
    by_postcode: dict[str, list[RegisterEntry]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[RegisterEntry]] = field(default_factory=lambda: defaultdict(list))
    nearly: dict[str, list[RegisterEntry]] = field(default_factory=lambda: defaultdict(list))
    successors: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    schools: dict[int, SchoolUrn] = field(default_factory=dict)
    present: dict[int, int] = field(default_factory=dict)
    local: dict[str, School] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Sequence[Asked]) -> _Known:
        known = cls()
        nameless = [line for line in asked if not line.urn and not line.local_code]
        known.entries = _entries_of({urn for line in asked if (urn := urn_of(line)) is not None})
        _add_by_postcode(known, nameless)
        _add_by_name(known, nameless)
        _add_successors(known)
        _add_schools(known)
        known.local = {
            school.local_code or "": school
            for school in School.objects.filter(
                local_code__in={line.local_code for line in asked if line.local_code}
            ).select_related("subject")
        }
        return known

    def add(self, entries: Iterable[RegisterEntry]) -> None:
        self.entries.update({entry.urn: entry for entry in entries})


def urn_of(line: Asked) -> int | None:
    """The URN of a line, None where it has none that can be read."""
    try:
        return read_urn(line.urn) if line.urn else None
    except UnreadableValue:
        return None


def _entries_of(urns: Iterable[int]) -> dict[int, RegisterEntry]:
    return RegisterEntry.objects.select_related("area").in_bulk(list(urns))


def _add_by_postcode(known: _Known, lines: Sequence[Asked]) -> None:
    postcodes = {spaced_postcode(line.postcode) for line in lines if line.postcode}
    if not postcodes:
        return
    for entry in RegisterEntry.objects.filter(postcode__in=postcodes).select_related("area"):
        known.by_postcode[entry.postcode].append(entry)
        known.add([entry])


_NEAREST_BY_NAME = """
    SELECT asked.name, near.urn
    FROM unnest(%s::text[]) AS asked (name)
    CROSS JOIN LATERAL (
        SELECT urn FROM awards_registerentry
        WHERE asked.name <%% search_name
        ORDER BY word_similarity(asked.name, search_name) + similarity(asked.name, search_name) DESC, status_code, urn
        LIMIT %s
    ) AS near
"""


def _add_by_name(known: _Known, lines: Sequence[Asked]) -> None:
    """Schools of the name or nearly of it, for lines for which the postcode found none."""
    names = dict.fromkeys(
        telling
        for line in lines
        if (telling := searchable(line.name)) and not known.by_postcode.get(spaced_postcode(line.postcode))
    )
    if not names:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', '0.5', true)")
        cursor.execute(_NEAREST_BY_NAME, [list(names)[:_MOST_GUESSES], _NEAREST])
        found = cursor.fetchall()
    known.add(_entries_of({urn for _, urn in found} - set(known.entries)).values())
    for name, urn in found:
        entry = known.entries[urn]
        (known.by_name if searchable(entry.name) == name else known.nearly)[name].append(entry)


def _add_successors(known: _Known) -> None:
    closed = [entry.urn for entry in known.entries.values() if _is_closed(entry)]
    if not closed:
        return
    rows = RegisterLink.objects.filter(urn__in=closed, kind__istartswith="successor").order_by(
        "-established_on", "link_urn"
    )
    for urn, successor in rows.values_list("urn", "link_urn"):
        known.successors[urn].append(successor)
    known.add(
        _entries_of({urn for urns in known.successors.values() for urn in urns} - set(known.entries)).values()
    )


def _add_schools(known: _Known) -> None:
    held = SchoolUrn.objects.filter(entry__in=list(known.entries)).select_related("school__subject")
    for urn in held.order_by("until", "pk"):  # the present one, which has no end, comes last
        known.schools[urn.entry_id] = urn
    past = [urn.school_id for urn in known.schools.values() if urn.until]
    if past:
        rows = SchoolUrn.objects.filter(school__in=past, until=None).select_related("entry__area")
        for row in rows:
            known.present[row.school_id] = row.entry_id
            known.add([row.entry])


def _match(line: Asked, known: _Known) -> Match:
    if line.urn:
        return _by_urn(line, known)
    if line.local_code:
        school = known.local.get(line.local_code)
        return Match(school=school) if school else Match(doubt=_no_local_code(line.local_code))
    return _by_name(line, known)


def _by_urn(line: Asked, known: _Known) -> Match:
    try:
        entry = known.entries.get(read_urn(line.urn))
    except UnreadableValue as unreadable:
        return Match(doubt=unreadable.reasons[0])
    if entry is None:
        return Match(doubt=f"There is no school with the URN {line.urn} in the register that we hold.")
    if line.name and not _is_called(entry, line.name) and entry.postcode != spaced_postcode(line.postcode):
        doubt = f"URN {entry.urn} is {entry_label(entry)} in the register, but the line says “{line.name}”."
        return _in_doubt(entry, known, doubt)
    return _found(entry, known)


def _by_name(line: Asked, known: _Known) -> Match:
    if not line.name and not line.postcode:
        return Match(doubt="The line names no school: give its URN, or its name and postcode.")
    if there := known.by_postcode.get(spaced_postcode(line.postcode)):
        return _at_postcode(line, there, known)
    telling = searchable(line.name)
    same = [entry for _, entry in _ranked(line.name, known.by_name.get(telling, []))]
    if same:
        return _choose(same, _which_of_that_name(line, same))
    nearly = [entry for _, entry in _ranked(line.name, known.nearly.get(telling, []))]
    if nearly:
        return _choose(nearly, f"No school is called “{line.name}”, but these nearly are. Which is it?")
    return Match(doubt=f"No school in the register is called “{line.name or line.postcode}”. Give its URN.")


def _at_postcode(line: Asked, there: Sequence[RegisterEntry], known: _Known) -> Match:
    alike = _ranked(line.name, there)
    best = alike[0][0]
    if best >= _CLEARLY_ALIKE and (len(alike) == 1 or best - alike[1][0] >= _APART):
        return _found(alike[0][1], known)
    said = f"“{line.name}”" if line.name else "this line"
    return _choose(
        [entry for _, entry in alike], f"Which school at {spaced_postcode(line.postcode)} is {said}?"
    )


def _which_of_that_name(line: Asked, same: Sequence[RegisterEntry]) -> str:
    where = f"The register has no school at {spaced_postcode(line.postcode)}. " if line.postcode else ""
    if len(same) == 1 and not line.postcode:
        return f"“{line.name}” has no URN and no postcode. Is it {entry_label(same[0])}?"
    return f"{where}Which school called “{line.name}” is it?"


def _choose(candidates: Sequence[RegisterEntry], doubt: str) -> Match:
    return Match(candidates=tuple(candidates[:_NEAREST]), doubt=doubt)


def _found(entry: RegisterEntry, known: _Known) -> Match:
    """The school of an entry that fits, unless it has closed or goes by another URN now."""
    held = known.schools.get(entry.urn)
    if held and held.until and (present := known.present.get(held.school_id)):
        doubt = f"{entry.name} goes by the URN {present} with us now. Is it {entry_label(known.entries[present])}?"
        return Match(known.entries[present], held.school, (known.entries[present], entry), doubt)
    if _is_closed(entry) and held is None:
        return _in_doubt(entry, known, _closed(entry, known))
    return Match(entry, held.school if held else None, (entry,))


def _in_doubt(entry: RegisterEntry, known: _Known, doubt: str) -> Match:
    after = [known.entries[urn] for urn in known.successors.get(entry.urn, ()) if urn in known.entries]
    held = known.schools.get(entry.urn)
    return Match(entry, held.school if held else None, (*after, entry)[:_NEAREST], doubt)


def _closed(entry: RegisterEntry, known: _Known) -> str:
    when = f" on {day_in_words(entry.closed_on)}" if entry.closed_on else ""
    after = [known.entries[urn] for urn in known.successors.get(entry.urn, ()) if urn in known.entries]
    named = " and ".join(entry_label(successor) for successor in after)
    what = (
        f" The register names {named} as its successor."
        if after
        else " The register names no successor that we hold."
    )
    return f"{entry.name} closed{when}.{what}"


def _is_closed(entry: RegisterEntry) -> bool:
    return entry.status_code.lstrip("0") == CLOSED


def _is_called(entry: RegisterEntry, name: str) -> bool:
    """Whether a name is near enough to the register's: half of the letters in order, or all telling words of the shorter."""
    ours, theirs = set(searchable(entry.name).split()), set(searchable(name).split())
    shorter = min(ours, theirs, key=len)
    return (bool(shorter) and shorter <= (ours & theirs)) or likeness(entry.name, name) >= _ALIKE


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1, with all of their words in one spelling."""
    return SequenceMatcher(None, " ".join(plain_words(one)), " ".join(plain_words(other))).ratio()


def _ranked(name: str, entries: Iterable[RegisterEntry]) -> list[tuple[float, RegisterEntry]]:
    """The likeliest first; of two that are equally alike the one that is open."""
    ranked = [(likeness(entry.name, name) if name else 0.0, entry) for entry in entries]
    return sorted(ranked, key=lambda pair: (-pair[0], _is_closed(pair[1]), pair[1].urn))


def _no_local_code(code: str) -> str:
    return f"There is no setting with our code “{code}”. Add it under Schools first, or give a URN."
