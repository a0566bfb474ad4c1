"""The award body's list: which schools it registered, accepted, assessed and awarded, line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.utils import timezone

from awards.intakes.matching import Asked, Match, entry_label, match_schools
from awards.intakes.registry import (
    DOUBTFUL,
    LEAVE_OUT,
    LEFT_OUT,
    NEW,
    REJECTED,
    UNCHANGED,
    Choice,
    Choices,
    Examination,
    ExaminedLine,
    IntakeKind,
    digest_of,
    lines_of,
    register_kind,
)
from awards.intakes.tables import Column, Line
from awards.intakes.values import read_date
from awards.models import Application, AwardBodyAct, Intake, Person
from awards.rubrics.artsmark_2018 import RUBRIC
from awards.services.award_body import Plan, Told, plan_acts, record_acts
from workflow.presenters import day
from workflow.refusals import NotYours, Refused

URN = Column("URN", also=("School URN",))
NAME = Column("School", also=("Name", "School name", "Setting"))
POSTCODE = Column("Postcode", also=("Post code",))
LOCAL = Column("Local code", also=("Our code",))
WHAT = Column("What happened", also=("Status", "Act", "Outcome"), needed=True)
ON = Column("Date", also=("Day", "Date of letter", "Decision date"), needed=True)
LEVEL = Column("Level", also=("Award level",))
REFERENCE = Column("Reference", also=("Ref", "Reference number"))

_WORDS: Mapping[str, tuple[str, ...]] = {
    AwardBodyAct.REGISTERED: ("registered", "registration"),
    AwardBodyAct.INVOICED: ("invoiced", "invoice sent", "sent the invoice"),
    AwardBodyAct.PAID: ("paid", "fee paid", "received the fee"),
    AwardBodyAct.RECEIVED: ("received", "submitted", "document received"),
    AwardBodyAct.ACCEPTED: ("accepted", "commitment accepted", "soc accepted", "statement accepted"),
    AwardBodyAct.ASKED: ("asked", "returned", "sent back", "more information"),
    AwardBodyAct.BEGAN: ("in assessment", "assessment begun", "began the assessment", "being assessed"),
    AwardBodyAct.AWARDED: ("awarded", "award", "awarded a level"),
    AwardBodyAct.NO_LEVEL: ("no level", "not awarded", "no level this time", "unsuccessful"),
    AwardBodyAct.CERTIFICATE: ("certificate sent", "certificate", "sent its certificate"),
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words} | {
    label.casefold(): kind for kind, label in AwardBodyAct.KINDS
}


class _Unreadable(Refused):
    """What the line says cannot be understood."""


@dataclass(frozen=True)
class ListedAct(ExaminedLine):
    """A line with the journey that it is about and what recording it does."""

    application: Application | None = None
    told: Told | None = None

    @property
    def done(self) -> str:
        about = (self.application.pk, self.application.run.seq) if self.application else ()
        return f"{self.number}|{self.fate}|{about}|{self.told}|{self.sentence}"


@register_kind
class AwardBodyList(IntakeKind):
    """One act of the award body a line; all are recorded together."""

    code = Intake.AWARD_BODY_LIST
    title = "List from the award body"
    asks = (
        "Hand in the award body’s list: which school, what happened, and on which day. You see what each line would do"
        " before anything is recorded. A line that was recorded before is left as it is."
    )
    button = "Record them"
    columns: ClassVar[tuple[Column, ...]] = (URN, NAME, POSTCODE, LOCAL, WHAT, ON, LEVEL, REFERENCE)
    done = "awards/intakes/includes/award_body_list.html"

    def examine(self, intake: Intake, *, now: dt.datetime, choices: Choices) -> Examination:
        today = timezone.localdate(now)
        lines = lines_of(intake)
        matches = _matched(lines, choices)
        applications = _applications(matches)
        rows = [_read(line, match, applications, choices) for line, match in zip(lines, matches, strict=True)]
        rows = _planned(rows, today=today)
        return Examination(rows, digest_of(row.done for row in rows))

    def take_in(
        self, intake: Intake, examination: Examination, *, by: Person | None, now: dt.datetime
    ) -> dict[str, Any]:
        if by is None:
            raise NotYours("A list of the award body is recorded by somebody at the office.")
        told = [(row.application, row.told) for row in examination.rows if row.fate == NEW]
        acts = record_acts(
            told, by=by, now=now, note=f"From the award body’s list “{intake.file_name}”.", from_list=intake
        )
        return {"acts": len(acts), "schools": len({act.application_id for act in acts})}


def read_act(cells: Mapping[str, str]) -> Told:
    """What a line says that the award body did. Raises a refusal with the sentence for the person who handed it in."""
    what = " ".join(cells[WHAT.name].casefold().split())
    level = _level(cells[LEVEL.name])
    kind = _KINDS.get(what)
    if kind is None and (named := _level(what, strict=False)):
        kind, level = AwardBodyAct.AWARDED, named
    if kind is None:
        known = ", ".join(words[0] for words in _WORDS.values())
        raise _Unreadable(f"“{cells[WHAT.name]}” is not known here. Write one of: {known}.")
    if not cells[ON.name]:
        raise _Unreadable("The line has no day. Give the day on which it happened.")
    return Told(
        kind=kind,
        happened_on=read_date(cells[ON.name]),
        reference=cells[REFERENCE.name][:80],
        level_code=level if kind == AwardBodyAct.AWARDED else "",
    )


def _level(words: str, *, strict: bool = True) -> str:
    plain = words.casefold().replace("artsmark", "").strip()
    for level in RUBRIC.levels[1:]:
        if plain in (level.code, level.label.casefold()):
            return level.code
    if plain and strict:
        names = ", ".join(level.label for level in RUBRIC.levels[1:])
        raise _Unreadable(f"“{words}” is not a level. Write one of {names}, or leave it empty.")
    return ""


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
    return Asked(cells[URN.name], cells[NAME.name], cells[POSTCODE.name], cells[LOCAL.name])


def _applications(matches: Iterable[Match]) -> dict[int, Application]:
    """For each school's subject its journey: the open one, else the latest."""
    subjects = {match.school.subject_id for match in matches if match.school}
    rows = (
        Application.objects.filter(subject__in=subjects, run__journey_code="artsmark")
        .select_related("run", "subject")
        .order_by("run__started_at", "pk")
    )
    found: dict[int, Application] = {}
    for row in rows:
        known = found.get(row.subject_id)
        if known is None or known.run.finished_at is not None or row.run.finished_at is None:
            found[row.subject_id] = row
    return found


