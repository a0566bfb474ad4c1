"""Once a term a lead is asked how it goes, in one mail. Sent by the clock; answered without signing in.

The third week of term, the five answers, the four weeks and the five days of rest are our default, no public source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from awards.chasing.links import question_link
from awards.models import Contact
from awards.parties import SCHOOL
from awards.queries import leads_of
from awards.would_go import register_letters
from workflow.calendar import Calendar
from workflow.calendars import calendars_for
from workflow.clock import register_daily
from workflow.clock.budget import Budget, locked_budget
from workflow.clock.sweeping import MORNING
from workflow.messages import Letter, post_many
from workflow.models import Message, Run
from workflow.queries import stopped_addresses
from workflow.queue import Once, enqueue, task

TEMPLATE = "awards/mails/term_question.txt"
THIRD_WEEK = dt.timedelta(weeks=2)
WINDOW = dt.timedelta(weeks=2)  # the third week and the one after it
FAR_OFF = dt.timedelta(weeks=4)  # what is due sooner is reminded of anyway
PAGE = 200


def ask_everybody(*, now: dt.datetime) -> int:
    """Hand over the day's questions, a job for each page of schools. Answers how many pages.

    Nothing is asked where ``settings.TERM_QUESTION`` is off, nor outside the third and fourth week of a term. Whoever
    was asked this term is not asked again, and who could not be written to on one day may be on the next.
    """
    today = timezone.localdate(now)
    jobs = 0
    for ids in _pages(_terms_on(today), today=today):
        key = f"term-question:{today}:{ids[0]}"
        enqueue(ask_page, ",".join(map(str, ids)), now.isoformat(), key=key, now=now)
        jobs += 1
    return jobs


@task
def ask_page(once: Once, keys: str, moment: str) -> None:
    """Ask the leads of one page of schools, in one transaction with the end of the job."""
    with once.finishing():
        ask([int(key) for key in keys.split(",")], now=dt.datetime.fromisoformat(moment))


@transaction.atomic
def ask(ids: Sequence[int], *, now: dt.datetime) -> list[Message]:
    """Write the questions of these runs, each once a term, whoever else does so at the same time.

    The number of statements does not grow with the runs.
    """
    today = timezone.localdate(now)
    terms = _terms_on(today)
    leads = _leads(_chosen(terms, today=today, ids=ids), today=today)
    budget = locked_budget([lead.person.email for lead in leads.values()], now=now)
    fitting = {run: lead for run, lead in leads.items() if budget.take(lead.person.email)}
    made = _kept(fitting, terms, now=now)
    letters = [
        _letter(run, lead, terms[run.area], made[run.pk]) for run, lead in fitting.items() if run.pk in made
    ]
    return post_many(letters, now=now, is_reminder=True, hold=_until_morning(now))


def letters_of(day: dt.date, now: dt.datetime) -> list[Letter]:
    """For a dry run: the questions of a day, if nothing else happens until then."""
    terms, letters = _terms_on(day), []
    moment = max(now, timezone.make_aware(dt.datetime.combine(day, dt.time(MORNING))))
    for ids in _pages(terms, today=day):
        leads = _leads(_chosen(terms, today=day, ids=ids), today=day)
        budget = Budget([lead.person.email for lead in leads.values()], now=moment)
        letters += [
            _letter(run, lead, terms[run.area], 0)
            for run, lead in leads.items()
            if budget.take(lead.person.email)
        ]
    return letters


def term_asked_on(day: dt.date, calendar: Calendar) -> str:
    """The term whose question goes on a day, such as "2025-autumn"; empty on all other days.

    Weeks begin on Monday; the first is the one in which the term begins.
    """
    term = calendar.term_of(day)
    if term is None or not calendar.is_term_day(day):
        return ""
    begins = term.begins - dt.timedelta(days=term.begins.weekday()) + THIRD_WEEK
    return f"{term.academic_year}-{term.name}" if begins <= day < begins + WINDOW else ""


def register_question() -> None:
    """Have it asked by the clock, and told in dry runs. Called once, when the application starts."""
    register_daily("question", lambda now: ask_everybody(now=now))
    register_letters("question", letters_of)


_AREAS = """
    SELECT DISTINCT area FROM workflow_run WHERE finished_at IS NULL AND waits_for = %s
