"""Who looks after how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, OuterRef, Q

from awards.models import Person, Post
from awards.morning.choosing import of_officers, stalled
from awards.morning.parts import Officer
from awards.queries import people_at_the_office
from awards.roles import office_posts
from workflow.models import Prompt, Run
from workflow.tracking import KINDS, OVERDUE


@dataclass(frozen=True)
class Load:
    """What somebody looks after: open journeys, of these late and stalled (in any way), and what is asked about them."""

    officer: Officer
    name: str
    open: int = 0
    late: int = 0
    stalled: int = 0
    asks: int = 0


def late_journeys(officers: Collection[Officer] | None, *, now: dt.datetime) -> tuple[int, int]:
    """How many journeys of officers (None: all) are late, and how many that nobody looks after. One query."""
    late = Run.objects.filter(stalled(OVERDUE, now)).order_by()
    found = late.aggregate(
        these=Count("pk", filter=of_officers("officer", officers)),
        nobodys=Count("pk", filter=Q(officer=None)),
    )
    return found["these"], found["nobodys"]


def late_by_officer(*, now: dt.datetime) -> dict[Officer, int]:
    """How many journeys of each officer are late; under None those that nobody looks after. One query."""
    late = (
        Run.objects.filter(stalled(OVERDUE, now))
        .order_by()
        .values_list("officer")
        .annotate(number=Count("pk"))
    )
    return dict(late)


def officers_with_journeys(people: Collection[int]) -> set[int]:
    """Those of some people who look after an open journey. One query."""
    rows = Run.objects.filter(officer=OuterRef("pk"), finished_at=None)
    return set(Person.objects.filter(Exists(rows), pk__in=people).values_list("pk", flat=True))


def managers_among(people: Collection[int]) -> set[int]:
    """Those who hold a manager's post now. One query."""
    posts = Post.objects.filter(person__in=people, subject=None, role=Post.MANAGER, until=None)
    return set(posts.values_list("person", flat=True))


def is_manager(person: Person) -> bool:
    return office_posts(person).filter(role=Post.MANAGER).exists()


def loads(*, now: dt.datetime) -> list[Load]:
    """What each person at the office looks after, those who left it too where they still do, and nobody. Three queries."""
    found: dict[Officer, Load] = {
        person.pk: Load(person.pk, str(person)) for person in people_at_the_office()
    }
    in_any_way = Q()
    for kind in KINDS:
        in_any_way |= stalled(kind, now)
    rows = (
        Run.objects.filter(finished_at=None)
        .order_by()
        .values_list("officer", "officer__name", "officer__email")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=stalled(OVERDUE, now)),
            stalled=Count("pk", filter=in_any_way),
        )
    )
    for officer, name, email, number, late, stands_out in rows:
        found[officer] = Load(officer, name or email or "", number, late, stands_out)
    asked = (
        Prompt.objects.filter(done_at=None)
        .order_by()
        .values_list("run__officer", "run__officer__name")
        .annotate(asks=Count("pk"))
    )
    for officer, name, asks in asked:
        found[officer] = replace(found.get(officer, Load(officer, name or "")), asks=asks)
    return sorted(found.values(), key=lambda one: (one.officer is None, one.name.lower(), one.officer or 0))
