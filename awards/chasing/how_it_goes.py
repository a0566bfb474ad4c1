"""What a lead answers to the question of the term, and what follows. An answer never ends a journey."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from awards.chasing.answers import somebody_else_leads
from awards.chasing.links import question_key, still_theirs
from awards.models import CheckIn
from workflow import clock
from workflow.calendars import calendars_for
from workflow.messages import LinkIsOver
from workflow.models import Respite, Run
from workflow.refusals import NotReady
from workflow.tracking import activity, note_activity

REST_DAYS = 5  # school days
MAY_CHANGE = dt.timedelta(days=7)
ASKED_FOR_HELP, MUST_STOP = "asked-for-help", "must-stop"
PROMPTS = {
    CheckIn.HELP: (ASKED_FOR_HELP, "Ring them: they asked for help."),
    CheckIn.MUST_STOP: (MUST_STOP, "They say they must stop. Ring them: nothing is closed."),
}


def check_in_by_link(token: str) -> CheckIn:
    """The question that a link was written to. Raises LinkIsOver, also where the part or the journey has ended."""
    found = (
        CheckIn.objects.select_related("contact__person", "run__officer")
        .select_related("contact__application__run", "contact__application__subject")
        .filter(pk=question_key(token))
        .first()
    )
    if found is None:
        raise LinkIsOver("This link is not complete. Open it from the email again, or write to us.")
    still_theirs(found.contact)
    return found


def check_ins_of(run: Run, *, at_most: int = 6) -> list[CheckIn]:
    """What was asked about a run and answered, the newest first. One query."""
    found = CheckIn.objects.filter(run=run).select_related("contact__person")
    return list(found.order_by("-asked_at", "-pk")[:at_most])


def last_day_to_change(check_in: CheckIn) -> dt.date | None:
    """Through which day an answer may be changed; None while there is none."""
    return timezone.localdate(check_in.answered_at + MAY_CHANGE) if check_in.answered_at else None


def may_answer(check_in: CheckIn, *, now: dt.datetime) -> bool:
    last = last_day_to_change(check_in)
    return last is None or timezone.localdate(now) <= last


@transaction.atomic
def answer_question(check_in: CheckIn, *, answer: str, words: str, now: dt.datetime) -> CheckIn:
    """Keep an answer, and do what it asks for; what an earlier, different one brought is taken back.

    Raises NotReady once a week has passed since the first answer, and what a change of lead raises.
    """
    kept = CheckIn.objects.select_for_update(of=("self",)).select_related("run").get(pk=check_in.pk)
    if not may_answer(kept, now=now):
        day = date_format(timezone.localdate(kept.answered_at), "j F Y")
        raise NotReady(
            f"You answered on {day}, and an answer can be changed for a week. Ring or write to us."
        )
    if (kept.answer, kept.words) == (answer, words):
        return kept
    _take_back(kept, unless=answer, by=check_in, now=now)
    kept.respite = None
    if answer in (CheckIn.ON_TRACK, CheckIn.BEHIND):
        kept.respite = _rest(check_in, answer, now=now)
    elif answer in PROMPTS:
        code, asks = PROMPTS[answer]
        said = f" {check_in.contact.person} wrote: {words}" if words else ""
        clock.prompt(kept.run, code, words=f"{asks}{said}", now=now)
    elif kept.answer != answer:
        somebody_else_leads(check_in.contact, name="", email="", words=words, now=now)
    kept.answer, kept.words = answer, words
    kept.answered_at = kept.answered_at or now
    kept.save(update_fields=["answer", "words", "answered_at", "respite"])
    note_activity([kept.run_id], what=activity.HEARD, now=now)
    return kept


def _rest(check_in: CheckIn, answer: str, *, now: dt.datetime) -> Respite:
    run = check_in.run
    through = calendars_for([run.area])[run.area].add_term_days(timezone.localdate(now), REST_DAYS)
    return clock.rest(run, through=through, why=answer, by=check_in.contact.person, now=now)


def _take_back(kept: CheckIn, *, unless: str, by: CheckIn, now: dt.datetime) -> None:
    if kept.respite_id:
        Respite.objects.filter(pk=kept.respite_id).delete()
        if kept.run.look_on:
            clock.look_again(kept.run_id, now=now)
    if kept.answer in PROMPTS and kept.answer != unless:
        for prompt in clock.prompts_of(kept.run):
            if prompt.code == PROMPTS[kept.answer][0]:
                clock.done(prompt, by=by.contact.person, now=now)
