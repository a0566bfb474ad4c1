"""More time, asked for by those whose move it is: small first requests are granted by a rule, the rest by the office.

The answer goes by mail to whoever asked.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from workflow import messages, services
from workflow.journey import Setting
from workflow.models import ExtensionRequest, Prompt, Run
from workflow.reasons import in_words, is_reason
from workflow.refusals import NotReady, NotYours
from workflow.services.acting import FOR_THE_OFFICE, called, ended, roles_at_the_office
from workflow.services.writing import bring_up_to_date, locked
from workflow.state import change
from workflow.tracking import activity, note_activity

PROMPT = "more-time"


class Rules:
    """An edition may set its own values under the same names."""

    granted_at_once = Setting(
        42, "our default, no public source: days beyond the due date, six weeks of term, half a term"
    )


def may_ask_for_time(run: Run) -> bool:
    """Whether something is due from those outside, so that they may ask for more time."""
    is_theirs = run.declared_state.waits_for is run.journey.initial.waits_for
    return run.finished_at is None and run.paused_at is None and run.due_on is not None and is_theirs


@transaction.atomic
def ask_for_time(
    run: Run,
    *,
    wanted_on: dt.date,
    reason: str,
    words: str,
    by: Any,
    now: dt.datetime,
    asked_as: str = "",
) -> ExtensionRequest:
    """Ask for a later day. Who may ask is for the caller to decide.

    The first request of a run in a state, up to ``granted_at_once`` days beyond the due date, is granted at once; any other
    becomes a prompt for an officer. ``by`` None: asked by a personal link, as the address ``asked_as``. ``reason`` is a
    code of ``workflow.reasons``. Raises NotReady where nothing is due from them, a request is open, or for a wrong day.
    """
    (found,) = locked([run])
    _drop_overtaken(found, now=now)
    if refusal := _why_not_asked(found, wanted_on, reason, now=now):
        raise refusal
    due_on = found.due_on
    assert due_on is not None  # noqa: S101 - without one it was refused
    is_first = not ExtensionRequest.objects.filter(run=found, asked_at__gte=found.entered_at).exists()
    request = ExtensionRequest.objects.create(
        run=found,
        due_on=due_on,
        wanted_on=wanted_on,
        reason=reason,
        words=words.strip(),
        asked_by=by,
        asked_as=asked_as,
        asked_at=now,
    )
    small = dt.timedelta(days=Rules.granted_at_once.of(found.journey))
    if is_first and wanted_on <= due_on + small:
        _grant(request, found, to=wanted_on, by=None, now=now, note="")
    else:
        _prompt(request, found, now=now)
    note_activity([found.pk], what=activity.HEARD, now=now)
    bring_up_to_date([run], written=[found])
    return request


@transaction.atomic
def answer_request(
    request: ExtensionRequest,
    *,
    grant: bool,
    by: Any,
    now: dt.datetime,
    note: str,
    to: dt.date | None = None,
) -> ExtensionRequest:
    """Answer a request as an officer: give the day that was asked for, or another one, or say why not. A mail tells them.

    Raises NotReady when it was answered before, or has become pointless, or without words; NotYours.
    """
    (found,) = locked([request.run])
    asked = ExtensionRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    asked.run = found
    if not roles_at_the_office([found], by)[found.pk]:
        raise NotYours(FOR_THE_OFFICE)
    if asked.state != ExtensionRequest.OPEN:
        raise NotReady("This request was answered already. Look at the history to see how.")
    if not note.strip():
        raise NotReady("Write them a line: your words go with the answer.")
    if grant:
        _grant(asked, found, to=to or asked.wanted_on, by=by, now=now, note=note)
    else:
        _keep(asked, "refuse", by=by, now=now, answer=note)
        _tell(asked, "more_time_refused", now=now)
    _done(found, by=by, now=now)
    return asked


def open_request(run: Run) -> ExtensionRequest | None:
    """The request of a run that waits for an answer."""
    return (
        ExtensionRequest.objects.filter(run=run, state=ExtensionRequest.OPEN)
        .select_related("asked_by", "run")
        .first()
    )


def request_of(pk: int) -> ExtensionRequest | None:
    return ExtensionRequest.objects.select_related("asked_by", "run").filter(pk=pk).first()


def asker_of(request: ExtensionRequest) -> str:
    """Who asked, in words."""
    return str(request.asked_by) if request.asked_by else request.asked_as or "Somebody of theirs"


def _why_not_asked(run: Run, wanted_on: dt.date, reason: str, *, now: dt.datetime) -> NotReady | None:
    if refusal := ended(run):
        return refusal
    if run.paused_at:
        return NotReady(f"{called(run)} is paused: nothing is due until it goes on.")
    if run.due_on is None:
        return NotReady("Nothing is due on a day, so there is no day to move. Take the time you need.")
    if not may_ask_for_time(run):
        return NotReady("It is not your move now, so there is nothing for which you need more time.")
    return _wrong_with(run, run.due_on, wanted_on, reason, now=now)


def _wrong_with(
    run: Run, due_on: dt.date, wanted_on: dt.date, reason: str, *, now: dt.datetime
) -> NotReady | None:
    said = ""
    if waiting := open_request(run):
        asked = date_format(timezone.localtime(waiting.asked_at), "j F Y")
        said = f"More time was asked for on {asked} already. An officer answers by email."
    elif wanted_on <= timezone.localdate(now):
        said = "That day is not in the future. Give a day after today."
    elif wanted_on <= due_on:
        said = f"You have time until {date_format(due_on, 'j F Y')} already. Give a day after that."
    elif not is_reason(reason):
        said = "Choose the reason that comes nearest."
    return NotReady(said) if said else None


def _grant(request: ExtensionRequest, run: Run, *, to: dt.date, by: Any, now: dt.datetime, note: str) -> None:
    record = services.extend(run, to=to, reason=request.reason, actor=by, now=now, note=note or request.words)
    _keep(request, "grant", by=by, now=now, answer=note, record=record, by_rule=by is None)
    _tell(request, "more_time_granted", now=now)


def _keep(request: ExtensionRequest, step: str, *, by: Any, now: dt.datetime, **values: Any) -> None:
    kept = {"answered_by": by, "answered_at": now, **values}
    for name, value in kept.items():
        setattr(request, name, value)
    change(request, step, now=now, actor=by, fields=list(kept))


def _tell(request: ExtensionRequest, template: str, *, now: dt.datetime) -> None:
    """To whoever asked; nobody where neither person nor address is known."""
    to = request.asked_by.email if request.asked_by else request.asked_as
    if "@" not in to:
        return
    run = request.run
    messages.post(
        f"workflow/mails/{template}.txt",
        to=to,
        key=f"{template}:{request.pk}:{to}",
        context={
            "run": run,
            "journey": run.journey,
            "name": str(request.asked_by) if request.asked_by else "",
            "due_on": run.due_on,
            "wanted_on": request.wanted_on,
            "note": request.answer,
            "office_email": settings.OFFICE_EMAIL,
            "office_telephone": settings.OFFICE_TELEPHONE,
        },
        now=now,
        run=run,
    )


def _prompt(request: ExtensionRequest, run: Run, *, now: dt.datetime) -> None:
    wanted, due = (date_format(day, "j F Y") for day in (request.wanted_on, request.due_on))
    Prompt.objects.create(
        run=run,
        code=PROMPT,
        words=f"Asks for time until {wanted}, due {due}. {in_words(request.reason)}."[:300],
        href=reverse("workflow:answer_request", args=[request.pk]),
        made_at=now,
    )


def _done(run: Run, *, by: Any, now: dt.datetime) -> None:
    Prompt.objects.filter(run=run, code=PROMPT, done_at=None).update(done_at=now, done_by=by)


def _drop_overtaken(run: Run, *, now: dt.datetime) -> None:
    """A request from before the present step asks for nothing any more."""
    waiting = ExtensionRequest.objects.filter(
        run=run, state=ExtensionRequest.OPEN, asked_at__lt=run.entered_at
    ).first()
    if waiting:
        _keep(waiting, "withdraw", by=None, now=now)
        _done(run, by=None, now=now)
