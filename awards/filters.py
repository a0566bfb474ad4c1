"""How the office narrows and orders its list of journeys."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from awards.forms.choosing import QuickSelect
from awards.models import Contact, Person
from awards.parties import OUTSIDE, PARTIES
from awards.queries import areas_with_runs, people_at_the_office
from awards.register.phases import PHASES
from workflow.journey import NOBODY, Phase
from workflow.models import Run
from workflow.registry import all_journeys
from workflow.tracking import KINDS, OVERDUE, is_stalled

WAITING, DUE, SLOW = "entered_at", "due_on", "slow_on"
ORDERS = [("waiting", "Longest waiting first"), ("due", "Due first"), ("slow", "Slowest first")]
COLUMNS = {"waiting": WAITING, "due": DUE, "slow": SLOW}
WITHIN = {"week": 7, "four-weeks": 28, "term": 91}
MORE = ("edition", "phase", "kind", "due", "paused", "ended")
"""Filters that stand folded away until one of them is used."""

_URN = 6  # digits


def _programmes() -> list[tuple[str, str]]:
    return sorted({(journey.code, journey.title) for journey in all_journeys()})


def _editions() -> list[tuple[str, str]]:
    return [
        (f"{journey.code}:{journey.edition}", f"{journey.title} {journey.edition}")
        for journey in all_journeys()
    ]


def _states() -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for journey in all_journeys():
        for name, state in journey.states.items():
            found.setdefault(f"{journey.code}:{name}", f"{journey.title}: {state.label}")
    return list(found.items())


_Choice = partial(django_filters.ChoiceFilter, widget=QuickSelect)


class RunFilter(django_filters.FilterSet):
    """What the office asks of its list. Without a choice: what is still open, the longest waiting first.

    ``order`` is the column by which the answer is ordered. Two queries for the choices.
    """

    q = django_filters.CharFilter(label="Name, URN or email", method="named")
    stalled = _Choice(
        label="Stalled",
        method="is_stalled",
        choices=[(kind.code, kind.label) for kind in KINDS],
        empty_label="Or not",
    )
    programme = _Choice(
        label="Programme", field_name="journey_code", choices=_programmes, empty_label="All programmes"
    )
    step = _Choice(label="Step", method="at", choices=_states, empty_label="All steps")
    move = _Choice(
        label="Whose move",
        field_name="waits_for",
        choices=[(party.code, party.label) for party in PARTIES if party is not NOBODY],
        empty_label="Anybody’s",
    )
    officer = _Choice(label="Officer", method="looked_after", empty_label="Anybody")
    area = _Choice(label="Local authority", empty_label="All")
    edition = _Choice(label="Edition", method="of_edition", choices=_editions, empty_label="All editions")
    phase = _Choice(
        label="Part of the journey",
        choices=[(phase.value, phase.value.title()) for phase in Phase],
        empty_label="All",
    )
    kind = _Choice(label="School phase", choices=PHASES, empty_label="All")
    due = _Choice(
        label="Due",
        method="is_due",
        choices=[
            ("late", "Already late"),
            ("week", "In the next 7 days"),
            ("four-weeks", "In the next 4 weeks"),
            ("term", "In the next 13 weeks"),
            ("none", "No date"),
        ],
        empty_label="Any day or none",
    )
    paused = _Choice(
        label="Paused",
        method="is_paused",
        choices=[("only", "Paused only"), ("no", "Not paused")],
        empty_label="Paused or not",
    )
    ended = _Choice(
        label="Journeys",
        method="with_ended",
        choices=[("all", "Open and ended"), ("only", "Ended only")],
        empty_label="Open only",
    )
    sort = _Choice(label="Order", method="ordered", choices=ORDERS, empty_label="As suits the filters")

    class Meta:
        model = Run
        fields: list[str] = []

    def __init__(
        self, data: Any, *, queryset: QuerySet[Run], person: Person | None, now: dt.datetime
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.person, self.now = person, now
        self.filters["area"].extra["choices"] = areas_with_runs(also=self.data.get("area", ""))
        officers = [(str(person.pk), str(person)) for person in people_at_the_office()]
        self.filters["officer"].extra["choices"] = [("mine", "Mine"), ("none", "Nobody yet"), *officers]

    @property
    def chosen(self) -> dict[str, Any]:
        """The choices that count, by filter; what cannot be read is left out."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def order(self) -> str:
        chosen = self.chosen
        if sort := chosen.get("sort"):
            return COLUMNS[sort]
        if stalled := chosen.get("stalled"):
            return next(kind.by for kind in KINDS if kind.code == stalled)
        return DUE if chosen.get("due") not in (None, "none") else WAITING

    @property
    def has_more(self) -> bool:
        """Whether one of the folded filters is used."""
        return any(name in self.chosen for name in MORE)

    def fields(self, *, more: bool) -> list[forms.BoundField]:
        return [self.form[name] for name in self.form.fields if (name in MORE) is more]

    def filter_queryset(self, queryset: QuerySet[Run]) -> QuerySet[Run]:
        found: QuerySet[Run] = super().filter_queryset(queryset)
        if "ended" not in self.chosen:
            found = found.filter(finished_at=None)
        if self.order != WAITING:
            found = found.filter(**{f"{self.order}__isnull": False})
        return found.order_by(self.order, "pk")

    def named(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        if value.isascii() and value.isdigit() and len(value) == _URN:
            urn = Q(application__subject__school__urns__entry=int(value))
            return queryset.filter(pk__in=Run.objects.filter(urn).values("pk"))
        if "@" in value:
            contacts = Contact.objects.filter(person__email=value.lower(), until=None)
            return queryset.filter(pk__in=contacts.values("application__run"))
        words = Q()
        for word in value.split():
            words &= Q(label__icontains=word)
        # The whole, too: it finds nothing further, and keeps PostgreSQL from taking words that go together for rare ones.
        return queryset.filter(words | Q(label__icontains=" ".join(value.split())))

    def is_stalled(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        kind = next(kind for kind in KINDS if kind.code == value)
        return queryset.filter(
            is_stalled(kind, now=self.now, silent_days=settings.SILENT_DAYS, outside=OUTSIDE)
        )

    def at(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        code, _, state = value.partition(":")
        return queryset.filter(journey_code=code, state=state)

    def of_edition(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        code, _, edition = value.partition(":")
        return queryset.filter(journey_code=code, edition=edition)

    def looked_after(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        if value == "none":
            return queryset.filter(officer=None)
        if value == "mine":
            return queryset.filter(officer=self.person) if self.person else queryset.none()
        return queryset.filter(officer=int(value))

    def is_due(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        today = timezone.localdate(self.now)
        if value == "late":
            return queryset.filter(
                is_stalled(OVERDUE, now=self.now, silent_days=settings.SILENT_DAYS, outside=OUTSIDE)
            )
        if value == "none":
            return queryset.filter(due_on=None)
        return queryset.filter(due_on__range=(today, today + dt.timedelta(days=WITHIN[value])))

    def is_paused(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        return queryset.filter(paused_at__isnull=value == "no")

    def with_ended(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        return queryset.filter(finished_at__isnull=False) if value == "only" else queryset

    def ordered(self, queryset: QuerySet[Run], name: str, value: str) -> QuerySet[Run]:
        return queryset
