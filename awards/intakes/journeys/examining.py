"""The office's list, looked at line by line: which school, where it stands, and what would become of it here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models import Q

from awards.intakes.journeys.columns import COLUMNS
from awards.intakes.journeys.here import journeys_here
from awards.intakes.journeys.plans import Plan, area_of, planned
from awards.intakes.journeys.wanted import read_wanted
from awards.intakes.matching import Asked, Match, entry_label, match_schools
from awards.intakes.registry import (
    DOUBTFUL,
    LEAVE_OUT,
    LEFT_OUT,
    NEW,
    REJECTED,
    Choice,
    Choices,
    Examination,
    digest_of,
)
from awards.intakes.tables import Line
from awards.models import Person, Post
from workflow.calendars import calendars_for


def examine(lines: Sequence[Line], *, today: dt.date, choices: Choices) -> Examination:
    """Look at all lines together, in a number of queries that does not grow with theirs."""
    matches = _matched(lines, choices)
    plans = [_read(line, match, choices, today=today) for line, match in zip(lines, matches, strict=True)]
    plans = _with_people(_without_doubles(plans))
    subjects = {plan.school.pk for plan in plans if plan.school and plan.fate == NEW}
    here = journeys_here(subjects)
    calendars = calendars_for({area_of(plan) for plan in plans if plan.fate == NEW})
    plans = [
        planned(plan, here.get(plan.school.pk, []) if plan.school else [], today=today, calendars=calendars)
        if plan.fate == NEW
        else plan
        for plan in plans
    ]
    return Examination(plans, digest_of(plan.digest_text for plan in plans))


def _matched(lines: Sequence[Line], choices: Choices) -> list[Match]:
    """The schools; where a person chose one of those that a line may mean, that one."""
    matches = match_schools([_asked(line) for line in lines])
    chosen = {
        place: choices[str(line.number)]
        for place, (line, match) in enumerate(zip(lines, matches, strict=True))
        if choices.get(str(line.number)) in {str(entry.urn) for entry in match.candidates}
    }
    again = match_schools([Asked(urn=urn) for urn in chosen.values()])
    for place, match in zip(chosen, again, strict=True):
        matches[place] = replace(match, candidates=matches[place].candidates, doubt="")
    return matches


def _asked(line: Line) -> Asked:
    cells = line.cells
    return Asked(
        urn=cells[COLUMNS["urn"].name],
        name=cells[COLUMNS["name"].name],
        postcode=cells[COLUMNS["postcode"].name],
        local_code=cells[COLUMNS["local_code"].name],
    )


def _read(line: Line, match: Match, choices: Choices, *, today: dt.date) -> Plan:
    answer = choices.get(str(line.number), "")
    offered = tuple(Choice(str(entry.urn), entry_label(entry)) for entry in match.candidates)
    in_doubt = bool(match.doubt or answer) and bool(offered)
    plan = Plan(
        number=line.number,
        title=_title(line, match),
        fate=NEW,
        entry=match.entry,
        school=match.school,
        choices=offered if in_doubt else (),
        chosen=answer if in_doubt or answer == LEAVE_OUT else "",
    )
    if answer == LEAVE_OUT:
        return replace(plan, fate=LEFT_OUT, sentences=("You left it out.",))
    wanted, faults = read_wanted(line, today=today)
    if match.doubt and not offered:
        faults.insert(0, match.doubt)
    if faults:
        return replace(plan, fate=REJECTED, sentences=tuple(faults), choices=(), chosen="")
    if match.doubt:
        return replace(plan, fate=DOUBTFUL, sentences=(match.doubt,), wanted=wanted)
    return replace(plan, wanted=wanted)


def _title(line: Line, match: Match) -> str:
    if match.entry and not match.doubt:
        return entry_label(match.entry)
    if match.school:
        return match.school.subject.name
    cells = line.cells
    said = [cells[COLUMNS[key].name] for key in ("name", "postcode", "urn", "local_code")]
    return ", ".join(part for part in said if part) or "A school without a name"


def _without_doubles(plans: Sequence[Plan]) -> list[Plan]:
    """Two lines about one journey: a person says which is left out."""
    about: dict[Hashable, list[Plan]] = defaultdict(list)
    for plan in plans:
        if plan.fate == NEW and (plan.school or plan.entry):
            about[_journey_key(plan)].append(plan)
    return [
        _asked_which(plan, about.get(_journey_key(plan), [])) if plan.fate == NEW else plan for plan in plans
    ]


def _journey_key(plan: Plan) -> Hashable:
    who = ("school", plan.school.pk) if plan.school else ("entry", plan.entry.urn if plan.entry else 0)
    values = plan.wanted.values if plan.wanted else {}
    return (*who, values.get("programme", ""), values.get("reference", ""))


def _asked_which(plan: Plan, together: Sequence[Plan]) -> Plan:
    if len(together) < 2:  # noqa: PLR2004 - two lines about one school are one too many
        return plan
    numbers = " and ".join(str(other.number) for other in together)
    sentence = f"Lines {numbers} are about the same school. Leave out all but one of them."
    kept = plan.choices or (Choice("", "Keep this line"),)
    return replace(plan, fate=DOUBTFUL, sentences=(sentence,), choices=kept)


def _with_people(plans: Sequence[Plan]) -> list[Plan]:
    """Officers by their addresses; lines with an address that cannot be used are turned away."""
    reading = [plan for plan in plans if plan.wanted and plan.fate == NEW]
    officers = _at_the_office({_value(plan, "officer") for plan in reading} - {""})
    closed = _closed_accounts(
        {_value(plan, key) for plan in reading for key in ("lead_email", "second_email")} - {""}
    )
    return [_with_its_people(plan, officers, closed) if plan.fate == NEW else plan for plan in plans]


def _with_its_people(plan: Plan, officers: Mapping[str, Person], closed: set[str]) -> Plan:
    faults = [
        f"The account of {email} is closed. Open it again first, or give another address."
        for key in ("lead_email", "second_email")
        if (email := _value(plan, key)) in closed
    ]
    officer = _value(plan, "officer")
    if officer and officer not in officers:
        faults.append(
            f"Nobody at the office signs in as {officer}. Give an officer’s address, or leave it empty."
        )
    if faults:
        return replace(plan, fate=REJECTED, sentences=tuple(faults))
    return replace(plan, officer=officers.get(officer))


def _value(plan: Plan, key: str) -> str:
    return plan.wanted.values[key] if plan.wanted else ""


def _at_the_office(emails: Iterable[str]) -> dict[str, Person]:
    posts = Q(posts__subject=None, posts__until=None, posts__role__in=[Post.OFFICER, Post.MANAGER])
    people = Person.objects.filter(posts, email__in=list(emails), is_active=True).distinct()
    return {person.email.lower(): person for person in people}


def _closed_accounts(emails: Iterable[str]) -> set[str]:
    closed = Person.objects.filter(email__in=list(emails), is_active=False)
    return {email.lower() for email in closed.values_list("email", flat=True)}
