"""The brief of a new lead: promised, done, next, and whom to ring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from awards import queries
from awards.models import Application, Booking, Person
from awards.papers.artsmark_2018 import COMMITMENT
from awards.presenters.facts import fee_facts
from awards.presenters.run_page import page_parts
from documents import content
from documents.presenters import AnswerView, sections_view, submission_view
from documents.queries import document_of, form_in_journey, submissions_by_form, submissions_of, values_of
from workflow.models import Run
from workflow.options import options_for
from workflow.presenters import day, path_of


@dataclass(frozen=True)
class Promise:
    """What the school said that it would do. ``goals`` come first; the rest of the answers is ``others``."""

    title: str
    standing: str
    is_draft: bool
    goals: tuple[AnswerView, ...]
    others: tuple[AnswerView, ...]
    number: int = 0

    @property
    def form_code(self) -> str:
        return COMMITMENT.code


@dataclass(frozen=True)
class DayDone:
    """A development day that somebody of the school went to, or is going to."""

    when: str
    place: str
    people: tuple[str, ...]


def brief_of(application: Application, *, person: Person, now: dt.datetime) -> dict[str, Any]:
    """All that the page shows: the school's words, whoever reads it."""
    run = application.run
    records = queries.history_of(run)
    bookings = queries.bookings_of(application)
    parts = page_parts(
        run,
        records,
        options_for([run], actor=person),
        inside=False,
        now=now,
        bookings=bookings,
        is_taken_up=queries.has_written_since(run, run.entered_at),
    )
    invoice = queries.live_invoice(application)
    return {
        "school": application.subject.name,
        "stops": path_of(run, records),
        "promise": promise_of(run),
        "days": [_day_done(booking) for booking in bookings],
        "submitted": [(it.content["title"], day(it.submitted_at)) for it in submissions_of(run)],
        "contacts": queries.contacts_of(application),
        "fee": fee_facts(invoice, today=timezone.localdate(now)) if invoice else [],
        "card": parts["card"],
        "tasks": parts["tasks"],
        "officer": str(run.officer) if run.officer else "",
        "office": settings.OFFICE_NAME,
        "is_over": run.finished_at is not None,
        "today": day(now),
    }


def promise_of(run: Run) -> Promise | None:
    """The goals and answers of the Statement of Commitment: as handed in, else as it stands in the draft."""
    handed_in = submissions_by_form(run).get(COMMITMENT.code)
    if handed_in is not None:
        view = submission_view(handed_in)
        goals, others = _sorted([answer for section in view.sections for answer in section.answers])
        return Promise(view.title, view.meta, False, goals, others, number=view.number)
    form = form_in_journey(run.journey, COMMITMENT.code)
    document = document_of(run, form) if form else None
    if form is None or document is None:
        return None
    laid = sections_view(content.laid_out(form, values_of(document)))
    goals, others = _sorted([answer for section in laid for answer in section.answers])
    if not (goals or others):
        return None
    return Promise(form.title, "A draft: nothing is promised until it is submitted.", True, goals, others)


def _sorted(answers: Sequence[AnswerView]) -> tuple[tuple[AnswerView, ...], tuple[AnswerView, ...]]:
    """Those that were given: goals, which have parts, and the others."""
    given = [answer for answer in answers if answer.words]
    return tuple(it for it in given if it.is_group), tuple(it for it in given if not it.is_group)


def _day_done(booking: Booking) -> DayDone:
    said = {True: "came", False: "did not come", None: "is coming"}
    return DayDone(
        when=day(booking.day.starts_at),
        place=booking.day.place,
        people=tuple(
            f"{it.name}, {it.get_post_display().lower()}: {said[it.attended]}"
            for it in booking.attendees.all()
        ),
    )
