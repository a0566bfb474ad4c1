"""Records acts of the award body: the step that each brings, or a remark, and the act itself with its letter."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from awards.models import Application, AwardBodyAct, Intake, Person
from awards.roles import OFFICER
from awards.services.award_body.acts import REMARKS, Plan, Told, in_order, plan_acts
from awards.services.award_body.letters import Letter, forget, keep
from workflow.models import Run, TransitionRecord
from workflow.refusals import NotYours, Refused, held_roles
from workflow.services import advance_many, annotate_many

Planned = tuple[Application, Plan]


class CannotRecordAct(Refused):
    """The act does not fit where the journey stands, or is recorded already."""


def record_act(
    application: Application,
    told: Told,
    *,
    by: Person,
    now: dt.datetime,
    letter: Letter | None = None,
    note: str = "",
    version: int | None = None,
) -> AwardBodyAct:
    """Record one act of the award body. ``version`` is the ``seq`` of the run that the person saw.

    An act whose step the school or an officer took before, on that day, is kept with that step.
    Raises CannotRecordAct, and what ``advance`` raises: an act of long ago needs a note.
    """
    place = keep(letter, now=now) if letter else ""
    try:
        with transaction.atomic():
            return _record(
                application, told, by=by, now=now, letter=letter, place=place, note=note, version=version
            )
    except BaseException:
        if place:
            forget(place)
        raise


@transaction.atomic
def record_acts(
    told: Sequence[tuple[Application, Told]],
    *,
    by: Person,
    now: dt.datetime,
    note: str,
    from_list: Intake | None = None,
) -> list[AwardBodyAct]:
    """Record many acts, all or none. Those that are recorded already are left out of the answer.

    The statements grow with the number of different days, kinds and levels, not with the number of schools.
    Raises CannotRecordAct with a sentence for each act that cannot be recorded.
    """
    locked = _locked([application for application, _ in told])
    _must_be_office(by, locked.values())
    asked = [(locked[application.pk], it) for application, it in told]
    plans = plan_acts(asked, today=timezone.localdate(now))
    if reasons := [plan.refusal for plan in plans if plan.refusal]:
        raise CannotRecordAct(*reasons)
    acts: list[AwardBodyAct] = []
    ordered = [(asked[place][0], plans[place]) for place in in_order([it for _, it in asked])]
    for _, group in itertools.groupby(ordered, key=lambda pair: _what_is_done(pair[1])):
        acts += _record_alike(list(group), by=by, now=now, note=note, from_list=from_list)
    return AwardBodyAct.objects.bulk_create(acts)


def _record(
    application: Application,
    told: Told,
    *,
    by: Person,
    now: dt.datetime,
    letter: Letter | None,
    place: str,
    note: str,
    version: int | None,
) -> AwardBodyAct:
    locked = _locked([application])[application.pk]
    _must_be_office(by, [locked])
    (plan,) = plan_acts([(locked, told)], today=timezone.localdate(now))
    if plan.is_known:
        raise CannotRecordAct("That is recorded already, with this day. Nothing was changed.")
    if plan.refusal:
        raise CannotRecordAct(plan.refusal)
    (act,) = _record_alike([(locked, plan)], by=by, now=now, note=note, version=version)
    if letter:
        act.letter.name, act.letter_name, act.letter_sha256 = place, letter.name, letter.sha256
    act.save()
    return act


def _record_alike(
    group: Sequence[Planned],
    *,
    by: Person,
    now: dt.datetime,
    note: str,
    version: int | None = None,
    from_list: Intake | None = None,
) -> list[AwardBodyAct]:
    """Acts of one kind, day and level on runs that each come once; not stored yet."""
    plan = group[0][1]
    if plan.is_known:
        return []
    records = {it.of.run_id: it.of for _, it in group if it.of} or _write(
        [application.run for application, _ in group], plan, by=by, now=now, note=note, version=version
    )
    return [
        AwardBodyAct(
            application=application,
            kind=it.told.kind,
            happened_on=it.told.happened_on,
            reference=it.told.reference,
            level_code=it.told.level_code,
            record=records[application.run_id],
            recorded_by=by,
            recorded_at=now,
            from_list=from_list,
        )
        for application, it in group
    ]


def _write(
    runs: Sequence[Run], plan: Plan, *, by: Person, now: dt.datetime, note: str, version: int | None
) -> dict[int, TransitionRecord]:
    told = plan.told
    happened_at = _moment_of(told.happened_on, now=now)
    if plan.move is None:
        return annotate_many(runs, REMARKS[told.kind], actor=by, now=now, happened_at=happened_at, note=note)
    outcome = advance_many(
        runs,
        plan.move,
        actor=by,
        now=now,
        happened_at=happened_at,
        note=note,
        versions={run.pk: version for run in runs} if version is not None else None,
        detail={"level": told.level_code} if told.level_code else None,
    )
    refused = list(outcome.refused.values())
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise CannotRecordAct(*(reason for refusal in refused for reason in refusal.reasons))
    return outcome.records


def _what_is_done(plan: Plan) -> tuple[object, ...]:
    told = plan.told
    return (
        told.happened_on,
        told.kind,
        told.level_code,
        plan.is_known,
        plan.of is not None,
        id(plan.move) if plan.move else 0,
    )


def _must_be_office(by: Person, applications: Iterable[Application]) -> None:
    held = held_roles(by, [application.run for application in applications], [OFFICER])
    if not all(held.values()):
        raise NotYours("What the award body did is for the office to record. Ask them.")


def _moment_of(on: dt.date, *, now: dt.datetime) -> dt.datetime:
    """Noon of the day, or now where it is today."""
    if on == timezone.localdate(now):
        return now
    return timezone.make_aware(dt.datetime.combine(on, dt.time(12)))


def _locked(applications: Iterable[Application]) -> dict[int, Application]:
    """The applications with their runs as they are now, locked in the order of their keys."""
    ids = {application.pk for application in applications}
    rows = Application.objects.filter(pk__in=ids).select_related("run", "subject")
    return {row.pk: row for row in rows.select_for_update(of=("run",)).order_by("run_id")}