def _read(line: Line, match: Match, applications: Mapping[int, Application], choices: Choices) -> ListedAct:
    chosen = choices.get(str(line.number), "")
    row = ListedAct(
        number=line.number,
        title=match.school.subject.name if match.school and not match.doubt else _named(line),
        fate=NEW,
        choices=tuple(Choice(str(entry.urn), entry_label(entry)) for entry in match.candidates)
        if match.doubt or chosen
        else (),
        chosen=chosen,
    )
    if chosen == LEAVE_OUT:
        return replace(row, fate=LEFT_OUT)
    try:
        row = replace(row, told=read_act(line.cells))
    except Refused as refused:
        return replace(row, fate=REJECTED, sentences=tuple(refused.reasons), choices=(), chosen="")
    if match.doubt:
        fate = DOUBTFUL if match.candidates else REJECTED
        return replace(row, fate=fate, sentences=(match.doubt,))
    application = applications.get(match.school.subject_id) if match.school else None
    if application is None:
        why = "It has no journey here. Register it first, or bring it in with the schools under way."
        return replace(row, fate=REJECTED, sentences=(why,))
    return replace(row, application=application)


def _named(line: Line) -> str:
    return line.cells[NAME.name] or line.cells[URN.name] or line.cells[LOCAL.name] or "No school named"


def _planned(rows: Sequence[ListedAct], *, today: dt.date) -> list[ListedAct]:
    asked = [
        (place, row.application, row.told)
        for place, row in enumerate(rows)
        if row.fate == NEW and row.application and row.told
    ]
    plans = plan_acts([(application, told) for _, application, told in asked], today=today)
    found = list(rows)
    for (place, application, _), plan in zip(asked, plans, strict=True):
        found[place] = _with_plan(found[place], application, plan)
    return found


def _with_plan(row: ListedAct, application: Application, plan: Plan) -> ListedAct:
    told, run = plan.told, application.run
    facts = (("What happened", _what(told)), ("On", day(told.happened_on)))
    row = replace(row, facts=facts)
    if plan.refusal:
        return replace(row, fate=REJECTED, sentences=(plan.refusal,))
    if plan.is_known:
        return replace(row, fate=UNCHANGED, sentences=("Already recorded.",))
    if plan.of:
        return replace(row, sentences=("The step was recorded before; the award body’s act is added to it.",))
    if plan.move:
        states = run.journey.states
        before, after = states[plan.source].label, states[plan.move.target.name].label
        return replace(row, sentences=(f"Moves from “{before}” to “{after}”.",))
    return replace(row, sentences=("Is written into the history; the journey stays where it is.",))


def _what(told: Told) -> str:
    label = dict(AwardBodyAct.KINDS)[told.kind]
    return f"{label}: {RUBRIC.level(told.level_code).label}" if told.level_code else label
