"""Which schools go on from a school, by the register's links, followed to where they end.

Of the kinds of link (2025) those that begin with "Successor" or "Predecessor" say who came after whom; each may be
written down from either side, or from both. "Result of Amalgamation", sixth form centres and the like name no direction
and are not followed. The register's links are not always right: of 16,777 schools with a successor (22 April 2025), 97
have several and 134 run into a circle.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from awards.models import RegisterEntry, RegisterLink
from awards.register.eligibility import LIVE

_FARTHEST = 12  # links; the longest chains of the register have 4

_WAYS = f"""
    WITH RECURSIVE way AS (
        SELECT urn AS start, ARRAY[urn] AS path, NULL::date AS since, false AS is_circle FROM unnest(%s::int[]) AS urn
        UNION ALL
        SELECT way.start, way.path || step.urn, step.since, step.urn = ANY(way.path)
        FROM way CROSS JOIN LATERAL (
            SELECT urn, max(since) AS since FROM (
                SELECT link_urn AS urn, established_on AS since FROM {RegisterLink._meta.db_table} AS link
                WHERE link.urn = way.path[array_upper(way.path, 1)] AND link.kind ILIKE 'successor%%'
                UNION ALL
                SELECT link.urn, established_on FROM {RegisterLink._meta.db_table} AS link
                WHERE link.link_urn = way.path[array_upper(way.path, 1)] AND link.kind ILIKE 'predecessor%%'
            ) AS either GROUP BY urn
        ) AS step
        WHERE NOT way.is_circle AND array_length(way.path, 1) <= {_FARTHEST}
    )
    SELECT path, since, is_circle FROM way WHERE array_length(path, 1) > 1 ORDER BY path
"""  # noqa: S608 - a table's name of our own
"""The ways on from some schools (an array of URNs), link by link. ``since``: the day of a way's last link."""


@dataclass(frozen=True)
class Stage:
    """One school on a way. ``entry`` is None where the imported files do not hold it; ``since`` is the link's day."""

    urn: int
    name: str
    entry: RegisterEntry | None
    since: dt.date | None

    @property
    def is_open(self) -> bool:
        return self.entry is not None and self.entry.status_code.lstrip("0") in LIVE


@dataclass(frozen=True)
class Way:
    """From a school, which is its first stage, to where the links end, or come back to where they have been."""

    stages: tuple[Stage, ...]
    is_circle: bool

    @property
    def end(self) -> Stage | None:
        """The last school of the way that is open; None when there is none, or the way goes round."""
        if self.is_circle:
            return None
        return next((stage for stage in reversed(self.stages[1:]) if stage.is_open), None)

    @property
    def words(self) -> str:
        """ "Oak School (103165) → The Oak Academy (149872)"."""
        return " → ".join(f"{stage.name} ({stage.urn})" for stage in self.stages)


@dataclass(frozen=True)
class Successors:
    """All ways on from one school."""

    ways: tuple[Way, ...] = ()

    @property
    def ends(self) -> tuple[tuple[Stage, Way], ...]:
        """The open schools that go on from it, each once, with the way there."""
        found: dict[int, tuple[Stage, Way]] = {}
        for way in self.ways:
            if way.end:
                found.setdefault(way.end.urn, (way.end, way))
        return tuple(found.values())

    @property
    def circles(self) -> tuple[Way, ...]:
        return tuple(way for way in self.ways if way.is_circle)


def successors_of(urn: int) -> Successors:
    """The schools that go on from one, however many links away. Three queries at most."""
    return successors_of_many([urn]).get(urn, Successors())


def successors_of_many(urns: Iterable[int]) -> Mapping[int, Successors]:
    """The same for many schools, by their URN; those without a successor are left out. Three queries for any number."""
    with connection.cursor() as cursor:
        cursor.execute(_WAYS, [sorted(set(urns))])
        ways = {tuple(path): (since, is_circle) for path, since, is_circle in cursor.fetchall()}
    all_urns = {urn for path in ways for urn in path}
    entries = RegisterEntry.objects.select_related("area").in_bulk(all_urns) if ways else {}
    names = _names(all_urns - entries.keys())
    found: dict[int, list[Way]] = {}
    for path in _whole(ways):
        stages = tuple(
            Stage(urn, _name(urn, entries, names), entries.get(urn), _since(ways, path[: place + 1]))
            for place, urn in enumerate(path)
        )
        found.setdefault(path[0], []).append(Way(stages, is_circle=ways[path][1]))
    return {start: Successors(tuple(ways_on)) for start, ways_on in found.items()}


def _whole(paths: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Those that are not the beginning of a longer one."""
    known = list(paths)
    beginnings = {path[:-1] for path in known}
    return [path for path in known if path not in beginnings]


def _since(
    ways: Mapping[tuple[int, ...], tuple[dt.date | None, bool]], path: tuple[int, ...]
) -> dt.date | None:
    return ways[path][0] if path in ways else None


def _name(urn: int, entries: Mapping[int, RegisterEntry], names: Mapping[int, str]) -> str:
    return entries[urn].name if urn in entries else names.get(urn) or "a school that is not in our register"


def _names(urns: Iterable[int]) -> Mapping[int, str]:
    """What the links call schools that the register's file does not hold."""
    unknown = list(urns)
    if not unknown:
        return {}
    return dict(RegisterLink.objects.filter(link_urn__in=unknown).values_list("link_urn", "link_name"))
