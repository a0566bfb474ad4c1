"""Pages of a long list, read by key: as quick on the last page as on the first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import DateTimeField, Model, Q, QuerySet
from django.http import QueryDict

SIZE = 50

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of one page; the addresses of the next and of the beginning, empty where there is none."""

    rows: list[M]
    next_href: str
    first_href: str


def page_of(
    found: QuerySet[M], *, after: str, address: QueryDict, size: int = SIZE, by: str = "entered_at"
) -> Page[M]:
    """The page that follows the key ``after``. A key that cannot be read begins at the beginning.

    ``by`` names the time or day by which the rows are ordered, then by their key.
    """
    has_time = isinstance(found.model._meta.get_field(by), DateTimeField)
    key = _read(after, has_time=has_time)
    if key:
        moment, pk = key
        further = Q(**{f"{by}__gt": moment}) | Q(**{by: moment, "pk__gt": pk})
        found = found.filter(
            further, **{f"{by}__gte": moment}
        )  # the second by itself is where an index begins
    rows = list(found[: size + 1])
    has_more = len(rows) > size
    rows = rows[:size]
    return Page(
        rows=rows,
        next_href=_href(address, after=_key(rows[-1], by)) if has_more else "",
        first_href=_href(address, after="") if key else "",
    )


def _key(row: Model, by: str) -> str:
    return f"{getattr(row, by).isoformat()}~{row.pk}"


def _read(after: str, *, has_time: bool) -> tuple[dt.date, int] | None:
    when, _, pk = after.partition("~")
    try:
        if not has_time:
            return dt.date.fromisoformat(when), int(pk)
        moment = dt.datetime.fromisoformat(when)
        return (moment.astimezone(dt.UTC), int(pk)) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _href(address: QueryDict, *, after: str) -> str:
    words = address.copy()
    words.pop("after", None)
    if after:
        words["after"] = after
    return "?" + words.urlencode()
