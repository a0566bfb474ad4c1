"""The reminders of a journey, for the office: what is asked of it, what rests, what went and what comes next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from awards.chasing.head import letters_of_run, may_write_to_head, standing_of
from awards.chasing.how_it_goes import check_ins_of
from awards.chasing.lateness import is_ours_to_keep
from awards.models import CheckIn, HeadLetter
from workflow.clock import NextRung, next_rungs, prompts_of, rest_of, taken_of
from workflow.models import ReminderSent, Respite, Run
from workflow.presenters import day, short_day

RUNGS = {
    "ahead": "What is next, in good time",
    "half-way": "Half way through delivery",
    "soon": "Due soon",
    "last-week": "Due in a few days",
    "late": "It is late",
    "second-contact": "To the second contact",
    "ring": "The office telephones",
    "tell-school": "The office tells the school if it is late",
    "outcome-soon": "The office looks what stands in the way",
}
WHY = {
    "not-now": "they asked for it",
    "contact": "somebody was in touch with them",
    "on-track": "they said that all is well",
    "behind": "they said that they are behind",
    "do-not-contact": "the office decided it",
}


def reminder_parts(run: Run, *, now: dt.datetime) -> dict[str, Any]:
    """What the section about reminders shows. A fixed number of queries."""
    today = timezone.localdate(now)
    rest = rest_of(run, today=today)
    taken = taken_of(run)
    check_ins = check_ins_of(run)
    return {
        "prompts": prompts_of(run),
        "may_tell_lateness": is_ours_to_keep(run),
        "rests": _resting(rest) if rest else "",
        "reminders_taken": [_taken(one) for one in taken],
        "reminders_next": [_coming(one) for one in next_rungs(run, today=today)],
        "may_write_to_head": may_write_to_head(run),
        "head_letters": [_to_head(one) for one in letters_of_run(run)],
        "check_ins": [_asked(one) for one in check_ins],
        "has_reminders": bool(taken or check_ins or run.declared_state.reminders),
    }


def _to_head(one: HeadLetter) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "waits": one.state == HeadLetter.WAITING,
        "on": short_day(timezone.localdate(one.ended_at or one.written_at)),
        "says": standing_of(one),
    }


def _asked(one: CheckIn) -> dict[str, str]:
    who = one.contact.person
    said = f". They wrote: {one.words}" if one.words else ""
    answer = f"{one.get_answer_display()}{said}" if one.answer else "no answer yet"
    return {
        "key": short_day(timezone.localdate(one.answered_at or one.asked_at)),
        "value": f"{who}: {answer}",
    }


def _resting(rest: Respite) -> str:
    why = WHY.get(rest.why, "")
    return f"Reminders rest through {day(rest.through)}{': ' + why if why else ''}."


def _taken(sent: ReminderSent) -> dict[str, str]:
    fate = {
        ReminderSent.MAILED: "email",
        ReminderSent.PROMPTED: "asked of the office",
        ReminderSent.MISSED: "passed over",
    }[sent.fate]
    return {"key": short_day(timezone.localdate(sent.at)), "value": f"{label_of(sent.rung)}: {fate}"}


def _coming(one: NextRung) -> dict[str, str]:
    to = ", ".join(person.name or person.email for person in one.people)
    words = label_of(one.rung.code)
    return {"key": short_day(one.day), "value": f"{words}, to {to}" if to else words}


def label_of(code: str) -> str:
    """A rung in words."""
    return RUNGS.get(code, code.replace("-", " ").capitalize())
