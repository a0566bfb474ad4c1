"""A morning, read for many at the office at once. The number of queries is fixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db.models import Case, Exists, F, OuterRef, QuerySet, When

from awards.models import ContactLog
from awards.morning.choosing import MOST, few, few_of, of_officers, stalled
from awards.morning.parts import Days, Few, M, Morning, Officer, Rest
from awards.parties import OURS
from workflow.models import Incident, MailStop, Prompt, Respite, Run
from workflow.tracking import OVERDUE

DO_NOT_CONTACT = "do-not-contact"  # why a respite stands that the office gave


def mornings_of(officers: Collection[Officer], *, days: Days, now: dt.datetime) -> dict[Officer, Morning]:
    """The morning of each officer, and of nobody where None is among them. Nobody's incidents are everybody's."""
    return _mornings(list(officers), days=days, now=now)


def everyones_morning(*, days: Days, now: dt.datetime) -> Morning:
    """All journeys, whoever looks after them."""
    return _mornings(None, days=days, now=now)[None]


def everyones_lateness(*, now: dt.datetime) -> Few[Run]:
    """Our own lateness, over all journeys: what a manager answers for. One query."""
    return few_of(few(_ours_late(now), None, "due_on"), None)


def open_asks(officers: Collection[Officer] | None) -> QuerySet[Prompt]:
    """What is asked of the office about the journeys of officers, the oldest first. None: about all."""
    rows = Prompt.objects.filter(of_officers("run__officer", officers), done_at=None)
    return rows.select_related("run__officer").order_by("made_at", "pk")


def _mornings(officers: Sequence[Officer] | None, *, days: Days, now: dt.datetime) -> dict[Officer, Morning]:
    """``officers`` None: one morning, of all, under None. Nine queries."""
    by = "officer" if officers is not None else None
    within = of_officers("officer", officers)
    of_run = "run__officer" if by else None
    becoming = Run.objects.filter(
        within, finished_at=None, paused_at=None, due_on__gte=days.since, due_on__lt=days.today
    ).exclude(waits_for__in=OURS)
    coming = Run.objects.filter(
        within, finished_at=None, paused_at=None, due_on__range=(days.today, days.until)
    )
    ours = few(_ours_late(now).filter(within), by, "due_on")
    late = few(becoming.select_related("officer"), by, "due_on")
    soon = few(coming.select_related("officer"), by, "due_on")
    asks = few(open_asks(officers), of_run, "made_at")
    steps = few(_steps_due(days, officers), "promised_by" if by else None, "next_on")
    incidents = few(_incidents(officers), "owner" if by else None, "opened_at")
    stops = few(_stops(days, officers), of_run, "through")
    respites = few(_respites(days, officers), of_run, "through")
    paused = few(_paused(days).filter(within), by, "resumes_on")
    return {
        key: Morning(
            days=days,
            ours=few_of(ours, key),
            late=few_of(late, key),
            soon=few_of(soon, key),
            asks=few_of(asks, key),
            incidents=few_of(incidents, key)
            if key is None
            else _joined(few_of(incidents, key), few_of(incidents, None)),
            steps=few_of(steps, key),
            rests=_rests(few_of(stops, key), few_of(respites, key), few_of(paused, key)),
        )
        for key in (officers if officers is not None else [None])
    }


def _joined(own: Few[M], nobodys: Few[M]) -> Few[M]:
    return Few([*own.rows, *nobodys.rows][:MOST], own.number + nobodys.number)


def _ours_late(now: dt.datetime) -> QuerySet[Run]:
    return Run.objects.filter(stalled(OVERDUE, now), waits_for__in=OURS).select_related("officer")


def _steps_due(days: Days, officers: Collection[Officer] | None) -> QuerySet[ContactLog]:
    """Whoever promised a step does it; where they are here no more, the officer of the journey."""
    promised_by = Case(
        When(written_by__is_active=True, then=F("written_by")), default=F("application__run__officer")
    )
    rows = ContactLog.objects.filter(next_done_at=None, next_on__lte=days.today).annotate(
        promised_by=promised_by
    )
    return rows.filter(of_officers("promised_by", officers)).select_related(
        "subject", "application__run", "written_by"
    )


def _incidents(officers: Collection[Officer] | None) -> QuerySet[Incident]:
    rows = Incident.objects.filter(closed_at=None).defer("detail").select_related("run", "owner")
    return rows if officers is None else rows.filter(of_officers("owner", [*officers, None]))


def _stops(days: Days, officers: Collection[Officer] | None) -> QuerySet[MailStop]:
    return MailStop.objects.filter(
        of_officers("run__officer", officers),
        lifted_at=None,
        run__finished_at=None,
        run__isnull=False,
        through__range=(days.today, days.until),
    ).select_related("run__officer")


def _respites(days: Days, officers: Collection[Officer] | None) -> QuerySet[Respite]:
    """Those of the office, where nothing lets the journey rest for longer."""
    longer = Respite.objects.filter(run=OuterRef("run"), through__gt=days.until)
    return Respite.objects.filter(
        of_officers("run__officer", officers),
        ~Exists(longer),
        why=DO_NOT_CONTACT,
        run__finished_at=None,
        through__range=(days.today, days.until),
    ).select_related("run__officer")


def _paused(days: Days) -> QuerySet[Run]:
    return Run.objects.filter(
        finished_at=None, paused_at__isnull=False, resumes_on__range=(days.today, days.until)
    ).select_related("officer")


def _rests(stops: Few[MailStop], respites: Few[Respite], paused: Few[Run]) -> Few[Rest]:
    rows = [
        Rest(stop.run, stop.through, f"No email. {stop.words}", stop)
        for stop in stops.rows
        if stop.run and stop.through
    ]
    rows += [Rest(one.run, one.through, "No reminders") for one in respites.rows]
    rows += [Rest(run, run.resumes_on, "Paused: goes on that day") for run in paused.rows if run.resumes_on]
    rows.sort(key=lambda one: (one.ends_on, one.run.label))
    return Few(rows[:MOST], stops.number + respites.number + paused.number)
