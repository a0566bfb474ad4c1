"""What an act of the award body would do to a journey: which step it brings, or why it brings none. Reads only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from awards.models import Application, AwardBodyAct
from awards.parties import AWARD_BODY
from awards.remarks import (
    AWARD_BODY_CERTIFIED,
    AWARD_BODY_INVOICED,
    AWARD_BODY_PAID,
    AWARD_BODY_REGISTERED,
)
from awards.rubrics.artsmark_2018 import RUBRIC
from workflow.journey import Journey, Remark, Transition
from workflow.models import Run, TransitionRecord
from workflow.presenters import day

A = AwardBodyAct

MOVES: Mapping[str, tuple[str, ...]] = {
    A.RECEIVED: ("submit_commitment", "submit_case_study"),
    A.ACCEPTED: ("accept_commitment",),
    A.ASKED: ("send_back_commitment", "send_back_case_study"),
    A.BEGAN: ("begin_assessment",),
    A.AWARDED: ("award",),
    A.NO_LEVEL: ("close_without_level",),
}
"""The steps that an act brings."""

REMARKS: Mapping[str, Remark] = {
    A.REGISTERED: AWARD_BODY_REGISTERED,
    A.INVOICED: AWARD_BODY_INVOICED,
    A.PAID: AWARD_BODY_PAID,
    A.CERTIFICATE: AWARD_BODY_CERTIFIED,
}
"""The acts that move nothing, as the history has them."""

_OWNERS: Mapping[str, str] = {
    A.REGISTERED: "registration_by",
    A.INVOICED: "invoice_by",
    A.PAID: "invoice_by",
    A.RECEIVED: "acceptance_by",
    A.ACCEPTED: "acceptance_by",
    A.ASKED: "acceptance_by",
    A.BEGAN: "assessment_by",
    A.AWARDED: "decision_by",
    A.NO_LEVEL: "decision_by",
    A.CERTIFICATE: "certificate_by",
}
_ORDER = [kind for kind, _ in A.KINDS]  # of acts of one day


@dataclass(frozen=True)
class Told:
    """What the award body's letter or list says that it did. ``level_code``: where it awarded one."""

    kind: str
    happened_on: dt.date
    reference: str = ""
    level_code: str = ""


@dataclass(frozen=True)
class Plan:
    """What recording an act does. ``move``: the step that it brings, with the states that it leads from and to.

    ``of``: the step, taken before, that the act belongs to. ``is_known``: it is recorded already, so nothing is done.
    ``refusal``: why it cannot be recorded.
    """

    told: Told
    move: Transition | None = None
    source: str = ""
    of: TransitionRecord | None = None
    is_known: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class _Stand:
    """Where a run stands, or will stand when the acts before are recorded."""

    state: str
    since: dt.date | None
    by: TransitionRecord | None


def kinds_of(journey: type[Journey]) -> list[str]:
    """The kinds of acts that an edition leaves to the award body, in their usual order."""
    owners = {kind: journey.settings.get(setting) for kind, setting in _OWNERS.items()}
    return [kind for kind, owner in owners.items() if owner is not None and owner.value is AWARD_BODY]


def moves_of_kind(journey: type[Journey], kind: str) -> list[Transition]:
    """The steps of an edition that a kind of act can bring."""
    return [journey.transitions[name] for name in MOVES.get(kind, ()) if name in journey.transitions]


def kinds_now(run: Run) -> list[str]:
    """Those that can be recorded where the run stands now."""
    return [
        kind for kind in kinds_of(run.journey) if kind in REMARKS or _move_from(run.journey, run.state, kind)
    ]


def plan_acts(told: Sequence[tuple[Application, Told]], *, today: dt.date) -> list[Plan]:
    """What recording each act would do, in the order given; those of one journey build on one another by their days.

    Applications come with their runs. Two queries for any number.
    """
    runs = {application.pk: application.run for application, _ in told}
    known = _known_acts(runs)
    stands = _stands(list(runs.values()))
    plans: dict[int, Plan] = {}
    for place in in_order([it for _, it in told]):
        application, it = told[place]
        run = application.run
        plan = _plan(run, stands[run.pk], it, known=known[application.pk], today=today)
        plans[place] = plan
        known[application.pk] |= {(it.kind, it.happened_on)} if not plan.refusal else set()
        if plan.move:
            stands[run.pk] = _Stand(plan.move.target.name, it.happened_on, None)
    return [plans[place] for place in range(len(told))]


