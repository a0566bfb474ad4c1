"""Runs, fees and schools in words for the business's pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from awards.journeys.artsmark_2018 import Artsmark2018
from awards.models import Application, Booking, DevelopmentDay, Invoice, RegisterEntry, Subject
from awards.parties import OFFICE, PARTIES
from awards.services.money import owed_on
from awards.wording import pounds
from workflow.journey import State
from workflow.models import Run, TransitionRecord
from workflow.options import Option
from workflow.presenters import (
    Move,
    Standing,
    Stop,
    TaskLine,
    day,
    left_until,
    moment,
    moves_of,
    short_day,
    standing_of,
    tasks_of,
    waiting_since,
)

_PARTY_LABELS = {party.code: party.label for party in PARTIES}


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


@dataclass(frozen=True)
class Row:
    """A line of the office's list."""

    label: str
    href: str
    programme: str
    step: str
    who: str
    who_text: str
    since: str
    days: int
    due: str
    is_overdue: bool


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
        why=_why(state, is_late=is_late, is_theirs=is_their_turn and not inside),
        by=day(standing.due_on),
        by_word=_by_word(is_late=is_late, waiting=not is_their_turn),
        left=left_until(standing.due_on, today=today),
        button=button,
        href=href,
        waiting=not is_their_turn,
        kicker=_kicker(run, inside=inside, is_their_turn=is_their_turn),
        asked=asked,
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
    button, href = ("", "") if waiting else _button(todo, moves)
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


def _why(state: State, *, is_late: bool, is_theirs: bool) -> str:
    if is_late and is_theirs:
        return "The day has passed, but nothing is closed: you can still do it. Tell us if you need longer."
    return f"Because {state.due.because}." if state.due and state.due.because else ""


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
    }.get(standing.state.waits_for.code, f"We are waiting for the {standing.state.waits_for.label.lower()}.")


def _button(todo: TaskLine | None, moves: Sequence[Move]) -> tuple[str, str]:
    """The first thing to do; when all is done, the first move that is open."""
    if todo:
        return todo.title, todo.href
    for move in moves:
        if not move.reasons and not move.danger:
            return move.label, move.href
    return "", ""


def whose_move(code: str) -> str:
    return _PARTY_LABELS.get(code, code)


def row_of(run: Run, *, now: dt.datetime) -> Row:
    today = timezone.localdate(now)
    return Row(
        label=run.label,
        href=reverse("awards:run", args=[run.public_id]),
        programme=run.journey.title,
        step=run.declared_state.label,
        who=run.waits_for,
        who_text=whose_move(run.waits_for),
        since=short_day(run.entered_at),
        days=(today - timezone.localdate(run.entered_at)).days,
        due=short_day(run.due_on),
        is_overdue=bool(run.due_on and run.due_on < today),
    )


def counts_of(counts: Mapping[str, int]) -> list[dict[str, str]]:
    """How many open journeys wait for whom, each with its list, the most first."""
    board = reverse("awards:board")
    return [
        {"text": f"{whose_move(code)} {number}", "href": f"{board}?move={code}"}
        for code, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def card_of(run: Run, *, now: dt.datetime) -> dict[str, Any]:
    """A school's own journey on its first page."""
    state = run.declared_state
    is_theirs = state.waits_for is run.journey.initial.waits_for
    return {
        "title": f"{run.journey.title}: {run.label}",
        "href": reverse("awards:run", args=[run.public_id]),
        "step": state.outside_label,
        "asks": state.asks if is_theirs else "",
        "since": waiting_since(run, now=now) if is_theirs else "",
        "on": day(run.finished_at),
        "by": day(run.due_on) if is_theirs else "",
        "is_over": run.finished_at is not None,
    }


def page_parts(
    run: Run,
    records: Sequence[TransitionRecord],
    options: Mapping[int, Sequence[Option]],
    *,
    inside: bool,
    now: dt.datetime,
    bookings: Sequence[Booking] = (),
    is_taken_up: bool = False,
) -> dict[str, Any]:
    """Tasks, buttons and the card of a run's page. ``records``: the newest first."""
    tasks = tasks_of(run, inside=inside)
    moves = moves_of(run, options[run.pk])
    standing = standing_of(run, records, inside=inside)
    card = next_step(
        run,
        standing,
        tasks,
        moves,
        inside=inside,
        now=now,
        day_booked=_day_to_come_or_record(bookings),
        asked="" if inside else _asked_again(run, records),
        is_taken_up=is_taken_up,
    )
    return {
        "tasks": tasks,
        "done": sum(task.state == "done" for task in tasks),
        "card": card,
        "moves": [move for move in moves if not move.reasons and not move.danger and move.href != card.href],
        "endings": [move for move in moves if not move.reasons and move.danger],
        "waiting_moves": [move for move in moves if move.reasons and not move.danger],
    }


def _day_to_come_or_record(bookings: Sequence[Booking]) -> DevelopmentDay | None:
    for booking in bookings:
        if any(attendee.attended is None for attendee in booking.attendees.all()):
            return booking.day
    return None


def _asked_again(run: Run, records: Sequence[TransitionRecord]) -> str:
    """The words with which the office gave the move back to the school, when that was the last thing that happened."""
    last = records[0]
    move = run.journey.transitions.get(last.transition)
    gives_back = run.declared_state.waits_for is run.journey.initial.waits_for
    if move is None or not move.needs_note or not gives_back or not hasattr(last, "note"):
        return ""
    return str(last.note.text)


def way_ahead() -> list[Stop]:
    """The whole path, as somebody sees it who has not begun."""
    return [Stop(label, "ahead") for label in Artsmark2018.stops()]


def subject_facts(application: Application, entry: RegisterEntry | None) -> list[dict[str, str]]:
    """The rows that say who or what the journey is about."""
    subject = application.subject
    if subject.kind == Subject.ENQUIRER:
        return [{"key": "Name", "value": subject.name}, {"key": "Email", "value": subject.enquirer.email}]
    rows = [{"key": "Name", "value": subject.name}]
    if entry:
        rows += [
            {"key": "URN", "value": str(entry.urn)},
            {"key": "Type", "value": entry.type_name},
            {
                "key": "Address",
                "value": ", ".join(part for part in (entry.street, entry.town, entry.postcode) if part),
            },
        ]
    if subject.area:
        rows.append({"key": "Local authority", "value": subject.area.name})
    return [
        *rows,
        {"key": "Pupils on roll", "value": "" if application.pupils is None else str(application.pupils)},
    ]


def fee_facts(invoice: Invoice, *, today: dt.date) -> list[dict[str, str]]:
    """The rows of an invoice."""
    owed = Decimal(0) if invoice.state == Invoice.PAID else owed_on(invoice)
    state = {
        Invoice.RAISED: "Invoice not sent yet",
        Invoice.SENT: "Not paid yet",
        Invoice.PART_PAID: "Paid in part",
        Invoice.PAID: "Paid",
    }[invoice.state]
    return [
        {"key": "Invoice", "value": invoice.number},
        {"key": "Amount", "value": pounds(invoice.amount)},
        {"key": "Still owed", "value": pounds(owed)},
        {"key": "Payment", "value": f"{state}, overdue" if invoice.is_overdue(today) else state},
        {"key": "Due", "value": day(invoice.due_on)},
    ]
