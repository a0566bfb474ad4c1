"""The parts of a morning with their first lines, and where all of them are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format

from awards.models import ContactLog
from awards.morning import Few, Morning, Rest
from awards.parties import OURS
from awards.presenters.incidents import age_in_words
from awards.presenters.morning.lines import Line, ask_line, officer_of, page_of, run_line, step_line
from awards.presenters.morning.whose import EVERYONE, Whose
from workflow.models import Incident, Prompt, Run
from workflow.presenters import short_day

ASK_HEADS = ("Journey", "What is asked", "Since")
_THEIR = {"office": "the office’s", "assessor": "the assessors’"}


@dataclass(frozen=True)
class Part:
    """A part of the page. ``empty`` is its sentence when there is nothing; ``more``: where all of them are."""

    code: str
    title: str
    empty: str
    heads: tuple[str, str, str]
    lines: list[Line]
    number: int
    more: list[dict[str, str]] = field(default_factory=list)
    shows_officers: bool = False

    @property
    def left_out(self) -> int:
        return self.number - len(self.lines)


def parts_of(
    morning: Morning, whose: Whose, *, now: dt.datetime, late: int = 0, ours_of_all: Few[Run] | None = None
) -> list[Part]:
    """All parts, in the order of their weight.

    ``late``: how many are late in all. ``ours_of_all``: a manager answers for the lateness of the whole office.
    """
    whose_ours = Whose(EVERYONE) if ours_of_all is not None else whose
    ours = ours_of_all if ours_of_all is not None else morning.ours
    return [
        _ours(ours, whose_ours, morning.days.today),
        _late(morning, whose, late=late),
        _soon(morning, whose),
        _asks(morning.asks, whose),
        _incidents(morning.incidents, now=now),
        _steps(morning.steps, whose, morning.days.today),
        _rests(morning.rests, whose),
    ]


def _ours(ours: Few[Run], whose: Whose, today: dt.date) -> Part:
    more = [
        {"text": f"See all of {_THEIR[party]}", "href": whose.board(stalled="overdue", move=party)}
        for party in OURS
    ]
    return Part(
        "ours",
        "We are late",
        "We are late with nothing: no move of ours or of our assessors is overdue.",
        ("Journey", "Step", "Due"),
        [run_line(run, today) for run in ours.rows],
        ours.number,
        more if ours.number else [],
        whose.shows_officers,
    )


def _late(morning: Morning, whose: Whose, *, late: int) -> Part:
    since = weekday(morning.days.since)
    more = [{"text": f"See all {late:,} that are late", "href": whose.board(due="late", sort="due")}]
    return Part(
        "late",
        f"Became late since {since}",
        f"Nothing became late since {since}.",
        ("Journey", "Step", "Due"),
        [run_line(run, morning.days.today) for run in morning.late.rows],
        morning.late.number,
        more if late else [],
        whose.shows_officers,
    )


def _soon(morning: Morning, whose: Whose) -> Part:
    number = morning.soon.number
    more = [
        {"text": f"See all {number:,}", "href": whose.board(due="week", paused="no")},
    ]
    return Part(
        "soon",
        "Will be late within a week, if nothing comes",
        "Nothing falls due in the next seven days.",
        ("Journey", "Step", "Due"),
        [run_line(run, morning.days.today) for run in morning.soon.rows],
        number,
        more if number > len(morning.soon.rows) else [],
        whose.shows_officers,
    )


def _asks(asks: Few[Prompt], whose: Whose) -> Part:
    more = [{"text": f"See all {asks.number:,}", "href": whose.asks}]
    return Part(
        "asks",
        "To answer",
        "Nobody waits for an answer, and nobody has to be rung.",
        ASK_HEADS,
        [ask_line(prompt) for prompt in asks.rows],
        asks.number,
        more if asks.number > len(asks.rows) else [],
        whose.shows_officers,
    )


def _incidents(incidents: Few[Incident], *, now: dt.datetime) -> Part:
    here = reverse("awards:incidents")
    lines = [
        Line(
            text=incident.summary,
            href=f"{here}#incident-{incident.pk}",
            what=incident.run.label if incident.run else "",
            what_href=page_of(incident.run) if incident.run else "",
            when=age_in_words(incident.opened_at, now=now),
            officer=str(incident.owner) if incident.owner else "",
        )
        for incident in incidents.rows
    ]
    more = [{"text": f"See all {incidents.number:,}", "href": here}]
    return Part(
        "incidents",
        "Incidents",
        "Nothing is broken.",
        ("What went wrong", "About", "Open"),
        lines,
        incidents.number,
        more if incidents.number > len(lines) else [],
        shows_officers=True,
    )


def _steps(steps: Few[ContactLog], whose: Whose, today: dt.date) -> Part:
    more = [{"text": f"See all {steps.number:,}", "href": reverse("awards:next_steps")}]
    return Part(
        "steps",
        "Next steps that are due",
        "Nothing that was promised is due.",
        ("For", "What was promised", "By"),
        [step_line(entry, today) for entry in steps.rows],
        steps.number,
        more if steps.number > len(steps.rows) else [],
        whose.shows_officers,
    )


def _rests(rests: Few[Rest], whose: Whose) -> Part:
    more = [
        {"text": "See all stopped post", "href": reverse("workflow:stops")},
        {"text": "See all that are paused", "href": whose.board(paused="only")},
    ]
    return Part(
        "rests",
        "Left in peace until this week",
        "No journey that was put to rest comes back within a week.",
        ("Journey", "How", "Until"),
        [
            Line(
                text=rest.run.label,
                href=page_of(rest.run),
                what=rest.what,
                what_href=reverse("workflow:lift", args=[rest.stop.pk]) if rest.stop else "",
                when=short_day(rest.ends_on),
                officer=officer_of(rest.run),
            )
            for rest in rests.rows
        ],
        rests.number,
        more if rests.number > len(rests.rows) else [],
        whose.shows_officers,
    )


def weekday(day: dt.date) -> str:
    """ "Friday 20 November"."""
    return date_format(day, "l j F")
