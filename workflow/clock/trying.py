"""What the clock will do: the next rungs of a run, and a dry run of a day."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from workflow.clock.budget import WEEK, week_before
from workflow.clock.days import first_day_to_write
from workflow.clock.plans import ENOUGH, Plan, plan_for, upcoming
from workflow.clock.sights import Sight, sights_of, without
from workflow.clock.words import Occasion, letters_for
from workflow.journey import Recipient, Rung
from workflow.messages import WouldGo, reminders_to
from workflow.messages import what_would_go as fates_of
from workflow.models import Run

DAY = dt.timedelta(days=1)
GOES, HELD, PROMPTS, MISSED, WAITS, MOVES = "goes", "held", "prompts", "missed", "waits", "moves"


@dataclass(frozen=True)
class NextRung:
    """A rung that is still to come: on which day, and who would get it as things are. No people: the office is asked."""

    rung: Rung
    day: dt.date
    people: tuple[Recipient, ...]


@dataclass(frozen=True)
class WouldRemind:
    """One line of a dry run: what becomes of a rung (or of a transition that the clock takes) on the day.

    ``fate``: goes, held, prompts, missed, waits, moves. ``why`` says so where it does not simply go. ``mail`` is the rendered
    example, its links masked.
    """

    run: Run
    rung: Rung | None
    recipient: Recipient | None
    fate: str
    why: str = ""
    mail: WouldGo | None = None


def next_rungs(run: Run, *, today: dt.date) -> list[NextRung]:
    """What comes next for a run if nothing happens, in order; empty while it is paused. For its page.

    Of several that are due at once only the last is said, as only that one goes.
    """
    if run.paused_at or run.finished_at or not run.declared_state.reminders:
        return []
    (sight,) = sights_of([run])
    people = sight.people
    found: dict[tuple[dt.date, bool], NextRung] = {}
    for day, rung in upcoming(sight):
        if rung.term_days < 0 and day < sight.day_since:
            continue
        first = max(day, today, *([sight.rests_through + DAY] if sight.rests_through else []))
        goes_on = first_day_to_write(first, sight.calendar, run.kind)
        to = tuple(people.get(rung.to, ())) if rung.to else ()
        found[goes_on, rung.to is None] = NextRung(rung, goes_on, to)
    return sorted(found.values(), key=lambda one: one.day)


def what_would_go(on: dt.date, *, now: dt.datetime, runs: Iterable[Run] | None = None) -> list[WouldRemind]:
    """What a day's sweep does if nothing else happens until then: who gets what, who does not, and why. Writes nothing.

    Without ``runs``: all that the clock looks at by then. The days before are gone through as the clock would.
    """
    today = timezone.localdate(now)
    if runs is None:
        runs = Run.objects.filter(finished_at=None, look_on__lte=on)
    chosen = sorted(runs, key=lambda run: (run.look_on or dt.date.max, run.pk))
    sights = {sight.run.pk: sight for sight in sights_of([run for run in chosen if run.look_on])}
    expected = _Expected(sights)
    looks = [(max(sight.run.look_on or today, today), pk) for pk, sight in sights.items()]
    heapq.heapify(looks)
    last: dict[int, Plan] = {}
    while looks and looks[0][0] <= on:
        day, pk = heapq.heappop(looks)
        sight = sights[pk]
        plan = plan_for(sight, day, expected.fits_on(day))
        for one in plan.to:
            expected.add(one.email, day)
        sights[pk] = without(sight, plan.taken)
        if day == on:
            last[pk] = plan
        if plan.look_on and plan.look_on > day and not plan.move:
            heapq.heappush(looks, (plan.look_on, pk))
    return _lines({pk: (sights[pk], plan) for pk, plan in last.items()}, on)


class _Expected:
    """The reminders that addresses had in the week that ends with a day, and will have had."""

    def __init__(self, sights: Mapping[int, Sight]) -> None:
        self._addresses = {
            one.email for sight in sights.values() for people in sight.people.values() for one in people
        }
        self._had: dict[dt.date, Mapping[str, int]] = {}
        self._goes: dict[str, list[dt.date]] = {}

    def fits_on(self, day: dt.date) -> Callable[[str], bool]:
        if day not in self._had:
            self._had[day] = reminders_to(self._addresses, since=week_before(day)) if self._addresses else {}

        def fits(address: str) -> bool:
            goes = sum(day - one < WEEK for one in self._goes.get(address.lower(), ()))
            return self._had[day].get(address.lower(), 0) + goes < settings.REMINDERS_A_WEEK

        return fits

    def add(self, address: str, day: dt.date) -> None:
        self._goes.setdefault(address.lower(), []).append(day)


def _lines(found: Mapping[int, tuple[Sight, Plan]], on: dt.date) -> list[WouldRemind]:
    occasions = [
        Occasion(sight.run, plan.rung, one, sight.run.due_on, on)
        for sight, plan in found.values()
        if plan.rung and sight.run.due_on
        for one in plan.to
    ]
    lines = [
        WouldRemind(one.run, one.rung, one.recipient, HELD if mail.fate == "held" else GOES, mail.why, mail)
        for one, mail in zip(occasions, fates_of(letters_for(occasions)), strict=True)
    ]
    for sight, plan in found.values():
        run = sight.run
        lines += [WouldRemind(run, plan.rung, one, MISSED, ENOUGH) for one in plan.too_many if plan.rung]
        lines += [WouldRemind(run, rung, None, PROMPTS, words) for rung, words in plan.prompts]
        lines += [WouldRemind(run, rung, None, MISSED, PASSED_OVER) for rung in plan.missed]
        people = (plan.too_many if not plan.rung else ()) or (None,)
        lines += [WouldRemind(run, rung, one, WAITS, plan.why) for rung in plan.waiting for one in people]
        if plan.move:
            lines.append(WouldRemind(run, None, None, MOVES, f"“{plan.move.label}” is taken by the clock."))
    return lines


PASSED_OVER = "A later one is due as well, or its day was over when the date was set."
