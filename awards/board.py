"""What the office's list of journeys reads beside its rows: how many there are, and the lists that were kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from awards.filters import RunFilter
from awards.models import Person
from awards.parties import PARTIES
from awards.queries import board_runs
from workflow.models import Run, SavedView
from workflow.refusals import Refused
from workflow.registry import all_journeys

MOST_COUNTED = 1_000

Step = tuple[str, str]  # code of the programme, name of the state


class CannotChoose(Refused):
    """A filter says something that there is not: an act on many must not take more than was meant."""


def runs_chosen(query: str, *, person: Person | None, now: dt.datetime) -> QuerySet[Run]:
    """The runs of a list, as its filters say it in a query string. Raises CannotChoose for one that cannot be read."""
    chosen = RunFilter(QueryDict(query), queryset=board_runs(), person=person, now=now)
    if not chosen.form.is_valid():
        raise CannotChoose("One of the filters says something that is not on offer. Choose the list again.")
    found: QuerySet[Run] = chosen.qs
    return found


_COUNTED = """
    SELECT given.code, given.state, counted.number
    FROM unnest(%s::text[], %s::text[]) AS given (code, state), LATERAL (
        SELECT count(*) AS number FROM (
            SELECT FROM workflow_run run
            WHERE run.finished_at IS NULL AND run.journey_code = given.code AND run.state = given.state LIMIT %s
        ) AS few) AS counted
    UNION ALL
    SELECT NULL, given.party, counted.number
    FROM unnest(%s::text[]) AS given (party), LATERAL (
        SELECT count(*) AS number FROM (
            SELECT FROM workflow_run run WHERE run.finished_at IS NULL AND run.waits_for = given.party LIMIT %s
        ) AS few) AS counted
"""


def counts() -> tuple[dict[str, int], dict[Step, int]]:
    """How many open runs wait for whom, and how many stand in each step; none is left out where there is none.

    Counted to ``MOST_COUNTED`` + 1 and no further, so that a page with them is as quick over a million runs as over a
    thousand. One query.
    """
    steps = _open_steps()
    given: list[Any] = [[code for code, _ in steps], [state for _, state in steps], MOST_COUNTED + 1]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [*given, [party.code for party in PARTIES], MOST_COUNTED + 1])
        rows = [(code, name, number) for code, name, number in cursor.fetchall() if number]
    by_move = {name: number for code, name, number in rows if code is None}
    return by_move, {(code, name): number for code, name, number in rows if code is not None}


def counts_by_state() -> dict[Step, int]:
    """How many open runs stand in each step, to the last one. Read from an index alone."""
    rows = Run.objects.filter(finished_at=None).order_by().values_list("journey_code", "state")
    return {(code, state): number for code, state, number in rows.annotate(number=Count("pk"))}


def _open_steps() -> Sequence[Step]:
    return list(
        dict.fromkeys(
            (journey.code, name)
            for journey in all_journeys()
            for name, state in journey.states.items()
            if not state.final
        )
    )


def views_for(person: Person) -> list[SavedView]:
    """The lists that somebody kept, and those that colleagues share, by name."""
    found = SavedView.objects.filter(Q(person=person) | Q(shared=True)).select_related("person")
    return list(found.order_by("name", "pk"))


def own_view(person: Person, pk: int) -> SavedView:
    """A list that the person kept. Raises Http404 for those of others."""
    return get_object_or_404(SavedView, pk=pk, person=person)
