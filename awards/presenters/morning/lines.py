"""The lines of a morning: a journey, something asked, a step that was promised."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from awards.models import ContactLog
from awards.presenters.lists import whose_move
from workflow.models import Prompt, Run
from workflow.presenters import short_day
from workflow.requests import PROMPT


@dataclass(frozen=True)
class Button:
    """A button at the end of a line: a place to go, or, with ``action``, something to post."""

    text: str
    href: str = ""
    action: str = ""


@dataclass(frozen=True)
class Line:
    """One thing to look at. ``what_href``: where it is done; ``officer``: who looks after it, "" for nobody."""

    text: str
    href: str
    what: str
    when: str
    officer: str = ""
    aside: str = ""
    what_href: str = ""
    who: str = ""  # whose move, as the component names it
    who_text: str = ""
    is_late: bool = False
    button: Button | None = None


def run_line(run: Run, today: dt.date) -> Line:
    late = (today - run.due_on).days if run.due_on else 0
    return Line(
        text=run.label,
        href=page_of(run),
        what=run.declared_state.label,
        who=run.waits_for,
        who_text=whose_move(run.waits_for),
        when=short_day(run.due_on),
        aside="1 day late" if late == 1 else f"{late:,} days late" if late > 0 else "",
        is_late=late > 0,
        officer=officer_of(run),
    )


def step_line(entry: ContactLog, today: dt.date) -> Line:
    run = entry.application.run if entry.application else None
    return Line(
        text=entry.subject.name,
        href=f"{page_of(run)}#log" if run else reverse("awards:next_steps"),
        what=entry.next_step,
        when=short_day(entry.next_on),
        is_late=bool(entry.next_on and entry.next_on < today),
        officer=str(entry.written_by),
        button=Button("Done", action=reverse("awards:next_step_done", args=[entry.pk])),
    )


def page_of(run: Run) -> str:
    return reverse("awards:run", args=[run.public_id])


def officer_of(run: Run) -> str:
    return str(run.officer) if run.officer else ""


def ask_line(prompt: Prompt) -> Line:
    """What is asked of the office, with the way to answer it."""
    is_request = prompt.code == PROMPT
    if is_request:
        button = Button("Answer", href=prompt.href)
    else:
        button = Button("Done", action=reverse("awards:prompt_done", args=[prompt.pk]))
    return Line(
        text=prompt.run.label,
        href=page_of(prompt.run),
        what=prompt.words,
        what_href="" if is_request else prompt.href,
        when=short_day(prompt.made_at),
        officer=officer_of(prompt.run),
        button=button,
    )
