"""When something is due: rules as data, dates as their result. Plain Python."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from dateutil.relativedelta import relativedelta

from workflow.calendar import Calendar

SATURDAY = 5  # as weekday() counts

ENTERED = "entered"
ANCHOR_WORDS = {
    ENTERED: "this step began",
    "submitted": "it was submitted",
    "accepted": "it was accepted",
    "attended": "the day was",
}


@dataclass(frozen=True)
class Due:
    """A time limit.

    Exactly one of days, working_days, months (calendar), terms (by the end of the nth term after the one that the
    anchor lies in; "within one term" of the scheme's pages, 2018-19) or by, a day for all.
    dates: published days, in order; the count begins on the first of them at or after the anchor, and on the anchor itself
    once all are past. anchor: from when it counts. "entered", when the state was; or a name that transitions declare by
    ``anchors``, then from the last of them, and from entering where none is known. anchor_words: how that reads before
    "on 3 March" (default: by the anchor's name). because: the words that follow a date. to_term_day: a result in the
    holidays or at a weekend moves to the next day of term.
    """

    days: int = 0
    months: int = 0
    terms: int = 0
    because: str = ""
    dates: tuple[dt.date, ...] = ()
    working_days: int = 0
    by: dt.date | None = None
    anchor: str = ENTERED
    anchor_words: str = ""
    to_term_day: bool = False

    def __post_init__(self) -> None:
        counts = (self.days, self.working_days, self.months, self.terms)
        if sum(bool(part) for part in (*counts, self.by)) != 1:
            raise ValueError(
                "A due rule counts in exactly one of days, months or terms, or working days, or says by=…."
            )
        if min(counts) < 0:
            raise ValueError("A due rule counts forward: its number is above nought.")
        if list(self.dates) != sorted(set(self.dates)):
            raise ValueError("Published days are in order, each named once.")
        if self.by and (self.dates or self.anchor != ENTERED):
            raise ValueError("A day for all counts from nothing: drop dates=… and anchor=….")

    @property
    def needs_calendar(self) -> bool:
        return bool(self.terms or self.working_days or self.to_term_day)

    def on(self, anchor: dt.date, *, calendar: Calendar, paused_days: int = 0) -> dt.date:
        """The last day in time. ``paused_days``: how long the clock stood still; a day for all does not wait."""
        day = self.by or self._counted(anchor, calendar) + dt.timedelta(days=paused_days)
        return calendar.next_term_day(day) if self.to_term_day else day

    def _counted(self, anchor: dt.date, calendar: Calendar) -> dt.date:
        begins = next((date for date in self.dates if date >= anchor), anchor)
        if self.days:
            return begins + dt.timedelta(days=self.days)
        if self.working_days:
            return calendar.add_working_days(begins, self.working_days)
        if self.months:
            return begins + relativedelta(months=self.months)
        return next(islice(calendar.term_ends(begins), self.terms, None))

    def in_words(self) -> str:
        if self.by:
            return f"by {_day(self.by)}"
        number, unit = next(
            (number, unit)
            for number, unit in (
                (self.days, "day"),
                (self.working_days, "working day"),
                (self.months, "month"),
                (self.terms, "term"),
            )
            if number
        )
        counted = f"{number} {unit}{'s' if number > 1 else ''}"
        return f"{counted} after the published day that follows" if self.dates else counted

    def reason(self, anchor: str, on: dt.date) -> str:
        """ "the day was on 3 March 2026": from when the time was counted, in words. ``anchor``: the one that was known."""
        words = self.anchor_words if anchor == self.anchor and self.anchor_words else ANCHOR_WORDS.get(anchor)
        return f"{words or f'it was {anchor}'} on {_day(on)}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def working_days_between(earlier: dt.date, later: dt.date) -> int:
    """Mondays to Fridays after the earlier day, up to and with the later one."""
    days = (later - earlier).days
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((earlier.weekday() + i + 1) % 7 < SATURDAY for i in range(rest))
