"""The head is written to by an officer's own act. The lead is told five school days before, and can still act.

No public source says when a head is written to: the five days are our default.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from awards.chasing.links import more_time_link, someone_else_link
from awards.models import Contact, HeadLetter, Person, Post
from awards.parties import SCHOOL
from awards.queries import leads_of
from awards.would_go import register_letters
from workflow import clock
from workflow.calendars import calendars_for
from workflow.clock.days import may_write
from workflow.messages import Letter, post_many
from workflow.models import Activity, ExtensionRequest, Run, TransitionRecord
from workflow.queries import stopped_addresses
from workflow.queue import Once, enqueue, task
from workflow.refusals import NotReady

DAYS_BEFORE = 5  # school days
TELLS_LEAD, TO_HEAD = "awards/mails/head_will_be_told.txt", "awards/mails/to_head.txt"
WORDS = (
    "We have written to {lead} about {programme} at {school}, and have not heard for a while. It may be that somebody"
    " else leads it now, or that there is no time for it this term. Either is fine. Please tell us whom we should talk"
    " to, or by when you can go on."
)


def may_write_to_head(run: Run) -> bool:
    """Whether it is the school that is waited for."""
    return run.finished_at is None and run.paused_at is None and run.waits_for == SCHOOL.code


def head_of(run: Run) -> Person | None:
    """The head teacher as far as known, by name and address."""
    posts = Post.objects.filter(
        subject__applications__run=run, role=Post.HEAD, until=None, person__is_active=True
    )
    post = posts.select_related("person").order_by("-since", "-pk").first()
    return post.person if post else None


def usual_words(run: Run) -> str:
    leads = _leads(run)
    lead = str(leads[0].person) if leads else "your school"
    return WORDS.format(lead=lead, programme=run.journey.title, school=run.label)


def letters_of_run(run: Run) -> list[HeadLetter]:
    """The letters to the head about a run, the newest first. One query."""
    return list(
        HeadLetter.objects.filter(run=run).select_related("written_by").order_by("-written_at", "-pk")[:4]
    )


def draft(run: Run, *, email: str, name: str, words: str, by: Person, now: dt.datetime) -> HeadLetter:
    """A letter as it would be kept. Raises NotReady where it cannot be written, with what to do instead."""
    leads = _leads(run)
    if not may_write_to_head(run):
        raise NotReady(f"Nothing is asked of {run.label} now. Look at its page again.")
    if not leads:
        raise NotReady(f"Nobody leads {run.label} to whom mail arrives. Ask who leads, or ring the school.")
    if email.lower() in {one.person.email.lower() for one in leads}:
        raise NotReady("That is an address of the lead or the second contact. Give the head’s own.")
    if email.lower() in stopped_addresses([email]):
        raise NotReady(f"Mail to {email} came back. Ask the school for another address, or ring.")
    if HeadLetter.objects.filter(run=run, state=HeadLetter.WAITING).exists():
        raise NotReady("A letter to the head waits already. Take it back first.")
    today = timezone.localdate(now)
    calendar = calendars_for([run.area])[run.area]
    return HeadLetter(
        run=run,
        email=email,
        name=name,
        words=words,
        due_on=run.due_on,
        goes_on=calendar.add_term_days(today, DAYS_BEFORE),
        written_by=by,
        written_at=now,
    )


@transaction.atomic
def write_to_head(run: Run, *, email: str, name: str, words: str, by: Person, now: dt.datetime) -> HeadLetter:
    """Tell the lead and the second contact at once, and the head five school days later. Raises NotReady."""
    locked = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    letter = draft(locked, email=email, name=name, words=words, by=by, now=now)
    letter.save(force_insert=True)
    post_many(letters_to_leads(letter), now=now)
    return letter


def letters_to_leads(letter: HeadLetter) -> list[Letter]:
    return [
        Letter(
            TELLS_LEAD,
            contact.person.email,
            f"head-will-be-told:{letter.pk}:{contact.pk}",
            {
                **_words_of(letter),
                "name": contact.person.name,
                "goes_on": letter.goes_on,
                "email": letter.email,
                "more_time": more_time_link(contact),
                "someone_else": someone_else_link(contact),
            },
            letter.run,
        )
        for contact in _leads(letter.run)
    ]


def letter_to_head(letter: HeadLetter) -> Letter:
    leads = _leads(letter.run)
    context = {
        **_words_of(letter),
        "name": letter.name or "head teacher",
        "lead": str(leads[0].person) if leads else "",
        "told_on": timezone.localdate(letter.written_at),
    }
    return Letter(TO_HEAD, letter.email, f"to-head:{letter.pk}", context, letter.run)


@transaction.atomic
def take_back(pk: int, *, now: dt.datetime) -> HeadLetter:
    """An officer thought better of it. Raises NotReady where it has gone already."""
    letter = HeadLetter.objects.select_for_update(of=("self",)).select_related("run").get(pk=pk)
    if letter.state != HeadLetter.WAITING:
        raise NotReady("This letter does not wait any more. Look at the journey again.")
    _end(letter, "the office took it back", now=now)
    return letter


def what_happened(letter: HeadLetter, *, today: dt.date) -> str:
    """Why a waiting letter need not go any more, in words; empty where the school was silent."""
    run, since = letter.run, letter.written_at
    moved = TransitionRecord.objects.filter(run=run, recorded_at__gt=since)
    heard = Activity.objects.filter(run=run, last_at__gt=since)
    asked = ExtensionRequest.objects.filter(run=run, state=ExtensionRequest.OPEN)
    found: Sequence[tuple[str, Callable[[], bool]]] = (
        ("the journey has ended", lambda: run.finished_at is not None),
        ("the journey is paused", lambda: run.paused_at is not None),
        ("they asked for more time", asked.exists),
        ("we heard from the school", heard.exists),
        ("the journey moved on, or got another day", lambda: run.due_on != letter.due_on or moved.exists()),
        ("reminders about it rest", lambda: clock.rests_through(run, today=today) is not None),
    )
    return next((why for why, is_so in found if is_so()), "")


def enqueue_due(*, now: dt.datetime) -> int:
    """Hand over the letters whose day has come, a job for each. Answers how many."""
    today = timezone.localdate(now)
    due = HeadLetter.objects.filter(state=HeadLetter.WAITING, goes_on__lte=today).order_by("pk")
    keys = list(due.values_list("pk", flat=True))
    for pk in keys:
        enqueue(send_letter, pk, now.isoformat(), key=f"head-letter:{pk}:{today}", now=now)
    return len(keys)


@task
def send_letter(once: Once, pk: int, moment: str) -> None:
    """One letter, together with the end of its job."""
    with once.finishing():
        send_or_call_off(pk, now=dt.datetime.fromisoformat(moment))


@transaction.atomic
def send_or_call_off(pk: int, *, now: dt.datetime) -> None:
    """Write to the head, or call it off where something happened since. On a quiet day it goes on waiting."""
    letter = HeadLetter.objects.select_for_update(of=("self",)).select_related("run").get(pk=pk)
    today = timezone.localdate(now)
    if letter.state != HeadLetter.WAITING or letter.goes_on > today:
        return
    if why := what_happened(letter, today=today):
        _end(letter, why, now=now)
    elif _may_go(letter, today):
        letter.send()
        letter.ended_at = now
        letter.save(update_fields=["state", "ended_at"])
        post_many([letter_to_head(letter)], now=now)


def register_heads() -> None:
    """Have waiting letters looked at by the clock, and told in dry runs. Called once, when the application starts."""
    clock.register_daily("heads", lambda now: enqueue_due(now=now))
    register_letters("heads", _letters_on)


def _letters_on(day: dt.date, now: dt.datetime) -> list[Letter]:
    waiting = HeadLetter.objects.filter(state=HeadLetter.WAITING, goes_on__lte=day).select_related("run")
    return [
        letter_to_head(letter)
        for letter in waiting.order_by("pk")
        if _may_go(letter, day) and not what_happened(letter, today=day)
    ]


def _may_go(letter: HeadLetter, day: dt.date) -> bool:
    run = letter.run
    return may_write(day, calendars_for([run.area])[run.area], run.kind)


def _end(letter: HeadLetter, why: str, *, now: dt.datetime) -> None:
    letter.call_off()
    letter.why, letter.ended_at = why, now
    letter.save(update_fields=["state", "why", "ended_at"])


def _leads(run: Run) -> Sequence[Contact]:
    """The lead first. Those to whom mail comes back are left out."""
    found = leads_of([run]).get(run.pk, [])
    stopped = stopped_addresses(one.person.email for one in found)
    reached = [one for one in found if one.person.email.lower() not in stopped]
    return sorted(reached, key=lambda one: one.role != Contact.LEAD)


def _words_of(letter: HeadLetter) -> dict[str, Any]:
    return {
        "run": letter.run,
        "words": letter.words,
        "asks": letter.run.declared_state.asks,
        "due_on": letter.due_on,
        "officer": str(letter.written_by),
        "office_email": settings.OFFICE_EMAIL,
        "office_telephone": settings.OFFICE_TELEPHONE,
    }


def standing_of(letter: HeadLetter) -> str:
    """What became of a letter, in a sentence."""
    if letter.state == HeadLetter.WAITING:
        day = date_format(letter.goes_on, "j F Y")
        return f"We write to the head ({letter.email}) on {day}, unless something happens before."
    if letter.state == HeadLetter.SENT:
        return f"Sent to the head ({letter.email}), signed by {letter.written_by}."
    return f"Not sent to the head ({letter.email}): {letter.why}."
