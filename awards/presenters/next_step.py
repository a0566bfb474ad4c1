"""The card that says what is asked next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from awards.journeys.artsmark_2018 import Artsmark2018
from awards.models import DevelopmentDay
from awards.parties import OFFICE
from awards.presenters.lists import whose_move
from workflow.deadlines import reason_of
from workflow.journey import State
from workflow.models import Run
from workflow.presenters import Move, Standing, TaskLine, day, left_until, moment


@dataclass(frozen=True)
class NextStep:
    """The card that says what is asked next, of whom, by when and why."""

    title: str
    why: str
    by: str
    left: str
    button: str
    href: str
    waiting: bool
    kicker: str
    by_word: str = ""
    asked: str = ""


def next_step(
    run: Run,
    standing: Standing,
    tasks: Sequence[TaskLine],
    moves: Sequence[Move],
    *,
    inside: bool,
    now: dt.datetime,
    day_booked: DevelopmentDay | None = None,
    asked: str = "",
    is_taken_up: bool = False,
) -> NextStep:
    """What is asked next. The button leads to the first thing undone, then to the move that it makes possible.

    day_booked: the development day that the school comes to. asked: what the office asked the school to look at
    again; is_taken_up: whether the school has written since.
    """
    state = standing.state
    if day_booked and run.state == Artsmark2018.day_booked.name:
        return _day_step(day_booked, tasks, moves, inside=inside, now=now)
    mine = [task for task in tasks if task.by_office == inside or state.waits_for is OFFICE]
    todo = next((task for task in mine if task.state == "todo"), None)
    is_their_turn = _is_their_turn(run, todo, inside=inside)
    holds_up = _what_holds_us_up(state, tasks, inside=inside)
    if holds_up:
        return _ask_for(holds_up)
    if not is_their_turn:
        title, (button, href) = _who_moves(standing, inside=inside), ("", "")
    elif inside and state.waits_for is not OFFICE and todo:
        title, (button, href) = f"{todo.title}.", (todo.title, todo.href)
    elif asked and not is_taken_up and mine:
        title, (button, href) = state.asks, (mine[0].title, mine[0].href)
    else:
        title, (button, href) = state.asks, _button(todo, moves)
    today = timezone.localdate(now)
    is_late = standing.due_on is not None and standing.due_on < today
    return NextStep(
        title=title,
        why=_why(run, is_late=is_late, is_theirs=is_their_turn and not inside),
        by=day(standing.due_on),
        by_word=_by_word(is_late=is_late, waiting=not is_their_turn),
        left=left_until(standing.due_on, today=today),
        button=button,
        href=href,
        waiting=not is_their_turn,
        kicker=_kicker(run, inside=inside, is_their_turn=is_their_turn),
        asked=asked,
    )


def _what_holds_us_up(state: State, tasks: Sequence[TaskLine], *, inside: bool) -> TaskLine | None:
    """What the school has still to do while it is the office's move, such as paying the fee."""
    if inside or state.waits_for is not OFFICE:
        return None
    return next((task for task in tasks if task.state == "todo" and not task.by_office), None)


def _ask_for(todo: TaskLine) -> NextStep:
    return NextStep(
        title=f"{todo.title}.",
        why="We have what you sent, and can go on with it when this is done.",
        by="",
        left="",
        button=todo.title,
        href=todo.href,
        waiting=False,
        kicker="What is asked of you next",
    )


def _is_their_turn(run: Run, todo: TaskLine | None, *, inside: bool) -> bool:
    if not inside:
        return run.declared_state.waits_for is run.journey.initial.waits_for
    return run.declared_state.waits_for is OFFICE or todo is not None


def _day_step(
    booked: DevelopmentDay,
    tasks: Sequence[TaskLine],
    moves: Sequence[Move],
    *,
    inside: bool,
    now: dt.datetime,
) -> NextStep:
    is_past = booked.ends_at < now
    todo = next((task for task in tasks if task.state == "todo" and not inside), None)
    if is_past:
        title = (
            "Record who came to the development day." if inside else "We are recording who came to your day."
        )
        why = "" if inside else "Then you hear from us by email, and your Statement of Commitment comes next."
    else:
        title = "Come to your development day, and bring your self-assessment with you."
        why = f"{booked.place}, {moment(booked.starts_at)} to {timezone.localtime(booked.ends_at):%H:%M}."
    waiting = inside != is_past
    button, href = ("", "") if waiting else _button(todo, moves if is_past else ())
    return NextStep(
        title=title,
        why=why,
        by=day(booked.starts_at),
        by_word="The day was on" if is_past else "On",
        left=left_until(timezone.localdate(booked.starts_at), today=timezone.localdate(now)),
        button=button,
        href=href,
        waiting=waiting,
        kicker=("Waiting for the school" if inside else "Nothing to do just now")
        if waiting
        else "What is asked of you next",
    )


def _why(run: Run, *, is_late: bool, is_theirs: bool) -> str:
    if is_late and is_theirs:
        return "The day has passed, but nothing is closed: you can still do it. Tell us if you need longer."
    rule = run.declared_state.due
    if rule is None or run.due_on is None:
        return ""
    from_when = reason_of(run)
    if from_when is None:
        return "As agreed with us."
    counted = f", and {from_when}" if from_when else ""
    return f"Because {rule.because}{counted}." if rule.because else ""


def _by_word(*, is_late: bool, waiting: bool) -> str:
    if waiting:
        return "We expected this by" if is_late else "We expect this by"
    return "It was due by" if is_late else "By"


def _kicker(run: Run, *, inside: bool, is_their_turn: bool) -> str:
    if is_their_turn:
        return "What is asked of you next"
    return f"Waiting for the {whose_move(run.waits_for).lower()}" if inside else "Nothing to do just now"


def _who_moves(standing: Standing, *, inside: bool) -> str:
    if inside:
        return standing.state.asks
    return {
        "office": "We are looking at what you sent. You will hear from us by email.",
        "assessor": "Assessors are reading your documents. You will hear from us by email.",
        "award_body": "The award body has what you sent, and writes to you. You see it here when it tells us.",
    }.get(standing.state.waits_for.code, f"We are waiting for the {standing.state.waits_for.label.lower()}.")


def _button(todo: TaskLine | None, moves: Sequence[Move]) -> tuple[str, str]:
    """The first thing to do; when all is done, the first move that is open."""
    if todo:
        return todo.title, todo.href
    for move in moves:
        if not move.reasons and not move.danger:
            return move.label, move.href
    return "", ""
