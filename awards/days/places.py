"""Places on a development day, and its waiting list: when places come free, the next who fit move up."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Count
from django.utils import timezone

from awards.days.queries import PLACED, WAITING
from awards.days.telling import tell_of_places
from awards.models import Attendee, Booking, DevelopmentDay
from workflow.journey import Transition
from workflow.models import Run
from workflow.queue import Once, enqueue, task
from workflow.services import advance_many

MOVED_UP = "Places came free, and you moved up from the waiting list."


def places_left(day: DevelopmentDay) -> int:
    """How many people can still come."""
    return max(day.capacity - taken_on(day), 0)


def taken_on(day: DevelopmentDay) -> int:
    """For how many people there are places kept."""
    return Attendee.objects.filter(
        booking__day=day, booking__given_up_at=None, booking__waiting_since=None
    ).count()


def others_are_next(day: DevelopmentDay, *, free: int) -> bool:
    """Whether a school on the waiting list fits into the free places: they are about to be its own."""
    waiting = Booking.objects.filter(WAITING, day=day).annotate(people=Count("attendees"))
    return waiting.filter(people__lte=free).exists()


def move_of(run: Run, name: str) -> Transition | None:
    """The move of a name, where the run's edition has it and it leaves the run's state."""
    move = run.journey.transitions.get(name)
    return move if move is not None and move in run.journey.leaving(run.state) else None


def has_places(run: Run, *, besides: Booking | None = None) -> bool:
    """Whether the run has places on a day whose attendance is not recorded yet."""
    booked = Booking.objects.filter(
        PLACED, application__run=run, day__state=DevelopmentDay.PLANNED, attendees__attended=None
    )
    return (booked.exclude(pk=besides.pk) if besides else booked).exists()


def ask_to_fill(day_id: int, *, now: dt.datetime) -> None:
    """Have a worker move up those who wait. Asked after places came free: the runs of others are locked apart from ours."""
    enqueue(fill_places, day_id, key=f"fill-places:{day_id}:{uuid.uuid4()}", now=now)


@task
def fill_places(once: Once, day_id: int) -> None:
    """Give free places to the waiting list."""
    with once.finishing():
        fill(day_id, now=timezone.now())


def fill(day_id: int, *, now: dt.datetime) -> list[Booking]:
    """Move up from the waiting list whoever fits, in the order of waiting; they are told. To be called in a transaction.

    A school whose journey cannot go on to a booked day (its type is no longer eligible) goes on waiting.
    """
    asked = set(Booking.objects.filter(WAITING, day=day_id).values_list("application__run", flat=True))
    runs = {
        run.pk: run for run in Run.objects.select_for_update(of=("self",)).filter(pk__in=asked).order_by("pk")
    }
    day = DevelopmentDay.objects.select_for_update().get(pk=day_id)
    if day.state != DevelopmentDay.PLANNED or day.starts_at <= now:
        return []
    candidates = list(
        Booking.objects.filter(WAITING, day=day)
        .select_related("application__run", "application__subject", "day")
        .annotate(people=Count("attendees"))
        .order_by("waiting_since", "pk")
    )
    if any(booking.application.run_id not in runs for booking in candidates):
        ask_to_fill(day.pk, now=now)  # somebody joined just now
        candidates = [booking for booking in candidates if booking.application.run_id in runs]
    moved_up: list[Booking] = []
    while chosen := _who_fit(candidates, free=places_left(day)):
        went = _give_places(chosen, runs, now=now)
        moved_up += went
        candidates = [booking for booking in candidates if booking not in chosen]
    return moved_up


def _who_fit(waiting: Sequence[Booking], *, free: int) -> list[Booking]:
    chosen = []
    for booking in waiting:
        people: int = booking.people  # type: ignore[attr-defined] # annotated by fill
        if people <= free:
            chosen.append(booking)
            free -= people
    return chosen


def _give_places(chosen: Sequence[Booking], runs: dict[int, Run], *, now: dt.datetime) -> list[Booking]:
    """Those that went up."""
    since = {booking.pk: booking.waiting_since for booking in chosen}
    Booking.objects.filter(pk__in=since).update(waiting_since=None)
    by_move: dict[Transition, list[Run]] = {}
    for booking in chosen:
        run = runs[booking.application.run_id]
        if move := move_of(run, "book_day"):
            by_move.setdefault(move, []).append(run)
    stay: set[int] = set()
    told: set[int] = set()
    for move, group in by_move.items():
        outcome = advance_many(group, move, actor=None, now=now, note=MOVED_UP)
        stay |= set(outcome.refused)
        told |= set(outcome.records)
    went = []
    for booking in chosen:
        booking.waiting_since = None
        if booking.application.run_id in stay:
            Booking.objects.filter(pk=booking.pk).update(waiting_since=since[booking.pk])
        else:
            went.append(booking)
    tell_of_places(
        [booking for booking in went if booking.application.run_id not in told], now=now, note=MOVED_UP
    )
    return went