def in_order(told: Sequence[Told]) -> list[int]:
    """The places of acts, the earliest first; on one day in their usual order."""
    return sorted(
        range(len(told)), key=lambda place: (told[place].happened_on, _ORDER.index(told[place].kind), place)
    )


def _plan(run: Run, stand: _Stand, told: Told, *, known: set[tuple[str, dt.date]], today: dt.date) -> Plan:
    plan = Plan(told)
    if refusal := _cannot_be(run, told, today=today):
        return replace(plan, refusal=refusal)
    if (told.kind, told.happened_on) in known:
        return replace(plan, is_known=True)
    if told.kind in REMARKS:
        return plan
    move = _move_from(run.journey, stand.state, told.kind)
    if move is None:
        return _plan_without_move(run, stand, told)
    return replace(plan, move=move, source=stand.state, refusal=_out_of_order(run, stand, told))


def _cannot_be(run: Run, told: Told, *, today: dt.date) -> str:
    """Why an act cannot be, wherever the run stands."""
    if told.kind not in kinds_of(run.journey):
        edition = f"{run.journey.title} {run.journey.edition}"
        return f"{run.label} is on {edition}, where the office does this itself."
    if told.happened_on > today:
        return f"{day(told.happened_on)} lies in the future. Give a day up to today."
    if told.kind == A.AWARDED and not _is_award(told.level_code):
        return f"Say which level was awarded: {', '.join(level.label for level in RUBRIC.levels[1:])}."
    return ""


def _out_of_order(run: Run, stand: _Stand, told: Told) -> str:
    if stand.since is None or told.happened_on >= stand.since:
        return ""
    here = run.journey.states[stand.state].label
    return (
        f"{day(told.happened_on)} is before {run.label} came to “{here}” on {day(stand.since)}."
        " Is it an act of an earlier journey? If not, put that day right in the history first."
    )


def _plan_without_move(run: Run, stand: _Stand, told: Told) -> Plan:
    """The step was taken before, perhaps by the school: then the act belongs to it."""
    plan, here = Plan(told), run.journey.states[stand.state]
    is_that_step = stand.state in {move.target.name for move in moves_of_kind(run.journey, told.kind)}
    if is_that_step and stand.since == told.happened_on:
        return replace(plan, of=stand.by) if stand.by else replace(plan, is_known=True)
    if is_that_step:
        since = f" since {day(stand.since)}" if stand.since else ""
        return replace(
            plan,
            refusal=f"{run.label} is at “{here.label}”{since} already, and this says {day(told.happened_on)}."
            " If the day is wrong, put it right in the history.",
        )
    what = dict(A.KINDS)[told.kind].lower()
    return replace(
        plan, refusal=f"{run.label} is at “{here.label}”: that the award body {what} cannot come after this."
    )


def _move_from(journey: type[Journey], state: str, kind: str) -> Transition | None:
    leaving = {move.name: move for move in journey.leaving(state)}
    return next((leaving[name] for name in MOVES.get(kind, ()) if name in leaving), None)


def _is_award(level_code: str) -> bool:
    return RUBRIC.is_level(level_code) and RUBRIC.is_award(level_code)


def _known_acts(runs: Mapping[int, Run]) -> dict[int, set[tuple[str, dt.date]]]:
    known: dict[int, set[tuple[str, dt.date]]] = defaultdict(set)
    rows = AwardBodyAct.objects.filter(application__in=list(runs))
    for application, kind, on in rows.values_list("application_id", "kind", "happened_on"):
        known[application].add((kind, on))
    return known


def _stands(runs: Sequence[Run]) -> dict[int, _Stand]:
    """Where the runs stand. The step that brought them there is told while no act was recorded with it."""
    moved = (
        TransitionRecord.objects.filter(run__in=[run.pk for run in runs], kind__in=TransitionRecord.MOVES)
        .order_by("run_id", "-seq")
        .distinct("run_id")
        .select_related("award_body_act")
    )
    last = {record.run_id: record for record in moved if not hasattr(record, "award_body_act")}
    return {
        run.pk: _Stand(
            run.state,
            timezone.localdate(run.entered_at) if run.entered_is_known else None,
            last.get(run.pk) if run.pk in last and last[run.pk].kind == TransitionRecord.MOVED else None,
        )
        for run in runs
    }
