"""Who came to a development day: recorded on the day or from paper later, put right, caught up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from awards.days.places import has_places, move_of
from awards.models import Application, Attendee, Booking, DevelopmentDay, Person
from awards.remarks import ATTENDANCE_PUT_RIGHT, CAME_TO_A_DAY, CAUGHT_UP, NOBODY_CAME
from awards.services.development.booking import Coming
from workflow.models import Run
from workflow.presenters import day as in_words
from workflow.refusals import Refused
from workflow.services import advance, annotate
from workflow.services.places import wrong_times


class CannotRecord(Refused):
    """Attendance cannot be recorded as given."""


@transaction.atomic
def record_attendance(
    booking: Booking,
    *,
    attended: Mapping[int, bool],
    by: Person,
    now: dt.datetime,
    note: str = "",
    missed: Mapping[int, str] | None = None,
) -> None:
    """Write down who came, by attendee id. The run moves on when anybody did, back when nobody did.

    ``missed`` says what somebody missed who came for a part. What happened on the day is recorded as having happened on
    the day. Recorded again it puts the first recording right, with a reason.
    Raises CannotRecord before the day, when somebody is left out, and for a change without a reason; and what ``advance``
    raises (a reason is wanted more than ten working days later).
    """
    run, attendees = _locked(booking)
    day = booking.day
    _must_have_been(day, now=now)
    if left_out := [person.name for person in attendees if person.pk not in attended]:
        raise CannotRecord(f"Say for each person whether they came. Missing: {', '.join(left_out)}.")
    said = {
        person.pk: (attended[person.pk], (missed or {}).get(person.pk, "") if attended[person.pk] else "")
        for person in attendees
    }
    changed = [person for person in attendees if (person.attended, person.missed_part) != said[person.pk]]
    again = any(person.attended is not None for person in attendees)
    if again and not changed:
        return
    if again and not note.strip():
        raise CannotRecord(f"{_recorded_before(attendees)} Say in the note why it is put right.")
    for person in changed:
        person.attended, person.missed_part = said[person.pk]
        person.taken_by, person.taken_at = by, now
        if not person.missed_part:
            person.caught_up_on = None
    Attendee.objects.bulk_update(changed, ["attended", "missed_part", "caught_up_on", "taken_by", "taken_at"])
    _carry_on(run, booking, by=by, now=now, note=note, again=again)


@transaction.atomic
def record_walk_in(
    application: Application,
    *,
    day: DevelopmentDay,
    came: Sequence[Coming],
    by: Person,
    now: dt.datetime,
    note: str = "",
) -> Booking:
    """Write down people who came without a place, or beside those who had one. No capacity stops a fact.

    Raises CannotRecord before the day, for nobody, and for somebody who is on the list already; and what ``advance`` raises.
    """
    run = Run.objects.select_for_update(of=("self",)).get(pk=application.run_id)
    locked = DevelopmentDay.objects.select_for_update().get(pk=day.pk)
    _must_have_been(locked, now=now)
    if not came:
        raise CannotRecord("Write down who came.")
    booking = application.bookings.filter(day=locked, given_up_at=None).first()
    if booking is None:
        booking = Booking.objects.create(application=application, day=locked, booked_at=now)
    elif booking.waiting_since:
        Booking.objects.filter(pk=booking.pk).update(waiting_since=None)
    _must_be_new(booking, came)
    Attendee.objects.bulk_create(
        Attendee(
            booking=booking,
            name=person.name,
            email=person.email,
            post=person.post,
            mobile=person.mobile,
            attended=True,
            taken_by=by,
            taken_at=now,
        )
        for person in came
    )
    _carry_on(run, booking, by=by, now=now, note=note, again=False)
    return booking


@transaction.atomic
def record_catch_up(attendee: Attendee, *, on: dt.date, by: Person, now: dt.datetime) -> None:
    """Write down that somebody caught up on the part of a day that they missed. From then on they count.

    Raises CannotRecord where nothing was missed, and for a day before the development day or in the future.
    """
    run = Run.objects.select_for_update(of=("self",)).get(application__bookings=attendee.booking_id)
    person = (
        Attendee.objects.select_for_update(of=("self",)).select_related("booking__day").get(pk=attendee.pk)
    )
    if not person.attended or not person.missed_part:
        raise CannotRecord(f"{person.name} missed no part of that day, so there is nothing to catch up.")
    if on > timezone.localdate(now):
        raise CannotRecord("That day lies in the future. Record it once it is caught up.")
    if on < timezone.localdate(person.booking.day.starts_at):
        raise CannotRecord("That is before the development day itself. Look at the day again.")
    Attendee.objects.filter(pk=person.pk).update(caught_up_on=on)
    happened = min(timezone.make_aware(dt.datetime.combine(on, dt.time(12))), now)
    annotate(run, CAUGHT_UP, actor=by, now=now, happened_at=happened, detail={"attendee": person.pk})


def _locked(booking: Booking) -> tuple[Run, list[Attendee]]:
    run = Run.objects.select_for_update(of=("self",)).get(application__bookings=booking)
    found = Booking.objects.get(pk=booking.pk)
    if found.given_up_at or found.waiting_since:
        raise CannotRecord(
            "There were no places kept for them. If they came all the same, record them as people without a place."
        )
    return run, list(
        Attendee.objects.select_for_update(of=("self",))
        .select_related("taken_by")
        .filter(booking=booking)
        .order_by("pk")
    )


def _must_have_been(day: DevelopmentDay, *, now: dt.datetime) -> None:
    if day.state == DevelopmentDay.CALLED_OFF:
        raise CannotRecord("The day was called off, so nobody came to it.")
    if day.starts_at > now:
        raise CannotRecord("The day has not been yet.")


def _must_be_new(booking: Booking, came: Sequence[Coming]) -> None:
    names = [person.name.strip().lower() for person in came]
    known = set(booking.attendees.annotate(known_as=Lower("name")).values_list("known_as", flat=True))
    for person, name in zip(came, names, strict=True):
        if name in known or names.count(name) > 1:
            raise CannotRecord(
                f"{person.name} is on the list of that day already. Record there whether they came."
            )


def _recorded_before(attendees: Sequence[Attendee]) -> str:
    last = max((person for person in attendees if person.taken_at), key=lambda person: str(person.taken_at))
    return f"Attendance was recorded on {in_words(last.taken_at)} by {last.taken_by}."


def _carry_on(run: Run, booking: Booking, *, by: Person, now: dt.datetime, note: str, again: bool) -> None:
    """Move the run by what was recorded; where it does not move, its history says so in a remark."""
    came = booking.attendees.filter(attended=True).exists()
    ended = min(booking.day.ends_at, now)
    happened = max(ended, run.entered_at) if run.entered_is_known and run.entered_at <= now else ended
    move = move_of(run, "record_attendance") if came else None
    if not came and not has_places(run, besides=booking):
        nobody = not Attendee.objects.filter(booking__application__run=run, attended=True).exists()
        move = move_of(run, "record_absence") or (
            move_of(run, "put_absence_right") if again and nobody else None
        )
    if move:
        advance(run, move, actor=by, now=now, happened_at=happened, note=note)
        return
    if reasons := wrong_times(ended, now=now, note=note):
        raise CannotRecord(*reasons)
    remark = ATTENDANCE_PUT_RIGHT if again else CAME_TO_A_DAY if came else NOBODY_CAME
    annotate(run, remark, actor=by, now=now, happened_at=ended, note=note, detail={"booking": booking.pk})