"""


def _terms_on(day: dt.date) -> dict[str, str]:
    """By area, the term that is asked about on a day; areas where nothing is asked are left out."""
    if not settings.TERM_QUESTION:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_AREAS, [SCHOOL.code])
        areas = [area for (area,) in cursor.fetchall()]
    terms = {area: term_asked_on(day, calendar) for area, calendar in calendars_for(areas).items()}
    return {area: term for area, term in terms.items() if term}


_CHOICE = """
    SELECT run.id FROM workflow_run run
    JOIN unnest(%(areas)s::text[], %(terms)s::text[]) AS asked (area, term) ON asked.area = run.area
    WHERE run.finished_at IS NULL AND run.paused_at IS NULL AND run.waits_for = %(party)s
      AND (run.due_on IS NULL OR run.due_on > %(far)s)
      AND (%(ids)s::bigint[] IS NULL OR run.id = ANY(%(ids)s)) AND run.id > %(after)s
      AND NOT EXISTS (SELECT FROM awards_checkin known WHERE known.run_id = run.id AND known.term = asked.term)
      AND NOT EXISTS (SELECT FROM workflow_respite rest WHERE rest.run_id = run.id AND rest.through >= %(today)s)
      AND NOT EXISTS (SELECT FROM workflow_extensionrequest more WHERE more.run_id = run.id AND more.state = 'open')
    ORDER BY run.id LIMIT %(page)s
"""


def _ids(
    terms: Mapping[str, str], *, today: dt.date, after: int = 0, ids: Collection[int] | None = None
) -> list[int]:
    chosen: dict[str, Any] = {
        "areas": list(terms),
        "terms": list(terms.values()),
        "party": SCHOOL.code,
        "far": today + FAR_OFF,
        "today": today,
        "ids": None if ids is None else list(ids),
        "after": after,
        "page": PAGE if ids is None else len(ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHOICE, chosen)
        return [pk for (pk,) in cursor.fetchall()]


def _pages(terms: Mapping[str, str], *, today: dt.date) -> Iterator[list[int]]:
    """The keys of the runs to ask about, a page at a time."""
    after = 0
    while terms and (ids := _ids(terms, today=today, after=after)):
        yield ids
        after = ids[-1]


def _chosen(terms: Mapping[str, str], *, today: dt.date, ids: Sequence[int]) -> list[Run]:
    found = _ids(terms, today=today, ids=ids) if terms else []
    return list(Run.objects.filter(pk__in=found).select_related("officer").order_by("pk"))


def _leads(runs: Sequence[Run], *, today: dt.date) -> dict[Run, Contact]:
    """The lead of each run who may be written to today, and to whom mail arrives."""
    calendars = calendars_for({run.area for run in runs})
    contacts = leads_of(runs)
    stopped = stopped_addresses(one.person.email for ones in contacts.values() for one in ones)
    found = {}
    for run in runs:
        leads = [one for one in contacts.get(run.pk, ()) if one.role == Contact.LEAD]
        reached = [one for one in leads if one.person.email.lower() not in stopped]
        if reached and not calendars[run.area].is_quiet(today, run.kind):
            found[run] = reached[0]
    return found


_KEEP = """
    INSERT INTO awards_checkin (run_id, term, contact_id, asked_at, answer, words)
    SELECT run_id, term, contact_id, %s, '', ''
    FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS given (run_id, term, contact_id)
    ORDER BY run_id
    ON CONFLICT (run_id, term) DO NOTHING RETURNING run_id, id
"""


def _kept(leads: Mapping[Run, Contact], terms: Mapping[str, str], *, now: dt.datetime) -> dict[int, int]:
    """By run id, the key of its question, of those that nobody else wrote down."""
    if not leads:
        return {}
    rows = [(run.pk, terms[run.area], lead.pk) for run, lead in leads.items()]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [now, *(list(column) for column in zip(*rows, strict=True))])
        return dict(cursor.fetchall())


def _letter(run: Run, lead: Contact, term: str, pk: int) -> Letter:
    context = {
        "run": run,
        "name": lead.person.name,
        "due_on": run.due_on,
        "link": question_link(pk),
        "officer": str(run.officer or ""),
        "office_email": settings.OFFICE_EMAIL,
        "office_telephone": settings.OFFICE_TELEPHONE,
    }
    return Letter(TEMPLATE, lead.person.email, f"term-question:{run.pk}:{term}", context, run)


def _until_morning(now: dt.datetime) -> dt.timedelta | None:
    local = timezone.localtime(now)
    return local.replace(hour=MORNING, minute=0, second=0) - local if local.hour < MORNING else None
