"""The morning by mail: for each person at the office who wants it, on working days, and never when there is nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from awards import morning as reads
from awards.models import Person
from awards.morning import Days
from awards.presenters.morning import EVERYONE, MINE, Part, Whose, parts_of, weekday
from awards.queries import people_at_the_office
from awards.would_go import register_letters
from workflow.clock import register_daily
from workflow.clock.sweeping import MORNING
from workflow.messages import Letter, post_many, recall_older
from workflow.models import Message

TEMPLATE = "awards/mails/digest.txt"
IN_A_SUBJECT = {"ours": "late of ours", "late": "newly late", "asks": "to answer", "incidents": "broken"}


@transaction.atomic
def post_digests(*, now: dt.datetime) -> list[Message]:
    """Post the mails of a day, each once; none where the office does not work. They leave in the morning.

    One of an earlier day that has not left yet (the post was stopped, or no worker ran) is recalled: today's says it all.
    The number of statements does not grow with the people.
    """
    if not reads.is_working_day(timezone.localdate(now)):
        return []
    letters = digests_of(now=now)
    recall_older(TEMPLATE, than=[letter.key for letter in letters], by=None, now=now)
    return post_many(letters, now=now, hold=_until_morning(now))


def digests_of(*, now: dt.datetime) -> list[Letter]:
    """The mails of a day, of those who have something to look at."""
    people = [person for person in people_at_the_office() if person.wants_digest]
    if not people:
        return []
    days = reads.days_of(now)
    keys = [person.pk for person in people]
    looks_after, managers = reads.officers_with_journeys(keys), reads.managers_among(keys)
    own = reads.mornings_of(looks_after, days=days, now=now)
    everyones = reads.everyones_morning(days=days, now=now)
    late = reads.late_by_officer(now=now)
    letters = []
    for person in people:
        is_own = person.pk in looks_after
        found = own[person.pk] if is_own else everyones
        ours_of_all = everyones.ours if is_own and person.pk in managers else None
        if found.is_empty and not (ours_of_all and ours_of_all.number):
            continue
        number = late.get(person.pk, 0) if is_own else sum(late.values())
        whose = Whose(MINE if is_own else EVERYONE)
        parts = parts_of(found, whose, now=now, late=number, ours_of_all=ours_of_all)
        nobodys = late.get(None, 0) if is_own else 0
        letters.append(_letter(person, parts, nobodys=nobodys, days=days))
    return letters


def letters_of(day: dt.date, now: dt.datetime) -> list[Letter]:
    """For a dry run: the mails of a day, if nothing else happens until then."""
    if not reads.is_working_day(day):
        return []
    morning = timezone.make_aware(dt.datetime.combine(day, dt.time(MORNING)))
    return digests_of(now=morning if day > timezone.localdate(now) else now)


def words_of(name: str, parts: list[Part], *, nobodys: int, today: dt.date) -> dict[str, Any]:
    """The fields of the mail."""
    full = [part for part in parts if part.number]
    said = [f"{part.number:,} {IN_A_SUBJECT[part.code]}" for part in full if part.code in IN_A_SUBJECT]
    return {
        "name": name,
        "day": weekday(today),
        "summary": ", ".join(said) or "what comes this week",
        "parts": [_part(part) for part in full],
        "nobodys": nobodys,
    }


def register_digest() -> None:
    """Have it done each day, and told in dry runs. Called once, when the application starts."""
    register_daily("digest", _of_the_day)
    register_letters("digest", letters_of)


def _of_the_day(now: dt.datetime) -> None:
    """A job that waited until its day was over does nothing: the mail of the day on which it runs says it all."""
    if timezone.localdate() <= timezone.localdate(now):
        post_digests(now=now)


def _letter(person: Person, parts: list[Part], *, nobodys: int, days: Days) -> Letter:
    context = words_of(person.name, parts, nobodys=nobodys, today=days.today)
    return Letter(TEMPLATE, person.email, f"digest:{person.pk}:{days.today.isoformat()}", context)


def _part(part: Part) -> Mapping[str, Any]:
    return {
        "title": part.title,
        "number": part.number,
        "lines": [
            {
                "text": line.text,
                "what": line.what,
                "when": ", ".join(filter(None, [line.when, line.aside])),
                "href": line.href,
            }
            for line in part.lines
        ],
        "left_out": part.left_out,
        "more": part.more if part.left_out else [],
    }


def _until_morning(now: dt.datetime) -> dt.timedelta | None:
    local = timezone.localtime(now)
    return local.replace(hour=MORNING, minute=0, second=0) - local if local.hour < MORNING else None
