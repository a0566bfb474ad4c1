"""Pages of a long list, read by key: as quick on the last page as on the first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import QueryDict

from workflow.models import Run

SIZE = 50


@dataclass(frozen=True)
class Page:
    """The rows of one page; the addresses of the next and of the beginning, empty where there is none."""

    rows: list[Run]
    next_href: str
    first_href: str


def page_of(runs: QuerySet[Run], *, after: str, address: QueryDict, size: int = SIZE) -> Page:
    """The page that follows the key ``after``. A key that cannot be read begins at the beginning."""
    key = _read(after)
    if key:
        entered_at, pk = key
        runs = runs.filter(Q(entered_at__gt=entered_at) | Q(entered_at=entered_at, pk__gt=pk))
    rows = list(runs[: size + 1])
    has_more = len(rows) > size
    rows = rows[:size]
    return Page(
        rows=rows,
        next_href=_href(address, after=_key(rows[-1])) if has_more else "",
        first_href=_href(address, after="") if key else "",
    )


def _key(run: Run) -> str:
    return f"{run.entered_at.isoformat()}~{run.pk}"


def _read(after: str) -> tuple[dt.datetime, int] | None:
    entered_at, _, pk = after.partition("~")
    try:
        moment = dt.datetime.fromisoformat(entered_at)
        return (moment.astimezone(dt.UTC), int(pk)) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _href(address: QueryDict, *, after: str) -> str:
    words = address.copy()
    words.pop("after", None)
    if after:
        words["after"] = after
    return "?" + words.urlencode()
