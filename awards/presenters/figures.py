"""The office's numbers as pictures with their tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode

from awards.figures import PAUSED, Ages, Choice, Due, Reached
from awards.presenters.lists import whose_move
from workflow.figures import Bar, Figure, Part, cell, column, draw_bars
from workflow.models import StepPace
from workflow.presenters import short_day
from workflow.registry import get_journey

KINDS_OF_AGE = ("soft", "quiet", "strong", "late", "open")


def funnel_figure(reached: Sequence[Reached]) -> Figure:
    title = "How far they come"
    if not reached:
        return Figure(
            "funnel",
            title,
            "Each stop of the path appears here with how many reached it, once a journey has begun.",
            "",
        )
    first, last = reached[0], reached[-1]
    left = sum(one.left for one in reached)
    says = f"{first.came:,} began, {last.came:,} came as far as “{last.stop}”, {left:,} stopped on the way."
    bars = [
        Bar(one.stop, f"{one.came:,}", (Part(one.went_on), Part(one.here, "soft"), Part(one.left, "late")))
        for one in reached
    ]
    key = [("strong", "Went on, or got there"), ("soft", "Here now"), ("late", "Stopped here")]
    rows = [
        [
            cell(one.stop, numeric=False), cell(one.came), cell(one.went_on), cell(one.here), cell(one.left),
            cell(_share(one.left, one.came)),
        ]
        for one in reached
    ]  # fmt: skip
    columns = [
        column("Stop", numeric=False),
        *map(column, ("Came here", "Went on", "Here now", "Stopped", "In %")),
    ]
    return Figure("funnel", title, says, _drawn("funnel", title, says, bars, key), columns, rows)


def pace_figure(edition: str, paces: Sequence[StepPace], *, area: str) -> Figure:
    """Days by which half and nine in ten had left each step."""
    title = "Days in each step"
    if not paces:
        return Figure(
            "pace",
            title,
            "How long each step takes appears here the night after the first school has taken one.",
            "",
        )
    says = f"Counted over all of edition {edition}, those who are still there included."
    if area:
        says += " Over all local authorities: one alone has too few to tell."
    states = get_journey(paces[0].journey_code, edition).states
    most = max(max(row.p90_days or 0, row.median_days or 0) for row in paces) or 1
    bars = [Bar(states[row.state].label, _pace_in_words(row), _pace_parts(row, most=most)) for row in paces]
    key = [
        ("strong", "Half have left by then"),
        ("soft", "Nine in ten have left by then"),
        ("open", "Not yet known"),
    ]
    rows = [
        [
            cell(states[row.state].label, numeric=False), cell(_days(row.median_days)), cell(_days(row.p90_days)),
            cell(row.spells), cell(row.open_spells),
        ]
        for row in paces
    ]  # fmt: skip
    columns = [
        column("Step", numeric=False),
        *map(column, ("Half left by day", "9 in 10 by day", "Times", "Still there")),
    ]
    return Figure("pace", title, says, _drawn("pace", title, says, bars, key), columns, rows)


def ages_figure(ages: Sequence[Ages], choice: Choice) -> Figure:
    title = "Work in hand, by whose move and for how long"
    if not ages:
        return Figure("ages", title, "Open journeys appear here by whose move it is.", "")
    total, old = sum(one.total for one in ages), sum(one.by_band[-1] for one in ages)
    says = f"{total:,} are open; {old:,} have waited over half a year."
    names = ["Up to 4 weeks", "To 13 weeks", "To 26 weeks", "Longer", "Not known"]
    bars = [
        Bar(
            _who(one.who),
            f"{one.total:,}",
            [Part(*part) for part in zip((*one.by_band, one.unknown), KINDS_OF_AGE, strict=True)],
        )
        for one in ages
    ]
    rows = [
        [
            cell(_who(one.who), numeric=False, href=_board(choice, one.who)), *map(cell, one.by_band),
            cell(one.unknown), cell(one.total),
        ]
        for one in ages
    ]  # fmt: skip
    columns = [column("Whose move", numeric=False), *map(column, (*names, "All"))]
    key = list(zip(KINDS_OF_AGE, names, strict=True))
    return Figure("ages", title, says, _drawn("ages", title, says, bars, key), columns, rows)


def due_figure(weeks: Sequence[Due], choice: Choice, *, today: dt.date) -> Figure:
    title = "Due in the coming weeks"
    late, coming = weeks[0], sum(one.total for one in weeks[1:])
    if not late.total and not coming:
        return Figure(
            "due", title, f"Nothing is late, and nothing falls due in the next {len(weeks) - 1} weeks.", ""
        )
    says = f"{late.total:,} are late, {late.ours:,} of them with us; {coming:,} fall due in the next {len(weeks) - 1} weeks."
    bars = [
        Bar(
            _week(one, today=today),
            f"{one.total:,}",
            (Part(one.theirs, "soft" if one.begins else "late"), Part(one.ours, "strong")),
        )
        for one in weeks
    ]
    rows = [
        [
            cell(_week(one, today=today), numeric=False, href="" if one.begins else _board(choice, due="late")),
            cell(one.theirs), cell(one.ours), cell(one.total),
        ]
        for one in weeks
    ]  # fmt: skip
    columns = [column("When", numeric=False), *map(column, ("With them", "With us", "All"))]
    key = [
        ("late", "Late, with them"),
        ("soft", "To come, with them"),
        ("strong", "With us or our assessors"),
    ]
    return Figure("due", title, says, _drawn("due", title, says, bars, key), columns, rows)


def _drawn(name: str, title: str, says: str, bars: Sequence[Bar], key: Sequence[tuple[str, str]]) -> str:
    return draw_bars(
        bars, name=name, title=title, description=f"{says} The table below says the same.", key=key
    )


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "–"


def _days(days: int | None) -> int | str:
    return "not yet" if days is None else days


def _pace_in_words(row: StepPace) -> str:
    if row.median_days is None:
        return "not yet known"
    if row.p90_days in (None, row.median_days):
        return f"{row.median_days:,} days"
    return f"{row.median_days:,} to {row.p90_days:,} days"


def _pace_parts(row: StepPace, *, most: int) -> list[Part]:
    half = row.median_days or 0
    rest = Part(most - half, "open") if row.p90_days is None else Part(row.p90_days - half, "soft")
    return [Part(half), rest]


def _who(code: str) -> str:
    return "Paused" if code == PAUSED else whose_move(code)


def _week(one: Due, *, today: dt.date) -> str:
    if one.begins is None:
        return "Late already"
    return "Rest of this week" if one.begins <= today else f"Week of {short_day(one.begins)}"


def _board(choice: Choice, who: str = "", **more: str) -> str:
    given = {"programme": choice.programme, "area": choice.area}
    if choice.edition:
        given["edition"] = f"{choice.programme}:{choice.edition}"
    given |= {"paused": "only"} if who == PAUSED else {"move": who} | ({"paused": "no"} if who else {})
    given |= more
    chosen = {name: value for name, value in given.items() if value}
    return f"{reverse('awards:board')}?{urlencode(chosen)}"
