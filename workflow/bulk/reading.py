"""Reads of bulk acts, for their pages."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from workflow.models import BulkAct, BulkRow

SIZE = 50
AT_ONCE = 500


@dataclass(frozen=True)
class Counts:
    """How many rows there are of each fate."""

    waiting: int = 0
    refused: int = 0
    done: int = 0
    undone: int = 0
    not_undone: int = 0

    @property
    def number(self) -> int:
        return self.waiting + self.refused + self.done + self.undone + self.not_undone

    @property
    def settled(self) -> int:
        return self.number - self.waiting

    @property
    def taken_back(self) -> int:
        """Those that were looked at while it was taken back."""
        return self.undone + self.not_undone

    @property
    def were_done(self) -> int:
        """Those on which it was done, whether taken back since or not."""
        return self.done + self.taken_back


@dataclass(frozen=True)
class RowPage:
    """A page of rows with their runs; ``next_after`` is the key where the next begins, 0 on the last."""

    rows: list[BulkRow]
    next_after: int


def bulk_by_public_id(public_id: uuid.UUID) -> BulkAct | None:
    return BulkAct.objects.select_related("by").filter(public_id=public_id).first()


def counts_of(bulk: BulkAct) -> Counts:
    """One query."""
    return Counts(**dict(bulk.rows.order_by().values_list("fate").annotate(Count("pk"))))


def row_page(bulk: BulkAct, *, fate: str = "", after: int = 0) -> RowPage:
    """The rows after a key, of one fate or of all, in the order of the list. One query."""
    rows = bulk.rows.filter(pk__gt=after).select_related("run").order_by("pk")
    found = list((rows.filter(fate=fate) if fate else rows)[: SIZE + 1])
    return RowPage(found[:SIZE], found[SIZE - 1].pk if len(found) > SIZE else 0)


_CHANGES = """
    SELECT shown.value ->> 0, min(shown.value ->> 2), count(DISTINCT shown.value ->> 2), count(*)
    FROM workflow_bulkrow line, jsonb_array_elements(line.preview -> 'shows') WITH ORDINALITY AS shown (value, place)
    WHERE line.bulk_id = %s AND line.preview ? 'shows'
    GROUP BY 1 ORDER BY count(*) DESC, min(shown.place)"""


def changes_shown(bulk: BulkAct) -> list[tuple[str, str, int]]:
    """What changes, on how many journeys: name, what it becomes where that is the same for all, number. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, [bulk.pk])
        return [(what, then if kinds == 1 else "", number) for what, then, kinds, number in cursor.fetchall()]


_MAILS = """
    SELECT coalesce(sum((preview ->> 'mails')::int), 0), coalesce(sum((preview ->> 'held')::int), 0)
    FROM workflow_bulkrow WHERE bulk_id = %s"""


def mails_shown(bulk: BulkAct) -> tuple[int, int]:
    """How many mails are written by it, and how many of these wait, because their post is stopped. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_MAILS, [bulk.pk])
        [number, held] = cursor.fetchone()
        return int(number), int(held)


def result_lines(bulk: BulkAct) -> Iterator[BulkRow]:
    """Every row with its run, in the order of the list, read in parts."""
    return bulk.rows.select_related("run").order_by("pk").iterator(chunk_size=AT_ONCE)


@dataclass(frozen=True)
class ActPage:
    """Bulk acts with how many journeys they changed and left; ``next_before`` is the key where the next page begins."""

    acts: list[tuple[BulkAct, Counts]]
    next_before: int


def bulk_acts(*, before: int = 0) -> ActPage:
    """Those that were confirmed, newest first. Two queries."""
    found = BulkAct.objects.exclude(state=BulkAct.PREVIEWED).select_related("by").order_by("-pk")
    acts = list((found.filter(pk__lt=before) if before else found)[: SIZE + 1])
    shown = acts[:SIZE]
    counts = _counts(shown)
    return ActPage(
        [(act, counts.get(act.pk, Counts())) for act in shown], shown[-1].pk if len(acts) > SIZE else 0
    )


def _counts(acts: Sequence[BulkAct]) -> dict[int, Counts]:
    found: dict[int, dict[str, int]] = {}
    rows = BulkRow.objects.filter(Q(bulk__in=acts)).order_by()
    for bulk_id, fate, number in rows.values_list("bulk", "fate").annotate(Count("pk")):
        found.setdefault(bulk_id, {})[fate] = number
    return {bulk_id: Counts(**fates) for bulk_id, fates in found.items()}
