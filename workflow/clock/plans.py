"""What is to be done about a run on a day. Plain functions of what is known: nothing is read, nothing written.

Of the rungs that are due at once only the last mail goes, and the last prompt that gives way to others: three days of
missed sweeps end in one mail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from workflow.clock.days import DAY, first_day_to_write, ladder, may_write
from workflow.clock.sights import Sight
from workflow.journey import Recipient, Rung, Transition

FitsBudget = Callable[[str], bool]

NO_DAY = "This is no day of term, or one of the days on which people are left in peace."
RESTS = "Its reminders rest through {day}."
HAS_ASKED = "They asked for more time, and are waiting for an answer."
ENOUGH = "Everybody who would be written to had as many reminders this week as one person gets."
PAUSED = "It is paused."
NOBODY_TO_ASK = "Nobody can be written to: see who leads this now, and ring them."


@dataclass(frozen=True)
class Plan:
    """What is done now, and when the clock looks again; ``look_on`` None: not before something changes.

    move: taken instead of all else. rung and to: the mail, and who gets it. too_many: who would get it, but had enough this
    week. prompts: rungs that ask the office, with the words. missed: rungs passed over. waiting: rungs that are due and
    do not go now, with the reason in ``why``.
    """

    look_on: dt.date | None
    move: Transition | None = None
    rung: Rung | None = None
    to: tuple[Recipient, ...] = ()
    too_many: tuple[Recipient, ...] = ()
    prompts: tuple[tuple[Rung, str], ...] = ()
    missed: tuple[Rung, ...] = ()
    waiting: tuple[Rung, ...] = ()
    why: str = ""

    @property
    def taken(self) -> list[str]:
        """The codes of the rungs that are taken by it, one way or another."""
        rungs = [*([self.rung] if self.rung else []), *(rung for rung, _ in self.prompts), *self.missed]
        return [rung.code for rung in rungs]


def plan_for(sight: Sight, today: dt.date, fits: FitsBudget) -> Plan:
    """What is due for a run today. ``fits`` says whether an address may get one more reminder."""
    run = sight.run
    if run.finished_at:
        return Plan(None)
    if run.paused_at:
        return Plan(run.resumes_on, why=PAUSED)
    if sight.move and sight.move_after and sight.move_after < today:
        return Plan(today, move=sight.move)
    return _with_the_move(_reminders(sight, today, fits), sight)


def may_be_written_to(sight: Sight, today: dt.date) -> bool:
    """Whether a reminder may be due today. Says no only where none can be."""
    return any(rung.to and day <= today for day, rung in upcoming(sight))


def upcoming(sight: Sight) -> list[tuple[dt.date, Rung]]:
    """The rungs that are not taken yet, with their days."""
    run = sight.run
    if run.due_on is None or run.finished_at:
        return []
    rungs = ladder(run.declared_state.reminders, run.due_on, sight.calendar)
    return [(day, rung) for day, rung in rungs if rung.code not in sight.taken]


def _with_the_move(plan: Plan, sight: Sight) -> Plan:
    """The clock looks again when the next thing is due: a rung, or a transition that it takes."""
    if not sight.move_after:
        return plan
    moves = sight.move_after + DAY
    return replace(plan, look_on=min(plan.look_on, moves) if plan.look_on else moves)


def _reminders(sight: Sight, today: dt.date, fits: FitsBudget) -> Plan:
    ahead = upcoming(sight)
    over = [rung for day, rung in ahead if rung.term_days < 0 and day < sight.day_since]
    due = [rung for day, rung in ahead if day <= today and rung not in over]
    later = [day for day, _ in ahead if day > today]
    next_day = _next_day(sight, later)
    if not due:
        return Plan(next_day, missed=tuple(over))
    if why := _why_not_now(sight, today):
        return Plan(_next_day(sight, [today + DAY]), missed=tuple(over), waiting=tuple(due), why=why)
    return _taken(sight, due, over, fits, next_day=next_day, tomorrow=_next_day(sight, [today + DAY]))


def _taken(
    sight: Sight,
    due: Sequence[Rung],
    over: Sequence[Rung],
    fits: FitsBudget,
    *,
    next_day: dt.date | None,
    tomorrow: dt.date | None,
) -> Plan:
    mails = [rung for rung in due if rung.to]
    asking = [rung for rung in due if not rung.to]
    merging = [rung for rung in asking if rung.may_merge]
    prompts = [(rung, rung.prompts) for rung in asking if not rung.may_merge or rung is merging[-1]]
    missed = [*over, *mails[:-1], *merging[:-1]]
    plan = Plan(next_day, prompts=tuple(prompts), missed=tuple(missed))
    if not mails:
        return plan
    rung = mails[-1]
    people = _people(sight, rung)
    if not people:
        words = rung.prompts or NOBODY_TO_ASK
        return replace(plan, prompts=(*plan.prompts, (rung, words)))
    to = tuple(one for one in people if fits(one.email))
    if not to:
        return replace(plan, look_on=tomorrow, too_many=tuple(people), waiting=(rung,), why=ENOUGH)
    return replace(plan, rung=rung, to=to, too_many=tuple(one for one in people if one not in to))


def _people(sight: Sight, rung: Rung) -> Sequence[Recipient]:
    """Who gets the mail of a rung: whoever is found for it, or going up, for one of the later rungs."""
    rungs = sight.run.declared_state.reminders
    later = [one for one in rungs[list(rungs).index(rung) :] if one.to]
    return next((people for one in later if one.to and (people := sight.people.get(one.to))), ())


def _why_not_now(sight: Sight, today: dt.date) -> str:
    if sight.rests_through and sight.rests_through >= today:
        return RESTS.format(day=f"{sight.rests_through:%-d %B %Y}")
    if sight.has_asked:
        return HAS_ASKED
    return "" if may_write(today, sight.calendar, sight.run.kind) else NO_DAY


def _next_day(sight: Sight, days: Iterable[dt.date]) -> dt.date | None:
    """The first day from the earliest of these on which people may be written to, and nothing rests."""
    first = min(days, default=None)
    if first is None:
        return None
    if sight.rests_through:
        first = max(first, sight.rests_through + DAY)
    return first_day_to_write(first, sight.calendar, sight.run.kind)
