"""Whose rows, and the first few of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Count, F, IntegerField, Model, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from awards.morning.parts import Few, M, Officer
from awards.parties import OUTSIDE
from workflow.tracking import Kind, is_stalled

MOST = 7  # rows of a part

R = TypeVar("R", bound=Model)


def few(rows: QuerySet[R], by: str | None, order: str) -> dict[Officer, Few[R]]:
    """The first rows of each group, with how many it has. One query, however many groups."""
    groups = [F(by)] if by else None
    first = rows.annotate(
        whose=F(by) if by else Value(None, output_field=IntegerField()),
        place=Window(RowNumber(), partition_by=groups, order_by=[F(order).asc(), F("pk").asc()]),
        number=Window(Count("*"), partition_by=groups),
    ).filter(place__lte=MOST)
    found: dict[Officer, Few[R]] = {}
    for row in first.order_by(order, "pk"):
        known: Any = row
        found.setdefault(known.whose, Few([], known.number)).rows.append(row)
    return found


def few_of(found: dict[Officer, Few[M]], key: Officer) -> Few[M]:
    return found.get(key, Few([], 0))


def of_officers(path: str, officers: Collection[Officer] | None) -> Q:
    if officers is None:
        return Q()
    found = Q(**{f"{path}__in": [one for one in officers if one is not None]})
    return found | Q(**{path: None}) if None in officers else found


def stalled(kind: Kind, now: dt.datetime) -> Q:
    return is_stalled(kind, now=now, silent_days=settings.SILENT_DAYS, outside=OUTSIDE)
