"""Which schools we know beside the register: their URNs, what is open about them, and settings that it does not list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.shortcuts import get_object_or_404

from awards.models import Application, Area, Award, Item, RegisterEntry, School, SchoolUrn, Subject
from awards.register.names import spaced_postcode
from awards.register.search import search_schools

_MOST = 20
_LONGEST, _SHORTEST = 200, 2


@dataclass(frozen=True)
class Found:
    """What a search finds: an entry of the register (None for a setting without URN), and our school (None: not here yet)."""

    entry: RegisterEntry | None
    school: School | None


def items_to_look_into(*, kind: str = "") -> QuerySet[Item]:
    """Open items, oldest first."""
    rows = Item.objects.filter(closed_at=None, **({"kind": kind} if kind else {}))
    return rows.select_related("subject", "run").order_by("opened_at", "pk")


def counts_of_items() -> dict[str, int]:
    """How many items are open, by kind."""
    rows = Item.objects.filter(closed_at=None).order_by().values_list("kind").annotate(items=Count("pk"))
    return dict(rows)


def item_by_id(pk: int) -> Item:
    return get_object_or_404(
        Item.objects.select_related("subject__area", "subject__school", "entry", "run", "closed_by"), pk=pk
    )


def items_about(subject: Subject) -> list[Item]:
    """Open items about a school, oldest first."""
    rows = Item.objects.filter(subject=subject, closed_at=None).select_related("run", "subject")
    return list(rows.order_by("opened_at", "pk"))


def school_with(public_id: UUID) -> School:
    rows = School.objects.select_related("subject__area")
    return get_object_or_404(rows, subject__public_id=public_id)


def urns_of(school: School) -> list[SchoolUrn]:
    """The present URN first, then the earlier ones, the latest first."""
    rows = school.urns.select_related("entry__area")
    return list(rows.order_by(F("until").desc(nulls_first=True), "-pk"))


def journeys_of(subject: Subject) -> list[Application]:
    """What is under way first, the newest first."""
    rows = Application.objects.filter(subject=subject).select_related("run")
    return list(rows.order_by(F("run__finished_at").desc(nulls_first=True), "-pk"))


def awards_of(subject: Subject) -> list[Award]:
    """The one that runs out last first."""
    return list(Award.objects.filter(subject=subject).order_by("-expires_on", "-pk"))


def settings_without_urn() -> QuerySet[School]:
    """Those that the register never listed, by name."""
    return (
        School.objects.filter(urns=None, local_code__isnull=False)
        .select_related("subject__area")
        .order_by("subject__name", "pk")
    )


def find_schools(text: str, *, limit: int = _MOST) -> list[Found]:
    """Schools and settings that match what an officer typed: our own settings first, then the register's schools."""
    settings = _settings_like(text, limit=limit)
    entries = search_schools(text, limit=limit)
    known = _schools_under(entries)
    return [Found(None, school) for school in settings] + [
        Found(entry, known.get(entry.pk)) for entry in entries
    ]


def all_areas() -> list[tuple[str, str]]:
    """Code and name of every local authority that the register names, by name."""
    return list(Area.objects.order_by("name", "code").values_list("code", "name"))


def area_of_code(code: str) -> Area | None:
    return Area.objects.filter(pk=code).first()


def entry_with(urn: int) -> RegisterEntry | None:
    return RegisterEntry.objects.select_related("area").filter(pk=urn).first()


def _settings_like(text: str, *, limit: int) -> list[School]:
    words = text.replace("\0", " ")[:_LONGEST].split()
    if len("".join(words)) < _SHORTEST:
        return []
    named = Q()
    for word in words:
        named &= Q(subject__name__icontains=word)
    whole = " ".join(words)
    matching = named | Q(local_code__iexact=whole) | Q(local_postcode=spaced_postcode(whole))
    rows = School.objects.filter(matching, urns=None, local_code__isnull=False)
    return list(rows.select_related("subject__area").order_by("subject__name", "pk")[:limit])


def _schools_under(entries: Sequence[RegisterEntry]) -> dict[int, School]:
    """By URN, the school that is or was known under it; the present one before an earlier."""
    urns = SchoolUrn.objects.filter(entry__in=entries).select_related("school__subject")
    return {urn.entry_id: urn.school for urn in urns.order_by(F("until").asc(nulls_last=True), "pk")}
