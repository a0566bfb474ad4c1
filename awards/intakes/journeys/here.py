"""Where the schools stand here, in the same columns as the office's list."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from awards.intakes.journeys.columns import COLUMNS, EARLIER
from awards.intakes.journeys.steps import BEGINS_WITH, programmes
from awards.models import Application, Award, Contact, SchoolUrn, Subject
from workflow.history import Line, lines_of, moves_in
from workflow.models import Run, TransitionRecord

_STAYS = (TransitionRecord.BROUGHT_IN, TransitionRecord.NOTED)  # what leaves an arrival free to be put right


@dataclass(frozen=True)
class Here:
    """One journey as it stands. ``values`` are by column like those of a line.

    began_here: it did not come from a list. has_moved: it has a history of its own here, so that a list no longer says where
    it stands.
    """

    application: Application
    values: Mapping[str, str]
    began_here: bool
    has_moved: bool
    contacts: Mapping[str, Contact]
    award: Award | None

    @property
    def run(self) -> Run:
        return self.application.run


def journeys_here(subjects: Iterable[int]) -> dict[int, list[Here]]:
    """The journeys of some subjects that a list can speak of, the open one first, then the latest; by subject."""
    found: dict[int, list[Here]] = defaultdict(list)
    for here in _loaded(list(_applications().filter(subject__in=list(subjects)))):
        found[here.application.subject_id].append(here)
    for journeys in found.values():
        journeys.sort(key=lambda here: (here.run.finished_at is not None, -here.run.pk))
    return found


def all_journeys_here(*, at_once: int = 500) -> Iterable[Here]:
    """Every journey that a list can speak of, in the order in which they began; read in parts."""
    last = 0
    while part := list(_applications().filter(run__gt=last).order_by("run")[:at_once]):
        last = part[-1].run_id
        yield from _loaded(part)


def _applications() -> QuerySet[Application]:
    return Application.objects.filter(
        run__journey_code__in=programmes(), subject__kind=Subject.SCHOOL
    ).select_related("run__officer", "subject__school")


@dataclass
class _Known:
    """What the columns of many journeys need, each kind read once."""

    records: dict[int, list[TransitionRecord]] = field(default_factory=lambda: defaultdict(list))
    contacts: dict[int, dict[str, Contact]] = field(default_factory=lambda: defaultdict(dict))
    awards: dict[int, list[Award]] = field(default_factory=lambda: defaultdict(list))
    urns: dict[int, SchoolUrn] = field(default_factory=dict)


def _loaded(applications: Sequence[Application]) -> list[Here]:
    known = _Known()
    subjects = {application.subject_id for application in applications}
    for record in TransitionRecord.objects.filter(run__in=[it.run_id for it in applications]):
        known.records[record.run_id].append(record)
    for contact in (
        Contact.objects.filter(
            application__in=applications, until=None, role__in=[Contact.LEAD, Contact.SECOND]
        )
        .select_related("person")
        .order_by("-pk")
    ):
        known.contacts[contact.application_id][contact.role] = contact
    for award in Award.objects.filter(subject__in=subjects).order_by("awarded_on", "pk"):
        known.awards[award.subject_id].append(award)
    for urn in SchoolUrn.objects.filter(school__in=subjects, until=None).select_related("entry"):
        known.urns[urn.school_id] = urn
    return [_here(application, known) for application in applications]


def _here(application: Application, known: _Known) -> Here:
    run = application.run
    records = known.records[run.pk]
    contacts = known.contacts[application.pk]
    award = _award_of(application, known.awards[application.subject_id])
    values = dict.fromkeys(COLUMNS, "")
    values |= _place(application, lines_of(records), records)
    values |= _school(application, known.urns.get(application.subject_id))
    for role in (Contact.LEAD, Contact.SECOND):
        if contact := contacts.get(role):
            values[f"{role}_name"], values[f"{role}_email"] = (
                contact.person.name,
                contact.person.email.lower(),
            )
    if award:
        values |= {
            "level": award.level_code,
            "awarded_on": award.awarded_on.isoformat(),
            "expires_on": award.expires_on.isoformat(),
            "award_reference": award.reference,
        }
    values["officer"] = run.officer.email.lower() if run.officer else ""
    kinds = {record.kind for record in records}
    return Here(
        application,
        values,
        began_here=TransitionRecord.BROUGHT_IN not in kinds,
        has_moved=bool(kinds.difference(_STAYS)),
        contacts=contacts,
        award=award,
    )


def _place(
    application: Application, lines: Sequence[Line], records: Sequence[TransitionRecord]
) -> dict[str, str]:
    run, moves = application.run, moves_in(lines)
    days = {key: str(application.listed.get(key, "")) for key in EARLIER}
    days |= {
        key: _iso(line.happened_at)
        for line in moves
        if line.is_known and (key := BEGINS_WITH.get(line.record.target, "")) in (*EARLIER, "registered")
    }
    arrivals = [record for record in records if record.kind == TransitionRecord.BROUGHT_IN]
    arrival: dict[str, Any] = max(arrivals, key=lambda record: record.seq).detail if arrivals else {}
    if arrival.get("started_on"):
        days["registered"] = arrival["started_on"]
    return {
        "programme": run.journey_code,
        "edition": run.edition,
        "step": run.state,
        "since": _iso(run.entered_at) if run.entered_is_known else "",
        "due": arrival.get("due_on", "") if len(moves) == 1 else "",
        "reference": str(run.public_id),
        **days,
    }


def _school(application: Application, urn: SchoolUrn | None) -> dict[str, str]:
    school = application.subject.school
    return {
        "urn": str(urn.entry_id) if urn else "",
        "name": application.subject.name,
        "postcode": urn.entry.postcode if urn else school.local_postcode,
        "local_code": school.local_code or "",
    }


def _award_of(application: Application, awards: Sequence[Award]) -> Award | None:
    """The journey's own award, else the last one that was held before."""
    code = application.run.journey_code
    own = [award for award in awards if award.run_id == application.run_id]
    before = [award for award in awards if award.run_id is None and award.journey_code == code]
    return next(reversed(own or before), None)


def _iso(moment: dt.datetime) -> str:
    return timezone.localdate(moment).isoformat()
