"""A reminder that an officer sends by hand, to one school or many."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from awards.models import Contact
from awards.parties import SCHOOL
from awards.queries import leads_of
from awards.remarks import NUDGED
from workflow.acts import Act, ActForm, Judged, Values, register_act
from workflow.messages import Letter, post_many
from workflow.models import Run
from workflow.refusals import NotReady, NotYours, Refused
from workflow.services import FOR_THE_OFFICE, Outcome, annotate_many, roles_at_the_office, stale


class NudgeForm(ActForm):
    """The officer's own words go into the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].widget = forms.HiddenInput()
        self.fields["note"].label = "A line of your own to them (optional)"
        self.fields[
            "note"
        ].help_text = "It goes into the email, between what is asked next and how to reach you."
        self.fields["note"].required = False


def judge(runs: Sequence[Run], values: Values, *, actor: Any, now: dt.datetime) -> dict[int, Judged]:
    """To whom the reminder of each school would go."""
    leads = leads_of(runs)
    roles = roles_at_the_office(runs, actor)
    found = {}
    for run in runs:
        if refusal := _why_not(run, leads.get(run.pk, []), roles[run.pk]):
            found[run.pk] = Judged(tuple(refusal.reasons))
        else:
            to = ", ".join(contact.person.email for contact in leads[run.pk])
            found[run.pk] = Judged(shows=(("Email", "", f"to {to}"),))
    return found


@transaction.atomic
def nudge(
    runs: Sequence[Run],
    values: Values,
    *,
    actor: Any,
    now: dt.datetime,
    reason: str,
    note: str,
    batch: uuid.UUID | None = None,
    versions: Mapping[int, int] | None = None,
) -> Outcome:
    """Mail the lead and the second contact of each school what is asked of them next, with the officer's own line."""
    outcome, leads = Outcome(), leads_of(runs)
    roles = roles_at_the_office(runs, actor)
    for run in runs:
        refusal = stale(run, versions) or _why_not(run, leads.get(run.pk, []), roles[run.pk])
        if refusal:
            outcome.refused[run.pk] = refusal
    nudged = [run for run in runs if run.pk not in outcome.refused]
    outcome.records = annotate_many(nudged, NUDGED, actor=actor, now=now, note=note, batch=batch)
    letters = [
        _letter(run, contact, note=note, key=str(outcome.records[run.pk].pk), now=now)
        for run in nudged
        for contact in leads[run.pk]
    ]
    post_many(letters, now=now, is_reminder=True)
    return outcome


def _why_not(run: Run, leads: Sequence[Contact], role: str) -> Refused | None:
    if not role:
        return NotYours(FOR_THE_OFFICE)
    if run.finished_at or run.declared_state.waits_for is not SCHOOL:
        return NotReady(f"It is not {run.label}’s move, so there is nothing to remind it of.")
    if run.paused_at:
        return NotReady(f"{run.label} is paused. Resume it first.")
    if not leads:
        return NotReady(
            f"Nobody leads {run.label} to whom we could write. Ring the school, and invite a lead."
        )
    return None


def _letter(run: Run, contact: Contact, *, note: str, key: str, now: dt.datetime) -> Letter:
    return Letter(
        "awards/mails/nudge.txt",
        contact.person.email,
        f"nudge:{key}:{contact.person.email}",
        {
            "run": run,
            "name": contact.person.name,
            "asks": run.declared_state.asks,
            "due_on": run.due_on,
            "is_past": bool(run.due_on and run.due_on < timezone.localdate(now)),
            "note": note,
            "office_email": settings.OFFICE_EMAIL,
            "office_telephone": settings.OFFICE_TELEPHONE,
        },
        run,
    )


def make_known() -> None:
    """Add the act. Called once, when the application starts."""
    register_act(
        Act(
            "nudge",
            "Send a reminder",
            NudgeForm,
            judge,
            nudge,
            final="A reminder that has left cannot be taken back. One that has not can be recalled in the outbox.",
            hint="The lead and the second contact are told what is asked next, and by when.",
            may_mail=True,
        )
    )
