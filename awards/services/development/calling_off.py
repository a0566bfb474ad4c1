"""A development day that cannot be: called off, its places carried over to another day where they fit."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from awards.days.places import ask_to_fill, has_places, move_of, places_left
from awards.days.telling import tell_everybody
from awards.models import Attendee, Booking, DevelopmentDay, Person
from awards.remarks import CARRIED_OVER, DAY_CALLED_OFF
from awards.roles import OFFICER
from awards.services.development.offering import CannotChange, locked_with_runs, must_have_no_attendance
from workflow.journey import Transition
from workflow.models import Run
from workflow.refusals import NotYours, held_roles
from workflow.services import advance_many, annotate_many
from workflow.state import change


@dataclass
class CallingOff:
    """What becomes of each booking when a day is called off.

    carried: gets the same places on the other day. waits: goes on its waiting list. there_already: has places there
    anyway. released: has no day any more. ``seen`` stands for exactly this, and changes when a booking does.
    """

    carried: list[Booking] = field(default_factory=list)
    waits: list[Booking] = field(default_factory=list)
    there_already: list[Booking] = field(default_factory=list)
    released: list[Booking] = field(default_factory=list)
    mails: int = 0

    @property
    def seen(self) -> str:
        parts = [
            ",".join(f"{booking.pk}/{len(booking.attendees.all())}" for booking in bookings)
            for bookings in (self.carried, self.waits, self.there_already, self.released)
        ]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]

    @property
    def everybody(self) -> list[Booking]:
        return [*self.carried, *self.waits, *self.there_already, *self.released]


def what_calling_off_does(
    day: DevelopmentDay, *, instead: DevelopmentDay | None, now: dt.datetime
) -> CallingOff:
    """What ``call_off`` would do. Raises CannotChange when it cannot be done."""
    bookings = list(
        Booking.objects.filter(day=day, given_up_at=None)
        .select_related("application__run", "application__subject", "day")
        .prefetch_related("attendees")
        .order_by("booked_at", "pk")
    )
    return _plan(bookings, day, instead, now=now)


@transaction.atomic
def call_off(
    day: DevelopmentDay,
    *,
    why: str,
    instead: DevelopmentDay | None,
    by: Person,
    now: dt.datetime,
    seen: str = "",
) -> CallingOff:
    """Call a day off, carry its places over to another as far as they fit, and tell everybody. All or nothing.

    Those who booked first are carried first; the others wait for places there, from when they booked. A school without a
    day is registered again and its time counts anew from now: a day that we called off makes nobody late.
    ``seen``: what the officer saw beforehand. Raises CannotChange when that is no longer so, without a reason, or for a day
    that was called off, has been, or has attendance; NotYours.
    """
    bookings, locked = locked_with_runs(day, beside=instead)
    _must_be_officer(by, bookings)
    if not why.strip():
        raise CannotChange("Say why the day is called off: everybody who was to come reads it.")
    if instead is not None:
        instead = DevelopmentDay.objects.get(pk=instead.pk)
    plan = _plan(bookings, locked, instead, now=now)
    if seen and seen != plan.seen:
        raise CannotChange(
            "Somebody booked or gave up places since you looked. Look at the list below again: it is as it is now."
        )
    locked.revision += 1
    change(
        locked,
        "call_off",
        now=now,
        actor=by,
        fields=["called_off_why", "instead", "revision"],
        why=why.strip()[:300],
        instead=instead,
    )
    _let_go(bookings, now=now)
    if instead is not None:
        _keep(plan.carried, instead, waiting=False)
        _keep(plan.waits, instead, waiting=True)
        ask_to_fill(instead.pk, now=now)
    _write_history(plan, bookings, why=why, instead=instead, by=by, now=now)
    plan.mails = _tell(plan, locked, why=why, instead=instead, now=now)
    return plan


def _plan(
    bookings: Sequence[Booking], day: DevelopmentDay, instead: DevelopmentDay | None, *, now: dt.datetime
) -> CallingOff:
    if day.state == DevelopmentDay.CALLED_OFF:
        raise CannotChange("That day has been called off already.")
    must_have_no_attendance(day, "called off")
    if day.ends_at <= now:
        raise CannotChange("That day is over. If nobody came, record it with each school.")
    plan = CallingOff()
    if instead is None:
        plan.released = list(bookings)
        return plan
    if instead.pk == day.pk or instead.state == DevelopmentDay.CALLED_OFF or instead.starts_at <= now:
        raise CannotChange("Choose another day that is still to come, or none.")
    there = set(
        Booking.objects.filter(
            day=instead,
            given_up_at=None,
            application__in=[booking.application_id for booking in bookings],
        ).values_list("application", flat=True)
    )
    free = places_left(instead)
    for booking in bookings:
        people = len(booking.attendees.all())
        if booking.application_id in there:
            plan.there_already.append(booking)
        elif booking.waiting_since is None and people <= free:
            plan.carried.append(booking)
            free -= people
        else:
            plan.waits.append(booking)
    return plan


def _must_be_officer(person: Person, bookings: Sequence[Booking]) -> None:
    held = held_roles(person, [booking.application.run for booking in bookings], [OFFICER])
    if not all(held.values()):
        raise NotYours("Calling off a day is for the office to do.")


def _let_go(bookings: Sequence[Booking], *, now: dt.datetime) -> None:
    Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(given_up_at=now)


def _keep(bookings: Sequence[Booking], day: DevelopmentDay, *, waiting: bool) -> None:
    """The same places on another day. Whoever had places before waits from when they were booked."""
    kept = Booking.objects.bulk_create(
        Booking(
            application=booking.application,
            day=day,
            booked_at=booking.booked_at,
            waiting_since=(booking.waiting_since or booking.booked_at) if waiting else None,
        )
        for booking in bookings
    )
    Attendee.objects.bulk_create(
        Attendee(booking=new, name=person.name, email=person.email, mobile=person.mobile, post=person.post)
        for new, old in zip(kept, bookings, strict=True)
        for person in old.attendees.all()
    )


def _write_history(
    plan: CallingOff,
    bookings: Sequence[Booking],
    *,
    why: str,
    instead: DevelopmentDay | None,
    by: Person,
    now: dt.datetime,
) -> None:
    """Runs without a day go back to where they were; all others have it in their history."""
    batch = uuid.uuid4()
    carried = {booking.pk for booking in plan.carried}
    going: dict[Transition, list[Run]] = {}
    staying: list[Run] = []
    for booking in bookings:
        run = booking.application.run
        move = move_of(run, "day_called_off")
        if booking.pk in carried or booking.waiting_since is not None:
            continue
        if move and not has_places(run):
            going.setdefault(move, []).append(run)
        else:
            staying.append(run)
    for move, runs in going.items():
        outcome = advance_many(runs, move, actor=by, now=now, note=why, batch=batch)
        for refused in outcome.refused.values():
            raise refused
    if instead is not None:
        annotate_many(
            [booking.application.run for booking in plan.carried],
            CARRIED_OVER,
            actor=by,
            now=now,
            role=OFFICER.code,
            note=why,
            detail={"day": instead.pk},
            batch=batch,
        )
    annotate_many(staying, DAY_CALLED_OFF, actor=by, now=now, role=OFFICER.code, note=why, batch=batch)


def _tell(
    plan: CallingOff, day: DevelopmentDay, *, why: str, instead: DevelopmentDay | None, now: dt.datetime
) -> int:
    sent = 0
    for bookings, becomes in (
        (plan.carried, "carried"),
        (plan.waits, "waits"),
        (plan.there_already, "there_already"),
        (plan.released, "released"),
    ):
        for booking in bookings:
            booking.day = day
        sent += tell_everybody(
            bookings,
            "day_called_off",
            key=f"{day.pk}",
            now=now,
            why=why.strip(),
            instead=instead,
            becomes=becomes,
        )
    return sent
