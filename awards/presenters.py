"""Runs, fees and schools in words for the business's pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from awards.models import Application, Invoice, RegisterEntry, Subject
from awards.parties import PARTIES
from awards.services.money import owed_on
from awards.wording import pounds
from workflow.models import Run
from workflow.options import Option
from workflow.presenters import Move, TaskLine, day, left_until, moves_of, short_day, tasks_of, waiting_since

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
    run: Run, tasks: Sequence[TaskLine], moves: Sequence[Move], *, inside: bool, now: dt.datetime
) -> NextStep:
    """What is asked next. The button leads to the first thing undone, then to the move that it makes possible."""
    state = run.declared_state
    is_office_turn = state.waits_for.code == "office"
    is_their_turn = is_office_turn if inside else state.waits_for is run.journey.initial.waits_for
    button, href = _button(tasks, moves) if is_their_turn else ("", "")
    return NextStep(
        title=state.asks if is_their_turn else _who_moves(run, inside=inside),
        why=f"Because {state.due.because}." if state.due and state.due.because else "",
        by=day(run.due_on),
        left=left_until(run.due_on, today=timezone.localdate(now)),
        button=button,
        href=href,
        waiting=not is_their_turn,
        kicker="What is asked of you next" if is_their_turn else "Nothing to do just now",
    )


def _who_moves(run: Run, *, inside: bool) -> str:
    party = whose_move(run.waits_for)
    if inside:
        return f"{party}: {run.declared_state.asks}"
    return {
        "office": "We are looking at what you sent. You will hear from us by mail.",
        "assessor": "Assessors are reading your documents. You will hear from us by mail.",
    }.get(run.waits_for, f"It is the move of: {party.lower()}.")


def _button(tasks: Sequence[TaskLine], moves: Sequence[Move]) -> tuple[str, str]:
    for move in moves:
        if not move.reasons and not move.danger:
            return move.label, move.href
    for task in tasks:
        if task.state == "todo":
            return task.title, task.href
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


def card_of(run: Run, *, now: dt.datetime) -> dict[str, Any]:
    """A school's own journey on its first page."""
    state = run.declared_state
    return {
        "title": f"{run.journey.title}: {run.label}",
        "href": reverse("awards:run", args=[run.public_id]),
        "step": state.outside_label,
        "asks": state.asks if state.waits_for is run.journey.initial.waits_for else "",
        "since": waiting_since(run, now=now),
        "by": day(run.due_on),
        "is_over": run.finished_at is not None,
    }


def page_parts(
    run: Run, options: Mapping[int, Sequence[Option]], *, inside: bool, now: dt.datetime
) -> dict[str, Any]:
    """Tasks, buttons and the card of a run's page."""
    tasks = tasks_of(run)
    moves = moves_of(run, options[run.pk])
    card = next_step(run, tasks, moves, inside=inside, now=now)
    return {
        "tasks": tasks,
        "done": sum(task.state == "done" for task in tasks),
        "card": card,
        "moves": [move for move in moves if not move.reasons and not move.danger and move.href != card.href],
        "endings": [move for move in moves if not move.reasons and move.danger],
        "waiting_moves": [move for move in moves if move.reasons and not move.danger],
    }


def subject_facts(application: Application, entry: RegisterEntry | None) -> list[dict[str, str]]:
    """The rows that say who or what the journey is about."""
    subject = application.subject
    if subject.kind == Subject.ENQUIRER:
        return [{"key": "Name", "value": subject.name}, {"key": "E-mail", "value": subject.enquirer.email}]
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
        Invoice.RAISED: "Not sent yet",
        Invoice.SENT: "Sent",
        Invoice.PART_PAID: "Paid in part",
        Invoice.PAID: "Paid",
    }[invoice.state]
    return [
        {"key": "Invoice", "value": invoice.number},
        {"key": "Amount", "value": pounds(invoice.amount)},
        {"key": "Still owed", "value": pounds(owed)},
        {"key": "State", "value": f"{state}, overdue" if invoice.is_overdue(today) else state},
        {"key": "Due", "value": day(invoice.due_on)},
    ]
