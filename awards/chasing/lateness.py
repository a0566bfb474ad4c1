"""Our own lateness: before a day of ours passes, the school hears from a named person, with the new day."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from awards.models import Person
from awards.parties import OURS
from awards.queries import leads_of
from workflow import clock
from workflow.messages import Letter, post_many
from workflow.models import Message, Run
from workflow.refusals import NotReady
from workflow.services import extend

TELL_THE_SCHOOL = "tell-school"
"""The rung that asks an officer to write: five school days before a day of ours (our default, no public source)."""


def is_ours_to_keep(run: Run) -> bool:
    """Whether a day of ours is set, which the school may have to hear that we miss."""
    return run.finished_at is None and run.due_on is not None and run.waits_for in OURS


@transaction.atomic
def tell_of_lateness(run: Run, *, to: dt.date, words: str, by: Person, now: dt.datetime) -> list[Message]:
    """Set a later day for what we owe a school, and write to its lead and second contact, signed by the officer.

    Raises NotReady where nothing of ours is due, where nobody can be written to, and what ``extend`` raises.
    """
    if not is_ours_to_keep(run):
        raise NotReady(f"Nothing of ours is due to {run.label} on a day. Look at its page again.")
    leads = leads_of([run]).get(run.pk, [])
    if not leads:
        raise NotReady(f"Nobody leads {run.label} to whom we could write. Ring the school.")
    was = run.due_on
    record = extend(run, to=to, reason="waiting-for-us", actor=by, now=now, note=words)
    for prompt in clock.prompts_of(run):
        if prompt.code == TELL_THE_SCHOOL:
            clock.done(prompt, by=by, now=now)
    letters = [
        Letter(
            "awards/mails/our_lateness.txt",
            contact.person.email,
            f"our-lateness:{record.pk}:{contact.pk}",
            {
                "run": run,
                "name": contact.person.name,
                "was": was,
                "due_on": to,
                "words": words,
                "officer": str(by),
                "office_email": settings.OFFICE_EMAIL,
                "office_telephone": settings.OFFICE_TELEPHONE,
            },
            run,
        )
        for contact in leads
    ]
    return post_many(letters, now=now)
